extension Timestamp {
  private static let year1 = Timestamp(milliseconds: -62_135_596_800_000)
  private static let year9999 = Timestamp(milliseconds: 253_402_300_799_999)

  /// ISO 8601 in UTC, to the second: `2026-11-22T18:00:00Z`. Beyond the years 1 to 9999 the nearest instant that can be written.
  package var iso8601: String { "\(text.date)T\(text.clock)Z" }

  /// RFC 3339 in UTC, to the millisecond: `2026-11-22T18:00:00.000Z`. Beyond the years 1 to 9999 the nearest instant that can be written.
  package var rfc3339: String { "\(text.date)T\(text.clock).\(text.fraction)Z" }

  /// `2026-11-22`, `18:00:00` and `000`.
  private var text: (date: String, clock: String, fraction: String) {
    let time = CivilTime(min(max(self, Self.year1), Self.year9999))
    return (
      "\(Self.digits(time.year, 4))-\(Self.digits(time.month, 2))-\(Self.digits(time.day, 2))",
      "\(Self.digits(time.hour, 2)):\(Self.digits(time.minute, 2)):\(Self.digits(time.second, 2))",
      Self.digits(time.millisecond, 3)
    )
  }

  private static func digits(_ number: Int64, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }
}
