/// Writes the fields of an object of a line, as `AppFields` reads them.
struct AppFieldsWriter {
  private var text = "{"

  /// The object.
  var object: String { "\(text)}" }

  mutating func add(json: String, _ key: String) {
    if text.utf8.count > 1 { text += "," }
    text += "\"\(key)\":\(json)"
  }

  mutating func add(_ key: String, _ value: Int64?) { add(json: value.map { "\($0)" } ?? "null", key) }
  mutating func add(_ key: String, _ value: Int?) { add(json: value.map { "\($0)" } ?? "null", key) }
  mutating func add(_ key: String, flag: Bool) { add(json: flag ? "true" : "false", key) }
  mutating func add(_ key: String, text: String?) { add(json: text.map(Self.quoted) ?? "null", key) }
  mutating func add(_ key: String, texts: [String]) { add(key, list: texts.map(Self.quoted)) }
  mutating func add(_ key: String, list: [String]) { add(json: "[\(list.joined(separator: ","))]", key) }

  mutating func add<Number: BinaryInteger>(_ key: String, pairs: [(Number, Number)]) {
    add(key, list: pairs.map { "[\($0.0),\($0.1)]" })
  }

  /// Cut to what a reader takes, between two characters.
  private static func quoted(_ text: String) -> String {
    var (quoted, length) = ("\"", 0)
    for scalar in text.unicodeScalars {
      length += String(scalar).utf8.count
      guard length <= AppCoding.longestText else { break }
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)"
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
