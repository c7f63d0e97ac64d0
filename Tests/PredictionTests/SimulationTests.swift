import Prediction
import Samples
import Testing

@Suite struct SimulationTests {
  private static func guide(_ change: (inout Scenario) -> Void = { _ in }) -> Scenario {
    var scenario = Scenario(items: 2000, io: .constant(0.0027), cpu: .constant(0.00175), cores: 2)
    scenario.chunk = 16
    change(&scenario)
    return scenario
  }

  private static func play(_ scenario: Scenario, _ strategy: Strategy, _ runtime: Runtime = .swift) -> Prediction {
    var simulation = Simulation(scenario, strategy: strategy, runtime: runtime, segments: 100)
    return simulation.run()
  }

  @Test(arguments: Strategy.allCases, Runtime.allCases)
  func `The same scenario has the same course`(_ strategy: Strategy, _ runtime: Runtime) {
    let scenario = Self.guide { $0.cpu = .exponential(mean: 0.002) }
    let (a, b) = (Self.play(scenario, strategy, runtime), Self.play(scenario, strategy, runtime))
    #expect(a.seconds == b.seconds && a.latency == b.latency && a.segments == b.segments)
    let other = Self.play(Self.guide { ($0.cpu, $0.seed) = (.exponential(mean: 0.002), 2) }, strategy, runtime)
    #expect(other.seconds != a.seconds)
  }

  @Test func `The guide's ranking, and what is in the way`() {
    let times = [Strategy.sync, .threads, .async, .hybrid].map { Self.play(Self.guide(), $0).seconds }
    #expect(times[0] > times[2] && times[2] > times[1] && times[1] > times[3])
    #expect(Self.play(Self.guide(), .sync).bottleneck == .sequence)
    #expect(Self.play(Self.guide(), .async).bottleneck == .loop)
    #expect(Self.play(Self.guide(), .hybrid).bottleneck == .cores)
    #expect(Self.play(Self.guide(), .threads, .asyncio).bottleneck == .lock)
    #expect(Self.play(Self.guide { $0.processes = 1 }, .hybrid).bottleneck == .processes)
    #expect(Self.play(Self.guide { $0.io = .constant(1) }, .async).bottleneck == .concurrency)
    #expect(Self.play(Self.guide { $0.arrivals = .constant(rate: 10) }, .hybrid).bottleneck == .arrivals)
  }

  @Test func `Where items compute on the loop it is late; where they do not, it is not`() {
    #expect(Self.play(Self.guide(), .async).latency.p99 > 0.05)
    #expect(Self.play(Self.guide(), .hybrid).latency.p99 < 0.01)
    #expect(Self.play(Self.guide { $0.cpu = .constant(0.3) }, .sync).latency.max > 0.29)
  }

  @Test func `An open loop that does not keep up has a queue that grows`() {
    let overloaded = Self.play(Self.guide { $0.arrivals = .constant(rate: 2000) }, .hybrid)
    #expect(overloaded.queuePeak > 500)
    #expect(overloaded.seconds > 1.5)
    let kept = Self.play(Self.guide { $0.arrivals = .constant(rate: 500) }, .hybrid)
    #expect(kept.queuePeak < 100)
    #expect(kept.queue.count <= 256 && overloaded.queue.count <= 256)
  }

  @Test(arguments: Strategy.allCases)
  func `No item at all takes no time`(_ strategy: Strategy) {
    #expect(Self.play(Self.guide { $0.items = 0 }, strategy).seconds == 0)
    #expect(Self.play(Self.guide { $0.items = 1 }, strategy).seconds > 0.004)
  }

  @Test func `Pieces of the timeline lie in the run, one at a time on each lane`() {
    for strategy in Strategy.allCases {
      let prediction = Self.play(Self.guide(), strategy)
      #expect(!prediction.segments.isEmpty && prediction.segments.count <= 100)
      for lane in Set(prediction.segments.map(\.lane)) where lane > 0 || strategy == .sync {
        let pieces = prediction.segments.filter { $0.lane == lane && ($0.kind == .cpu || strategy != .hybrid) }.sorted {
          $0.start < $1.start
        }
        for (a, b) in zip(pieces, pieces.dropFirst()) { #expect(a.end <= b.start + 1e-9) }
      }
      #expect(prediction.segments.allSatisfy { $0.start >= 0 && $0.end <= prediction.seconds + 1e-9 })
    }
  }

  /// Years of ticks would be counted for years.
  @Test(.timeLimit(.minutes(1)), arguments: Strategy.allCases)
  func `A course of a hundred thousand years is played as fast as any`(_ strategy: Strategy) {
    let rare = Self.play(Self.guide { ($0.items, $0.arrivals) = (3000, .constant(rate: 1e-9)) }, strategy)
    #expect(rare.seconds > 2.9e12)
    let long = Self.play(Self.guide { ($0.items, $0.io) = (3000, .constant(1e9)) }, strategy)
    #expect(long.seconds > 1e9)
  }
}
