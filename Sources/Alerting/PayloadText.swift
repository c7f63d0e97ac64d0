import FoundationEssentials
import Samples

/// What the payloads have in common.
enum PayloadText {
  /// Of a value. What is longer is cut, so that one alert does not fill a notification.
  static let longest = 65_536

  /// With the keys in order: the same payload is the same text.
  static func json(_ payload: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(payload))
  }

  /// Labels without a value do not count.
  static func labels(_ labels: Labels) -> [String: String] {
    let pairs = labels.pairs.filter { !$0.value.isEmpty }.map { (cut($0.name), cut($0.value)) }
    return Dictionary(pairs) { $1 }
  }

  static func annotations(_ annotations: [String: String]) -> [String: String] {
    Dictionary(annotations.map { (cut($0.key), cut($0.value)) }) { $1 }
  }

  /// A slice of a string never ends amid a character's bytes.
  private static func cut(_ text: String) -> String {
    guard text.utf8.count > longest else { return text }
    return text[..<text.utf8.index(text.startIndex, offsetBy: longest)] + "…"
  }
}
