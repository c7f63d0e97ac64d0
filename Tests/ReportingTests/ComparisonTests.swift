import Rendering
import Reporting
import Samples
import Testing
import Thresholds

@Suite struct ComparisonTests {
  private let identity = RunIdentity(mix: "mixed", strategy: .hybrid, runtime: .swift)

  private func change(_ measure: RunMeasure, _ before: [Double], _ now: [Double]) throws -> Change {
    let comparison = Comparison(
      baseline: "b", before: Self.runs([MeasuredRuns(identity: identity, measure: measure, values: OrderStatistics(before))]),
      now: Self.runs([MeasuredRuns(identity: identity, measure: measure, values: OrderStatistics(now))]))
    #expect(comparison.isWorse == (comparison.changes.first?.outcome == .worse))
    return try #require(comparison.changes.first)
  }

  private static func runs(_ measures: [MeasuredRuns]) -> EarlierRuns { EarlierRuns(measures: measures, failures: []) }

  /// Twenty runs about a level, of which each is another.
  private static func runs(_ level: Double, spread: Double = 0.001, count: Int = 20) -> [Double] {
    (0..<count).map { level * (1 + spread * (Double($0) - Double(count - 1) / 2)) }
  }

  @Test(
    arguments: [
      (.eventLoopLatencyP99, 0.1, 0.2, .worse), (.eventLoopLatencyP99, 0.2, 0.1, .better),
      (.queuePeak, 100, 120, .worse), (.memoryPeak, 40e6, 30e6, .better), (.ioWait, 0.2, 0.3, .worse),
      (.idealRatio, 1.3, 1.1, .better), (.cpuUtilization, 0.5, 0.8, .changed), (.cpuUtilization, 0.8, 0.5, .changed),
      // Certain, and not 5 %.
      (.eventLoopLatencyP99, 0.1, 0.104, .same), (.memoryPeak, 100e6, 96e6, .same),
      // Certain and more than 5 %, and too small to matter.
      (.eventLoopLatencyP99, 0.001, 0.0019, .same), (.queuePeak, 1, 1.9, .same), (.ioWait, 0.01, 0.019, .same),
      (.cpuUtilization, 0.01, 0.019, .same), (.memoryPeak, 1e6, 2e6, .same), (.idealRatio, 0.1, 0.109, .same),
      // Just enough.
      (.eventLoopLatencyP99, 0.001, 0.0021, .worse), (.queuePeak, 1, 2.1, .worse), (.memoryPeak, 1e6, 2.1e6, .worse),
      (.idealRatio, 1, 1.06, .worse), (.eventLoopLatencyP99, 0.1, 0.106, .worse),
    ] as [(RunMeasure, Double, Double, Change.Outcome)])
  func `What is certain and large has changed`(
    measure: RunMeasure, before: Double, now: Double, outcome: Change.Outcome
  ) throws {
    let change = try change(measure, Self.runs(before), Self.runs(now))
    #expect(change.outcome == outcome)
    #expect(try #require(change.p) < 0.001)
    #expect(abs(try #require(change.ratio) - now / before) < 1e-9)
  }

  @Test func `What is large and may be chance has not changed`() throws {
    let change = try change(.queuePeak, Self.runs(100, spread: 0.2), Self.runs(120, spread: 0.2))
    #expect(change.outcome == .same)
    #expect(try #require(change.p) > 0.01)
  }

  @Test func `From nothing to something there is no ratio, and a change`() throws {
    let change = try change(.ioWait, Array(repeating: 0, count: 20), Self.runs(0.3))
    #expect(change.ratio == nil)
    #expect(change.outcome == .worse)
  }

  @Test(arguments: [(4, 100, false), (100, 4, false), (5, 5, true), (5, 6, true)])
  func `With few runs it is unknown, and not the same`(before: Int, now: Int, hasP: Bool) throws {
    let equal = try change(.queuePeak, Self.runs(100, count: before), Self.runs(100, count: now))
    #expect((equal.p != nil) == hasP)
    #expect(equal.outcome == (before + now == 11 ? .same : .unknown))
    let apart = try change(.queuePeak, Self.runs(100, count: before), Self.runs(200, count: now))
    #expect(apart.outcome == (before + now == 11 ? .worse : .unknown))
  }

  @Test func `What only one window has is left out; the order is that of the report`() {
    let measured = { (mix: String, measure: RunMeasure) in
      MeasuredRuns(
        identity: RunIdentity(mix: mix, strategy: .async, runtime: .swift), measure: measure, values: OrderStatistics([1]))
    }
    let before = [
      measured("a", .ioWait), measured("b", .queuePeak), measured("a", .queuePeak), measured("c", .queuePeak),
    ]
    let now = [
      measured("b", .queuePeak), measured("a", .ioWait), measured("a", .queuePeak), measured("d", .queuePeak),
      measured("c", .ioWait),
    ]
    let comparison = Comparison(baseline: "b", before: Self.runs(before), now: Self.runs(now))
    #expect(comparison.changes.map(\.identity.mix) == ["a", "a", "b"])
    #expect(comparison.changes.map(\.measure) == [.queuePeak, .ioWait, .queuePeak])
    #expect(!comparison.isWorse)
  }
}
