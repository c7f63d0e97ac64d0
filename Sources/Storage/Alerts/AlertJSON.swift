import FoundationEssentials
import GRDB
import Samples

/// Names with their values, as the columns hold them: a JSON object, sorted by name.
enum AlertJSON {
  static func text(_ strings: [String: String]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(strings), as: UTF8.self)
  }

  static func text(_ labels: Labels) throws -> String {
    try text(Dictionary(labels.pairs.map { ($0.name, $0.value) }) { $1 })
  }

  /// `nil` where the text is no such object.
  static func strings(_ text: String) -> [String: String]? {
    try? JSONDecoder().decode([String: String].self, from: Data(text.utf8))
  }
}

extension StoredColumn {
  /// - Throws: `DamagedValue`; also if the text is no JSON object of strings.
  func strings(_ row: Row) throws -> [String: String] {
    guard let strings = try optionalStrings(row) else { throw damage(row) }
    return strings
  }

  /// `nil` if there is no value.
  ///
  /// - Throws: as `strings`.
  func optionalStrings(_ row: Row) throws -> [String: String]? {
    guard let text: String = try optional(row) else { return nil }
    guard let strings = AlertJSON.strings(text) else { throw damage(row) }
    return strings
  }
}
