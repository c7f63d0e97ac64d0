import Testing
import Thresholds

/// What a system does, and whether that is a trend: runs of ten seconds with ten values a second.
@Suite struct TrendTestBehaviourTests {
  private static let test = TrendTest(minimumRise: .absolute(1))

  private static func run(_ value: (Int) -> Double) -> TrendSeries {
    TrendSeries(times: (0..<100).map { Double($0) / 10 }, values: (0..<100).map(value))
  }

  // One-sided at 1 %: two of two hundred are expected, without the help of a minimum rise.
  @Test(arguments: [1.0, 100], [false, true])
  func `of two hundred noisy flat series at most two percent alarm`(_ deviation: Double, _ rounded: Bool) throws {
    var alarms = 0
    for seed in UInt64(1)...200 {
      var noise = Noise(seed: seed)
      let series = Self.run { _ in
        let value = 1_000 + deviation * noise.normal()
        return rounded ? value.rounded() : value
      }
      if try #require(TrendTest(minimumRise: .absolute(0)).evaluate([series])).rises { alarms += 1 }
    }
    #expect(alarms <= 4)
  }

  @Test func `of two hundred noisy flat series of twenty runs at most two percent alarm`() throws {
    var alarms = 0
    for seed in UInt64(1)...200 {
      var noise = Noise(seed: seed)
      let runs = (0..<20).map { run in
        TrendSeries(times: (0..<20).map(Double.init), values: (0..<20).map { _ in Double(run) * 100 + noise.normal() })
      }
      if try #require(TrendTest(minimumRise: .absolute(0)).evaluate(runs)).rises { alarms += 1 }
    }
    #expect(alarms <= 4)
  }

  // With noise of a third of the rise it is always significant; one time in fourteen the noise hides that it lasts.
  @Test func `a rise of three deviations over a run is found nine times in ten`() throws {
    var found = 0
    for seed in UInt64(1)...200 {
      var noise = Noise(seed: seed)
      let outcome = try #require(Self.test.evaluate([Self.run { Double($0) * 0.03 * 5 + 5 * noise.normal() }]))
      #expect(outcome.z > TrendTest.criticalZ)
      #expect(outcome.slope > 0.75 && outcome.slope < 2.25)
      if outcome.rises { found += 1 }
    }
    #expect(found >= 180)
  }

  @Test func `a queue that fills once and drains is no trend`() throws {
    let hill = try #require(Self.test.evaluate([Self.run { Double(min($0, 99 - $0)) }]))
    #expect(!hill.rises)
    let burst = try #require(Self.test.evaluate([Self.run { $0 < 10 ? Double($0) * 9 : 90 - Double($0 - 10) }]))
    #expect(!burst.rises)
    #expect(burst.slope < 0)
  }

  @Test(arguments: [5, 10])
  func `a sawtooth is no trend`(_ length: Int) throws {
    #expect(!(try #require(Self.test.evaluate([Self.run { Double($0 % length) }])).rises))
    #expect(!(try #require(Self.test.evaluate([Self.run { Double(length - $0 % length) }])).rises))
  }

  @Test func `a sawtooth whose teeth grow is a trend`() throws {
    #expect(try #require(Self.test.evaluate([Self.run { Double($0 % 10) + Double($0 / 10) * 3 }])).rises)
  }

  @Test func `one outlier makes no trend and hides none`() throws {
    var noise = Noise(seed: 1)
    let flat = Self.run { ($0 == 99 ? 1e9 : 0) + noise.normal() }
    #expect(!(try #require(Self.test.evaluate([flat])).rises))
    let rising = Self.run { Double($0) + ($0 == 0 ? 1e9 : 0) }
    #expect(try #require(Self.test.evaluate([rising])).rises)
  }

  @Test func `runs at different levels, each flat, are no trend`() throws {
    var noise = Noise(seed: 3)
    let runs = (0..<10).map { run in Self.run { _ in Double(run) * 1_000 + noise.normal() } }
    #expect(!(try #require(Self.test.evaluate(runs)).rises))
  }

  @Test func `runs that each rise are a trend, though each begins below the one before`() throws {
    let runs = (0..<10).map { run in Self.run { Double(-run) * 1_000 + Double($0) } }
    let outcome = try #require(Self.test.evaluate(runs))
    #expect(outcome.rises)
    #expect(abs(outcome.slope - 10) < 1e-9)
  }

  @Test func `the order of runs does not matter`() throws {
    var noise = Noise(seed: 5)
    let runs = (0..<6).map { run in Self.run { Double($0 * run % 17) + noise.normal() } }
    #expect(Self.test.evaluate(runs) == Self.test.evaluate(runs.reversed()))
  }
}
