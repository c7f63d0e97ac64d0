import FoundationEssentials

/// An order as a line of JSON with snake_case keys, and back.
package enum RunOrderCoding {
  /// The line, with its line feed.
  package static func encode(_ order: RunOrder) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try Array(encoder.encode(order)) + [UInt8(ascii: "\n")]
  }

  /// The order of a line without its line feed.
  package static func decode(_ line: [UInt8]) throws -> RunOrder {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(RunOrder.self, from: Data(line))
  }
}
