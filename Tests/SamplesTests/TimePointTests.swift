import Foundation
import Samples
import Testing

/// Points in time as flags of commands and parameters of the API name them.
@Suite struct TimePointTests {
  private let now = Timestamp(milliseconds: 1_700_000_000_000)

  @Test(arguments: [
    ("24h", 86400), ("1h30m", 5400), ("7d", 604800), ("2w", 1_209_600), ("1y", 31_536_000), ("90s", 90), ("0s", 0),
    ("500ms", 0.5), ("1.5h", 5400),
  ])
  func `A duration is so long ago`(_ text: String, _ seconds: Double) throws {
    #expect(try TimePoint(text) == .ago(seconds: seconds))
    #expect(try TimePoint(text).instant(from: now) == now.advanced(bySeconds: -seconds))
  }

  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("1970-01-01t00:00:00.5z", 500), ("2026-11-22T18:00:00+01:30", 1_795_365_000_000),
    ("1969-12-31T23:59:59.999Z", -1), ("2024-02-29T12:00:00.123456789-00:30", 1_709_209_800_123),
    ("2016-12-31T23:59:60Z", 1_483_228_800_000), ("0001-01-01T00:00:00Z", -62_135_596_800_000),
    ("9999-12-31T23:59:59.999Z", 253_402_300_799_999), ("0000-03-01T00:00:00Z", -62_162_035_200_000),
    ("2023-11-14 22:13:20Z", 1_700_000_000_000), ("2023-11-14T23:13:20+0100", 1_700_000_000_000),
    ("2023-11-14T23:13:20+01", 1_700_000_000_000), ("2023-11-14T16:43:20-0530", 1_700_000_000_000),
  ])
  func `An instant is itself, whatever its offset`(_ text: String, _ milliseconds: Int64) throws {
    #expect(try TimePoint(text) == .instant(Timestamp(milliseconds: milliseconds)))
    #expect(try TimePoint(text).instant(from: now) == Timestamp(milliseconds: milliseconds))
  }

  @Test(arguments: [("1970-01-02", 86_400_000), ("2024-02-29", 1_709_164_800_000), ("0001-01-01", -62_135_596_800_000)])
  func `A date is its first instant in UTC`(_ text: String, _ milliseconds: Int64) throws {
    #expect(try TimePoint(text) == .instant(Timestamp(milliseconds: milliseconds)))
  }

  @Test(arguments: [
    ("1700000000", 1_700_000_000_000), ("1700000000.1234", 1_700_000_000_123), ("1.7e9", 1_700_000_000_000), ("-1", -1000),
    ("24", 24000),
  ])
  func `A number is Unix seconds`(_ text: String, _ milliseconds: Int64) throws {
    #expect(try TimePoint(text) == .instant(Timestamp(milliseconds: milliseconds)))
  }

  @Test(arguments: [
    ("2026-02-30T00:00:00Z", "February 2026 has 28 days"), ("2026-02-29", "February 2026 has 28 days"),
    ("2024-02-30T12:00:00+01:00", "February 2024 has 29 days"), ("1900-02-29", "February 1900 has 28 days"),
    ("2026-04-31T00:00:00Z", "April 2026 has 30 days"), ("2026-11-00T00:00:00Z", "November 2026 has 30 days"),
    ("2026-13-01T00:00:00Z", "months go from 01 to 12"), ("2026-00-01", "months go from 01 to 12"),
    ("2026-11-22T25:00:00Z", "hours go from 00 to 23"), ("2026-11-22T24:00:00Z", "hours go from 00 to 23"),
    ("2026-11-22T18:60:00Z", "minutes go from 00 to 59"), ("2026-11-22T18:00:61Z", "seconds go from 00 to 59"),
    ("2026-11-22T18:00:00+24:00", "offsets go from -23:59 to +23:59"),
    ("2026-11-22T18:00:00-01:60", "offsets go from -23:59 to +23:59"),
  ])
  func `An instant that does not exist is refused, and not moved`(_ text: String, _ reason: String) {
    #expect(throws: TimePointProblem.nonexistent(reason: reason)) { try TimePoint(text) }
    #expect("\(TimePointProblem.nonexistent(reason: reason))" == "does not exist: \(reason)")
  }

  @Test(arguments: [
    "", "h", "-1h", "1m1h", "1h1h", "1x", "1.5h30m", " 1h", "yesterday", "99999999999d", "nan", "inf", "1e300", "253402300800",
    "2026-11-22T18:00:00", "2026-11-22T18:00Z", "2026-11-22T", "2026-1-2", "20261122T180000Z", "2026-11-22T18:00:00Zx",
    "2026-11-22T18:00:00UTC", "2026-11-22T18:00:00.Z", "2026-11-22T18:00:00+1", "2026-11-22T18:00:00+01:", "٢٠٢٦-١١-٢٢",
  ])
  func `Anything else is refused`(_ text: String) {
    #expect(throws: TimePointProblem.malformed) { try TimePoint(text) }
  }

  @Test func `Every day of four centuries is the day that Foundation takes it for`() throws {
    for day in stride(from: -73_000, to: 73_050, by: 7) {
      let text = Date(timeIntervalSince1970: Double(day) * 86400 + 3661).formatted(.iso8601)
      let instant = Timestamp(milliseconds: Int64(day) * 86_400_000 + 3_661_000)
      #expect(try TimePoint(text) == .instant(instant))
      #expect(instant.iso8601 == text)
    }
  }

  @Test(arguments: ["24", "0", "7", "-5", "1.5", "86400", "999999999", "1e3"])
  func `A person who types a small number has forgotten its unit, a program means 1970`(text: String) throws {
    #expect(throws: TimePointProblem.withoutUnit(text)) { try TimePoint(typed: text) }
    let instant = try TimePoint(text).instant(from: now)
    #expect(instant == (try TimePoint(text).instant(from: Timestamp(milliseconds: 0))))
  }

  @Test(arguments: ["24h", "0s", "1000000000", "1795370400", "2026-11-22", "2026-11-22T18:00:00Z", "30d"])
  func `All else is typed as it is asked for`(text: String) throws { #expect(try TimePoint(typed: text) == TimePoint(text)) }

  @Test func `What to do about a number without a unit is said`() {
    #expect(TimePointProblem.withoutUnit("24").description == "has no unit: give one, as in 24h or 24d")
    for number in ["0", "-5", "1e3"] {
      #expect(TimePointProblem.withoutUnit(number).description == "has no unit: give one, as in 24h")
    }
  }
}
