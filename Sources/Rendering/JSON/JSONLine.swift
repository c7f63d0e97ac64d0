import FoundationEssentials

/// A value as one line of JSON.
package enum JSONLine {
  /// With snake_case keys, sorted, and a line feed.
  package static func text(_ value: some Encodable) throws -> String { try JSONText.text(value, .convertToSnakeCase) }

  /// The same with the keys as they are, for shapes that others have made.
  package static func verbatim(_ value: some Encodable) throws -> String { try JSONText.text(value, .useDefaultKeys) }
}

/// A value as indented JSON, for people.
package enum JSONDocument {
  /// With snake_case keys, sorted, and a line feed at the end.
  package static func text(_ value: some Encodable) throws -> String {
    try JSONText.text(value, .convertToSnakeCase, isIndented: true)
  }
}

private enum JSONText {
  static func text(
    _ value: some Encodable, _ keys: JSONEncoder.KeyEncodingStrategy, isIndented: Bool = false
  ) throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = keys
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if isIndented { encoder.outputFormatting.insert(.prettyPrinted) }
    return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
  }
}
