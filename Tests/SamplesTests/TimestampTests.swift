import Samples
import Testing

@Suite struct TimestampTests {
  @Test(arguments: [(0, 0), (1, 0.001), (1_795_370_400_123, 1_795_370_400.123), (-1_500, -1.5)] as [(Int64, Double)])
  func `seconds are milliseconds over a thousand`(_ milliseconds: Int64, _ seconds: Double) {
    #expect(Timestamp(milliseconds: milliseconds).seconds == seconds)
  }

  @Test(
    arguments: [
      (0, 1_000), (1, 2_000), (-1, 0), (0.0004, 1_000), (0.0006, 1_001), (0.001, 1_001), (-0.0006, 999), (86_400, 86_401_000),
    ] as [(Double, Int64)])
  func `advancing rounds to the nearest millisecond`(_ seconds: Double, _ expected: Int64) {
    #expect(Timestamp(milliseconds: 1_000).advanced(bySeconds: seconds) == Timestamp(milliseconds: expected))
  }

  @Test func `earlier is less`() {
    #expect(Timestamp(milliseconds: -1) < Timestamp(milliseconds: 0))
    #expect(Timestamp(milliseconds: 999) < Timestamp(milliseconds: 1_000))
    #expect(!(Timestamp(milliseconds: 5) < Timestamp(milliseconds: 5)))
  }
}
