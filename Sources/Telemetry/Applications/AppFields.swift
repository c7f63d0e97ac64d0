/// The fields of an object in a line that an application's probe has sent. Those that are not asked for are ignored; of one that is there
/// twice, the first counts.
struct AppFields {
  /// A value in the line.
  struct Value {
    fileprivate let line: JSONLine
    fileprivate let place: Int

    fileprivate var token: JSONToken { line.tokens[place] }
  }

  private let line: JSONLine
  private let place: Int

  /// The object that a line is.
  ///
  /// - Throws: `TelemetryError`, if it is none.
  init(_ line: JSONLine) throws(TelemetryError) { try self.init(Value(line: line, place: 0)) }

  /// - Throws: `TelemetryError`, if it is no object.
  init(_ value: Value) throws(TelemetryError) {
    guard value.token.kind == .fields else { throw .badField("it is no object") }
    line = value.line
    place = value.place
  }

  private subscript(key: StaticString) -> Value? {
    guard let value = line.field(key, of: place), line.tokens[value].kind != .null else { return nil }
    return Value(line: line, place: value)
  }

  // MARK: Numbers, words and texts

  func wholeIfPresent(_ key: StaticString) throws(TelemetryError) -> Int64? {
    guard let value = self[key] else { return nil }
    guard value.token.kind == .whole else { throw .badField("\(key) is no whole number") }
    return value.token.value
  }

  func whole(_ key: StaticString) throws(TelemetryError) -> Int64 { try present(wholeIfPresent(key), key) }
  func countIfPresent(_ key: StaticString) throws(TelemetryError) -> Int? { try wholeIfPresent(key).map { Int($0) } }
  func count(_ key: StaticString) throws(TelemetryError) -> Int { Int(try whole(key)) }

  func flag(_ key: StaticString) throws(TelemetryError) -> Bool {
    switch self[key]?.token.kind {
    case .yes: return true
    case .no: return false
    default: throw .badField("\(key) is neither true nor false")
    }
  }

  func textIfPresent(_ key: StaticString) throws(TelemetryError) -> String? {
    guard let value = self[key] else { return nil }
    guard let text = line.text(at: value.place) else { throw .badField("\(key) is no text") }
    return text
  }

  func text(_ key: StaticString) throws(TelemetryError) -> String { try present(textIfPresent(key), key) }

  /// Whether a text is so.
  func has(_ key: StaticString, _ text: StaticString) -> Bool { self[key].map { line.isText(text, at: $0.place) } ?? false }

  private func present<Value>(_ value: Value?, _ key: StaticString) throws(TelemetryError) -> Value {
    guard let value else { throw .badField("\(key) is missing") }
    return value
  }

  // MARK: Objects and lists

  func fieldsIfPresent(_ key: StaticString) throws(TelemetryError) -> AppFields? {
    guard let value = self[key] else { return nil }
    return try AppFields(value)
  }

  func list<Element>(_ key: StaticString, _ read: (Value) throws(TelemetryError) -> Element) throws(TelemetryError) -> [Element] {
    guard let list = self[key], list.token.kind == .list else { throw .badField("\(key) is no list") }
    var elements: [Element] = []
    elements.reserveCapacity(list.token.count)
    var place = list.place + 1
    for _ in 0..<list.token.count {
      elements.append(try read(Value(line: line, place: place)))
      place = line.tokens[place].next
    }
    return elements
  }

  func texts(_ key: StaticString) throws(TelemetryError) -> [String] {
    try list(key) { value throws(TelemetryError) in
      guard let text = line.text(at: value.place) else { throw .badField("\(key) has what is no text") }
      return text
    }
  }

  /// A list of pairs of whole numbers.
  func pairs<Element>(
    _ key: StaticString, _ make: (Int64, Int64) throws(TelemetryError) -> Element
  ) throws(TelemetryError) -> [Element] {
    try list(key) { pair throws(TelemetryError) in
      guard pair.token.kind == .list, pair.token.count == 2 else { throw .badField("\(key) has what is no pair") }
      let (first, second) = (line.tokens[pair.place + 1], line.tokens[pair.place + 2])
      guard first.kind == .whole, second.kind == .whole else { throw .badField("\(key) has what is no whole number") }
      return try make(first.value, second.value)
    }
  }
}
