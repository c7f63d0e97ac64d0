import API
import Foundation
import Samples
import Testing

/// Times as they may be asked for.
@Suite struct APITimeTests {
  private func since(_ text: String) throws -> APITime? {
    guard case .runs(let query) = try APIRequest(path: ["runs"], query: [("since", text)]) else { return nil }
    return query.since
  }

  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("1970-01-01t00:00:00.5z", 500), ("2026-11-22T18:00:00+01:30", 1_795_365_000_000),
    ("1969-12-31T23:59:59.999Z", -1), ("2024-02-29T12:00:00.123456789-00:30", 1_709_209_800_123),
    ("2016-12-31T23:59:60Z", 1_483_228_800_000), ("1700000000", 1_700_000_000_000), ("1700000000.1234", 1_700_000_000_123),
    ("1.7e9", 1_700_000_000_000), ("-1", -1000), ("0001-01-01T00:00:00Z", -62_135_596_800_000),
    ("9999-12-31T23:59:59.999Z", 253_402_300_799_999), ("0000-03-01T00:00:00Z", -62_162_035_200_000),
  ])
  func `Instants`(_ text: String, _ milliseconds: Int64) throws {
    #expect(try since(text) == .instant(Timestamp(milliseconds: milliseconds)))
  }

  @Test(arguments: [("24h", 86400.0), ("1h30m", 5400), ("500ms", 0.5), ("7d", 604_800)])
  func `Durations before now`(_ text: String, _ seconds: Double) throws {
    #expect(try since(text) == .ago(seconds: seconds))
  }

  @Test func `Every day of four centuries is the day that Foundation takes it for`() throws {
    let formatter = Date.ISO8601FormatStyle()
    for day in stride(from: -73_000, to: 73_050, by: 7) {
      let date = Date(timeIntervalSince1970: Double(day) * 86400 + 3661)
      #expect(try since(date.formatted(formatter)) == .instant(Timestamp(milliseconds: Int64(day) * 86_400_000 + 3_661_000)))
    }
  }
}
