import Testing
import Thresholds

/// Long runs are thinned, and each run is summed up once: the work of a test is bounded.
@Suite struct TrendTestThinningTests {
  private static let test = TrendTest(minimumRise: .absolute(1))

  private static func series(_ count: Int, _ value: (Int) -> Double) -> TrendSeries {
    TrendSeries(times: (0..<count).map { Double($0) / 10 }, values: (0..<count).map(value))
  }

  // Of 300 values S = 44,850, of 299 S = 44,551, and Z = (S - 1) / √(n (n - 1) (2 n + 5) / 18).
  @Test(arguments: [(299, 25.786), (300, 25.829), (1_000, 25.829), (36_000, 25.829)])
  func `a longer run counts as three hundred values`(_ count: Int, _ z: Double) throws {
    let outcome = try #require(Self.test.evaluate([Self.series(count) { Double($0) / 10 }]))
    #expect(abs(outcome.z - z) < 0.001)
    #expect(abs(outcome.slope - 1) < 1e-9)
    #expect(outcome.rises)
  }

  @Test func `a window of many runs is judged by what was summed up of each`() throws {
    let runs = (0..<100).map { _ in Self.series(600) { Double($0) / 10 } }
    let outcome = try #require(Self.test.evaluate(runs.map(TrendSummary.init)))
    #expect(outcome == Self.test.evaluate(runs))
    #expect(outcome == Self.test.evaluate(runs.reversed()))
    #expect(abs(outcome.slope - 1) < 1e-9)
  }

  @Test func `an hour of noise and bursts does not rise, and with a leak does`() throws {
    var noise = Noise(seed: 11)
    let flat = Self.series(36_000) { 100 + 10 * noise.normal() + ($0 % 500 == 0 ? 1e6 : 0) }
    #expect(!(try #require(Self.test.evaluate([flat])).rises))
    let leak = Self.series(36_000) { 100 + 10 * noise.normal() + ($0 % 500 == 0 ? 1e6 : 0) + Double($0) / 3_600 }
    #expect(try #require(Self.test.evaluate([leak])).rises)
  }

  // The bins of the gap are left out, they are not zero.
  @Test func `a gap in a long run is no fall`() throws {
    let times = (Array(0..<1_000) + Array(9_000..<10_000)).map(Double.init)
    let outcome = try #require(Self.test.evaluate([TrendSeries(times: times, values: times)]))
    #expect(abs(outcome.slope - 1) < 1e-9)
    #expect(outcome.rises)
  }
}
