import FoundationEssentials

/// A value that is yet to be understood. What reads it returns `nil` where it is wrong, and has told why.
struct YAMLValue {
  let node: YAMLNode
  /// How it is called in messages: its key.
  let name: String
  let file: FileBeingRead

  init(_ node: YAMLNode, name: String, _ file: FileBeingRead) {
    self.node = node
    self.name = name
    self.file = file
  }

  /// Tells what is wrong.
  func wrong<T>(_ message: String) -> T? {
    file.problems.add(node.place, "\(name): \(message)")
    return nil
  }

  /// A mapping; keys that nobody asked for are wrong.
  func map<T>(_ read: (YAMLMap) -> T?) -> T? {
    guard case .map(let entries) = node.content else { return wrong("must be a mapping: keys with values") }
    let map = YAMLMap(name: name, place: node.place, entries: entries, file)
    defer { map.refuseUnknownKeys() }
    return read(map)
  }

  /// A list; elements that are wrong are left out.
  func list<T>(_ read: (YAMLValue) -> T?) -> [T]? {
    guard case .list(let nodes) = node.content else { return wrong("must be a list") }
    return nodes.compactMap { read(YAMLValue($0, name: name, file)) }
  }

  /// A list with at least one element, none of them twice.
  func set<T: Hashable>(_ read: (YAMLValue) -> T?) -> [T]? {
    var seen: Set<T> = []
    let values = list { element in
      read(element).flatMap { seen.insert($0).inserted ? $0 : element.wrong("is listed twice") }
    }
    if case .list(let nodes) = node.content, nodes.isEmpty { return wrong("must not be empty") }
    return values
  }

  /// Whatever is written there, quoted or not.
  func text() -> String? {
    guard case .scalar(let text, _) = node.content, !node.isNull else { return wrong("must be a text") }
    return text.unicodeScalars.contains("\0") ? wrong("must not hold a null character") : text
  }

  /// Text that is not empty, and without control characters.
  func line() -> String? {
    guard let text = text() else { return nil }
    if text.isEmpty { return wrong("must not be empty") }
    return text == text.printable ? text : wrong("must be a single line without control characters")
  }

  /// A file's path; relative ones begin where the configuration file is.
  func path() -> String? { line().map { $0.hasPrefix("/") ? $0 : file.folder + $0 } }

  /// The same, that holds in any folder.
  func absolutePath() -> String? { path().map { $0.hasPrefix("/") ? $0 : "\(FileManager.default.currentDirectoryPath)/\($0)" } }

  /// Where a character of the value stands in the file, counted from 1: exactly so where the value stands in one line as it is.
  func place(ofCharacter number: Int) -> Place {
    guard case .scalar(let text, _) = node.content else { return node.place }
    let offset = text.prefix(max(0, number - 1)).unicodeScalars.count
    let line = file.source.line(from: node.place)
    if line.hasPrefix(text) { return node.place.advanced(by: offset) }
    let isQuoted = line.hasPrefix("'") || line.hasPrefix("\"")
    return isQuoted && line.dropFirst().hasPrefix(text) ? node.place.advanced(by: offset + 1) : node.place
  }
}
