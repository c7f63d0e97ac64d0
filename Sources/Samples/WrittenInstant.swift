/// An instant as RFC 3339 writes it (section 5.6), or the date of one alone.
struct WrittenInstant {
  /// A fraction counts to the millisecond, a leap second as the second after it.
  let timestamp: Timestamp

  /// - Throws: `TimePointProblem`.
  init(_ text: String) throws(TimePointProblem) {
    var reader = DigitReader(text)
    guard let year = reader.number(4), reader.skip("-"), let month = reader.number(2), reader.skip("-"),
      let day = reader.number(2)
    else { throw .malformed }
    var clock = Clock()
    if !reader.isAtEnd {
      guard let written = Clock(&reader), reader.isAtEnd else { throw .malformed }
      clock = written
    }
    try Self.check(year, month, day)
    try clock.check()
    let seconds = CivilTime.days(until: year, month, day) * 86400 + clock.seconds
    timestamp = Timestamp(milliseconds: seconds * 1000 + clock.millisecond)
  }

  private static func check(_ year: Int64, _ month: Int64, _ day: Int64) throws(TimePointProblem) {
    guard months.indices.contains(Int(month) - 1) else { throw .nonexistent(reason: "months go from 01 to 12") }
    let days = CivilTime.days(in: month, of: year)
    guard (1...days).contains(day) else { throw .nonexistent(reason: "\(months[Int(month) - 1]) \(year) has \(days) days") }
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
  ]
}

/// A time of day with its offset from UTC.
private struct Clock {
  private var hour: Int64 = 0
  private var minute: Int64 = 0
  private var second: Int64 = 0
  private var offset = Offset(hours: 0, minutes: 0, isWest: false)
  private(set) var millisecond: Int64 = 0

  /// Midnight in UTC.
  init() {}

  /// `T18:00:00.5+01:00`; `nil` if the text goes on otherwise.
  init?(_ reader: inout DigitReader) {
    guard reader.skip("Tt "), let hour = reader.number(2), reader.skip(":"), let minute = reader.number(2), reader.skip(":"),
      let second = reader.number(2), let fraction = reader.milliseconds(), let offset = Offset(&reader)
    else { return nil }
    (self.hour, self.minute, self.second, millisecond, self.offset) = (hour, minute, second, fraction, offset)
  }

  /// In UTC, from the midnight of the date on.
  var seconds: Int64 { hour * 3600 + minute * 60 + second - offset.seconds }

  func check() throws(TimePointProblem) {
    guard hour < 24 else { throw .nonexistent(reason: "hours go from 00 to 23") }
    guard minute < 60 else { throw .nonexistent(reason: "minutes go from 00 to 59") }
    guard second <= 60 else { throw .nonexistent(reason: "seconds go from 00 to 59") }
    guard offset.hours < 24, offset.minutes < 60 else { throw .nonexistent(reason: "offsets go from -23:59 to +23:59") }
  }
}

/// `Z`, `+01:00`, `+0100` or `+01`.
private struct Offset {
  let hours: Int64
  let minutes: Int64
  let isWest: Bool

  init(hours: Int64, minutes: Int64, isWest: Bool) {
    self.hours = hours
    self.minutes = minutes
    self.isWest = isWest
  }

  init?(_ reader: inout DigitReader) {
    if reader.skip("Zz") {
      self.init(hours: 0, minutes: 0, isWest: false)
    } else {
      let isWest = reader.skip("-")
      guard isWest || reader.skip("+"), let hours = reader.number(2) else { return nil }
      let hasMinutes = reader.skip(":") || !reader.isAtEnd
      guard let minutes = hasMinutes ? reader.number(2) : 0 else { return nil }
      self.init(hours: hours, minutes: minutes, isWest: isWest)
    }
  }

  var seconds: Int64 { (isWest ? -1 : 1) * (hours * 60 + minutes) * 60 }
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

  /// After a point, or 0 if there is none.
  mutating func milliseconds() -> Int64? {
    guard skip(".") else { return 0 }
    let digits = rest.prefix { (48...57).contains($0) }
    guard (1...30).contains(digits.count) else { return nil }
    rest = rest.dropFirst(digits.count)
    return (Array(digits) + [48, 48]).prefix(3).reduce(0) { $0 * 10 + Int64($1 - 48) }
  }
}
