/// The fields of an object in a line that an application's probe has sent. Those that are not asked for are ignored.
struct AppFields {
  private let fields: [(key: String, value: JSONPart)]

  /// - Throws: `TelemetryError`, if it is no object.
  init(_ part: JSONPart) throws(TelemetryError) {
    guard case .fields(let fields) = part else { throw .badField("it is no object") }
    self.fields = fields
  }

  private subscript(key: String) -> JSONPart? {
    guard let part = fields.first(where: { $0.key == key })?.value else { return nil }
    if case .null = part { return nil }
    return part
  }

  func wholeIfPresent(_ key: String) throws(TelemetryError) -> Int64? {
    guard let part = self[key] else { return nil }
    guard case .whole(let value) = part else { throw .badField("\(key) is no whole number") }
    return value
  }

  func whole(_ key: String) throws(TelemetryError) -> Int64 { try present(wholeIfPresent(key), key) }
  func countIfPresent(_ key: String) throws(TelemetryError) -> Int? { try wholeIfPresent(key).map { Int($0) } }
  func count(_ key: String) throws(TelemetryError) -> Int { Int(try whole(key)) }

  func flag(_ key: String) throws(TelemetryError) -> Bool {
    guard case .flag(let value) = self[key] else { throw .badField("\(key) is neither true nor false") }
    return value
  }

  func textIfPresent(_ key: String) throws(TelemetryError) -> String? {
    guard let part = self[key] else { return nil }
    guard case .text(let value) = part else { throw .badField("\(key) is no text") }
    return value
  }

  func text(_ key: String) throws(TelemetryError) -> String { try present(textIfPresent(key), key) }

  func fieldsIfPresent(_ key: String) throws(TelemetryError) -> AppFields? {
    guard let part = self[key] else { return nil }
    return try AppFields(part)
  }

  func list<Element>(_ key: String, _ read: (JSONPart) throws(TelemetryError) -> Element) throws(TelemetryError) -> [Element] {
    let parts: [JSONPart]
    switch self[key] {
    case .list(let list): parts = list
    case .wholes(let numbers): parts = numbers.map { .whole($0) }
    default: throw .badField("\(key) is no list")
    }
    var elements: [Element] = []
    elements.reserveCapacity(parts.count)
    for part in parts { elements.append(try read(part)) }
    return elements
  }

  func texts(_ key: String) throws(TelemetryError) -> [String] {
    try list(key) { part throws(TelemetryError) in
      guard case .text(let value) = part else { throw .badField("\(key) has what is no text") }
      return value
    }
  }

  func numbers(_ key: String) throws(TelemetryError) -> [[Int64]] {
    try list(key) { part throws(TelemetryError) in
      switch part {
      case .wholes(let numbers): return numbers
      case .list(let parts) where parts.isEmpty: return []
      case .list: throw .badField("\(key) has what is no whole number")
      default: throw .badField("\(key) has what is no list")
      }
    }
  }

  private func present<Value>(_ value: Value?, _ key: String) throws(TelemetryError) -> Value {
    guard let value else { throw .badField("\(key) is missing") }
    return value
  }
}
