import FoundationEssentials
import Glibc
package import Samples

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

extension Timestamp {
  private static let year1 = Timestamp(milliseconds: -62_135_596_800_000)
  private static let year9999 = Timestamp(milliseconds: 253_402_300_799_999)

  /// RFC 3339 in UTC with milliseconds: `2023-11-14T22:13:20.000Z`. Beyond the years 1 to 9999, which it can write, the nearest instant.
  package var rfc3339: String {
    let milliseconds = min(max(self, Self.year1), Self.year9999).milliseconds
    let fraction = (milliseconds % 1000 + 1000) % 1000
    var seconds = time_t((milliseconds - fraction) / 1000)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    let date = "\(digits(parts.tm_year + 1900, 4))-\(digits(parts.tm_mon + 1, 2))-\(digits(parts.tm_mday, 2))"
    let clock = "\(digits(parts.tm_hour, 2)):\(digits(parts.tm_min, 2)):\(digits(parts.tm_sec, 2))"
    return "\(date)T\(clock).\(digits(fraction, 3))Z"
  }

  private func digits(_ number: some BinaryInteger, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }
}
