import FoundationEssentials
import GRDB

/// Values as the columns hold them: JSON with its keys in order, so that equal values are equal texts.
enum JSONColumn {
  static func text(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}

extension StoredColumn {
  /// `nil` if there is no value.
  ///
  /// - Throws: `DamagedValue`; also if the text is no JSON of this type.
  func optionalJSON<Value: Decodable>(_ row: Row, as type: Value.Type = Value.self) throws -> Value? {
    guard let text: String = try optional(row) else { return nil }
    guard let value = try? JSONDecoder().decode(type, from: Data(text.utf8)) else { throw damage(row) }
    return value
  }
}
