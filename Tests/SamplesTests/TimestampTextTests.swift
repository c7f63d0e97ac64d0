import Samples
import Testing

@Suite struct TimestampTextTests {
  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"), (1_709_164_799_999, "2024-02-28T23:59:59.999Z"), (-1, "1969-12-31T23:59:59.999Z"),
      (951_868_800_007, "2000-03-01T00:00:00.007Z"), (Int64.max, "9999-12-31T23:59:59.999Z"),
      (Int64.min, "0001-01-01T00:00:00.000Z"),
    ] as [(Int64, String)])
  func `Instants are RFC 3339 in UTC with milliseconds`(_ milliseconds: Int64, _ text: String) {
    #expect(Timestamp(milliseconds: milliseconds).rfc3339 == text)
  }

  @Test(
    arguments: [
      (1_700_000_000_000, "2023-11-14T22:13:20Z"), (1_709_164_799_999, "2024-02-28T23:59:59Z"), (-1, "1969-12-31T23:59:59Z"),
      (Int64.max, "9999-12-31T23:59:59Z"), (Int64.min, "0001-01-01T00:00:00Z"),
    ] as [(Int64, String)])
  func `Instants are ISO 8601 in UTC to the second, never rounded up`(_ milliseconds: Int64, _ text: String) {
    #expect(Timestamp(milliseconds: milliseconds).iso8601 == text)
  }
}
