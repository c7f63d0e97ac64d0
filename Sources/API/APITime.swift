package import Samples

/// An instant as people ask for it: by the clock, or so long before now.
package enum APITime: Hashable, Sendable {
  case ago(seconds: Double)
  case instant(Timestamp)

  static let forms = "is no time; use RFC 3339 as 2026-11-22T18:00:00Z, Unix seconds, or a duration before now as 24h"

  /// `nil` where the text is none of `forms`.
  init?(_ text: String) {
    if let seconds = Self.number(text) {
      guard let instant = Self.instant(seconds) else { return nil }
      self = .instant(instant)
    } else if let seconds = DurationText.seconds(text) {
      self = .ago(seconds: seconds)
    } else if let instant = RFC3339.instant(text) {
      self = .instant(instant)
    } else {
      return nil
    }
  }

  /// The instant, seen from now.
  func instant(from now: Timestamp) -> Timestamp {
    switch self {
    case .ago(let seconds): now.advanced(bySeconds: -seconds)
    case .instant(let instant): instant
    }
  }

  /// A duration as `5m`, or in seconds; `nil` where the text is neither.
  static func seconds(_ text: String) -> Double? { number(text) ?? DurationText.seconds(text) }

  /// A finite decimal number.
  private static func number(_ text: String) -> Double? {
    guard text.utf8.count <= 30, text.utf8.allSatisfy({ "0123456789.eE+-".utf8.contains($0) }) else { return nil }
    return Double(text).flatMap { $0.isFinite ? $0 : nil }
  }

  private static func instant(_ seconds: Double) -> Timestamp? {
    let milliseconds = (seconds * 1000).rounded()
    guard abs(milliseconds) < Double(RFC3339.year10000) else { return nil }
    return Timestamp(milliseconds: Int64(milliseconds))
  }
}

/// RFC 3339, section 5.6.
enum RFC3339 {
  /// Where the year 10000 begins, in milliseconds since the Unix epoch.
  static let year10000: Int64 = 253_402_300_800_000

  /// `nil` where the text is no instant. A fraction counts to the millisecond, a leap second as the second after it.
  static func instant(_ text: String) -> Timestamp? {
    var reader = DigitReader(text)
    guard let year = reader.number(4), reader.skip("-"), let month = reader.number(2), reader.skip("-"),
      let day = reader.number(2), reader.skip("Tt "), let hour = reader.number(2), reader.skip(":"),
      let minute = reader.number(2), reader.skip(":"), let second = reader.number(2),
      let fraction = reader.milliseconds(), let offset = reader.offset(), reader.isAtEnd,
      (1...12).contains(month), (1...days(in: month, of: year)).contains(day), hour < 24, minute < 60, second <= 60
    else { return nil }
    let seconds = (days(year, month, day) * 24 + hour) * 3600 + minute * 60 + second - offset * 60
    return Timestamp(milliseconds: seconds * 1000 + fraction)
  }

  private static func days(in month: Int64, of year: Int64) -> Int64 {
    let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  /// Since the Unix epoch, in the Gregorian calendar. The year is counted from March, so that its days need no table.
  private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let year = month <= 2 ? year - 1 : year
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    let leapDays = (year + 400) / 4 - (year + 400) / 100 + (year + 400) / 400
    return (year + 400) * 365 + leapDays + dayOfYear - 865_565
  }
}

private struct DigitReader {
  private var rest: Substring.UTF8View

  init(_ text: String) { rest = text[...].utf8 }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func number(_ digits: Int) -> Int64? {
    let text = rest.prefix(digits)
    guard text.count == digits, text.allSatisfy({ (48...57).contains($0) }) else { return nil }
    rest = rest.dropFirst(digits)
    return text.reduce(0) { $0 * 10 + Int64($1 - 48) }
  }

  /// One of some characters.
  mutating func skip(_ characters: String) -> Bool {
    guard let next = rest.first, characters.utf8.contains(next) else { return false }
    rest = rest.dropFirst()
    return true
  }

  /// After a point, or 0 where there is none.
  mutating func milliseconds() -> Int64? {
    guard skip(".") else { return 0 }
    let digits = rest.prefix { (48...57).contains($0) }
    guard (1...30).contains(digits.count) else { return nil }
    rest = rest.dropFirst(digits.count)
    return (Array(digits) + [48, 48]).prefix(3).reduce(0) { $0 * 10 + Int64($1 - 48) }
  }

  /// In minutes: `Z`, `+01:00`.
  mutating func offset() -> Int64? {
    if skip("Zz") { return 0 }
    let isWest = rest.first == UInt8(ascii: "-")
    guard skip("+-"), let hours = number(2), skip(":"), let minutes = number(2), hours < 24, minutes < 60 else { return nil }
    return (isWest ? -1 : 1) * (hours * 60 + minutes)
  }
}
