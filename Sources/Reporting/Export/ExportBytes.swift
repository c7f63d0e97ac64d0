import Samples

/// Numbers and times as bytes of an export's text.
extension [UInt8] {
  mutating func append(_ text: String) { append(contentsOf: text.utf8) }

  /// With leading zeros, so that it has at least so many digits.
  mutating func append(_ number: Int64, digits: Int) {
    let text = String(number.magnitude)
    if number < 0 { append(UInt8(ascii: "-")) }
    for _ in 0..<Swift.max(0, digits - text.utf8.count) { append(UInt8(ascii: "0")) }
    append(text)
  }

  /// The shortest text that reads back to the same number; a whole number below 1e16 has no fraction. Not for NaN and infinities.
  mutating func append(_ number: Double) {
    if abs(number) < 1e16, let whole = Int64(exactly: number) {
      append(String(whole))
    } else {
      append(number.description)
    }
  }

  /// As `2026-11-22T18:00:00.123Z`, always with milliseconds.
  mutating func append(iso8601 timestamp: Timestamp) {
    let time = CivilTime(timestamp)
    append(time.year, digits: 4)
    for (mark, part) in [("-", time.month), ("-", time.day), ("T", time.hour), (":", time.minute), (":", time.second)] {
      append(mark)
      append(part, digits: 2)
    }
    append(".")
    append(time.millisecond, digits: 3)
    append("Z")
  }

  /// As seconds with three decimals, which is exact.
  mutating func append(seconds timestamp: Timestamp) {
    let (seconds, milliseconds) = timestamp.milliseconds.magnitude.quotientAndRemainder(dividingBy: 1000)
    if timestamp.milliseconds < 0 { append(UInt8(ascii: "-")) }
    append(String(seconds))
    append(UInt8(ascii: "."))
    append(Int64(milliseconds), digits: 3)
  }
}
