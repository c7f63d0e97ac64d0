import Samples

/// Hands out the values of a mapping by their keys, and knows by that which keys there may be.
final class YAMLMap {
  /// How it is called in messages: the key that it stands at.
  let name: String
  let place: Place
  let file: FileBeingRead
  private let entries: [YAMLNode.Entry]
  private var known: [String] = []
  /// Keys with something wrong in their values, or missing although they are needed.
  private(set) var wrongKeys: Set<String> = []

  init(name: String, place: Place, entries: [YAMLNode.Entry], _ file: FileBeingRead) {
    self.name = name
    self.place = place
    self.entries = entries
    self.file = file
  }

  /// What a value is read as; `nil` where the key is absent, has no value, or a wrong one.
  func take<T>(_ key: String, _ read: (YAMLValue) -> T?) -> T? {
    guard let value = value(key), !value.node.isNull else { return nil }
    let before = file.problems.count
    let result = read(value)
    if file.problems.count > before { wrongKeys.insert(key) }
    return result
  }

  /// As `take`, and it is wrong not to give it.
  func require<T>(_ key: String, _ read: (YAMLValue) -> T?) -> T? {
    if !isGiven(key) { addProblem(key, "'\(key)' is missing") }
    return take(key, read)
  }

  /// Leaves the property as it is where the key is absent, has no value, or a wrong one.
  func set<T>(_ property: inout T, _ key: String, _ read: (YAMLValue) -> T?) {
    if let value = take(key, read) { property = value }
  }

  /// As above.
  func set<T>(_ property: inout T?, _ key: String, _ read: (YAMLValue) -> T?) {
    if let value = take(key, read) { property = value }
  }

  /// Whether the key has a value.
  func isGiven(_ key: String) -> Bool { value(key).map { !$0.node.isNull } ?? false }

  /// The value as it stands; `nil` where the key is absent.
  func value(_ key: String) -> YAMLValue? {
    if !known.contains(key) { known.append(key) }
    return entries.first { $0.key == key }.map { YAMLValue($0.value, name: key, file) }
  }

  /// A key's value is wrong in a way that only shows beside the others.
  func addProblem(_ key: String, _ message: String) {
    wrongKeys.insert(key)
    file.problems.add(value(key)?.node.place ?? place, message)
  }

  /// Every key with its value, for mappings whose keys are free.
  var all: [(key: String, place: Place, value: YAMLValue)] {
    known += entries.map(\.key)
    return entries.map { ($0.key, $0.place, YAMLValue($0.value, name: $0.key, file)) }
  }

  /// Of the value at `key`, `key.key` or `key.index`; `nil` where there is none.
  func place(of path: String) -> Place? {
    path.split(separator: ".").reduce(YAMLNode(place: place, content: .map(entries))) { $0?[String($1)] }?.place
  }

  /// Whatever nobody has asked for is wrong.
  func refuseUnknownKeys() {
    for entry in entries where !known.contains(entry.key) { file.problems.add(entry.place, message(unknown: entry.key)) }
  }

  private func message(unknown key: String) -> String {
    let key = key.shown
    if known.contains("\(key)_file") {
      return "'\(key)' cannot stand here; write it into a file of its own, and the name of that here as \(key)_file"
    }
    let hint = NearestWord.hint(key, among: known, otherwise: "known here: \(known.joined(separator: ", "))")
    return "unknown key '\(key)'; \(hint)"
  }
}

/// What readers of values share.
struct FileBeingRead {
  let source: SourceText
  let problems: ProblemList
  /// The file's directory with a slash; empty where it is the current one.
  let folder: String
  /// Usable by runs.
  let cores: Int
}
