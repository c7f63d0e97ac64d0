import Prediction
import Samples
import Testing

/// Several servers, each with a loop of its own, behind one stream of items.
@Suite struct ServersTests {
  private static func play(
    _ servers: Int, cores: Int, _ strategy: Strategy, _ runtime: Runtime, _ change: (inout Scenario) -> Void
  )
    -> Prediction
  {
    var scenario = Scenario(items: 1000, io: .constant(0.002), cpu: .constant(0.002), cores: cores)
    (scenario.servers, scenario.concurrency, scenario.threads, scenario.processes) = (servers, 20, 20, 1)
    change(&scenario)
    // Some share the cores with what else runs on the host; here what servers gain is looked at.
    var costs = RuntimeCosts.standard(runtime)
    costs.background = 0
    var simulation = Simulation(scenario, strategy: strategy, runtime: runtime, costs: costs, segments: 500)
    return simulation.run()
  }

  @Test(arguments: Strategy.allCases, Runtime.allCases)
  func `On a core each they do as many times as much as one on its core`(strategy: Strategy, runtime: Runtime) {
    // Worker processes beside the loops need cores, too.
    let cores = strategy == .hybrid ? 2 : 1
    let one = Self.play(1, cores: cores, strategy, runtime) { $0.items = 1000 }
    let four = Self.play(4, cores: 4 * cores, strategy, runtime) { $0.items = 4000 }
    #expect(abs(four.itemsPerSecond / one.itemsPerSecond / 4 - 1) < 0.05, "\(four.itemsPerSecond) \(one.itemsPerSecond)")
    #expect(four.queuePeak == 4000)
    #expect(abs(four.idealSeconds / one.idealSeconds - 1) < 0.01)
  }

  @Test(arguments: [Strategy.sync, .async, .threads])
  func `On one core what computes gains nothing by a second one`(strategy: Strategy) {
    let one = Self.play(1, cores: 1, strategy, .asyncio) { $0.io = .constant(0) }
    let two = Self.play(2, cores: 1, strategy, .asyncio) { $0.io = .constant(0) }
    #expect(abs(two.seconds / one.seconds - 1) < 0.1)
  }

  @Test func `Each has a lock of its own`() {
    let one = Self.play(1, cores: 2, .threads, .asyncio) { _ in }
    let two = Self.play(2, cores: 2, .threads, .asyncio) { _ in }
    #expect(one.bottleneck == .lock)
    #expect(two.seconds < 0.6 * one.seconds)
  }

  @Test func `Four keep up with what one does not`() {
    func at(_ servers: Int) -> Prediction {
      Self.play(servers, cores: 4, .async, .asyncio) {
        ($0.arrivals, $0.io, $0.cpu) = (.poisson(rate: 300), .constant(0.01), .constant(0.005))
      }
    }
    #expect(at(1).queuePeak > 200 && at(1).bottleneck == .loop)
    #expect(at(4).queuePeak < 20 && at(4).bottleneck == .arrivals)
    #expect(at(4).itemSeconds.p99 < 0.1)
  }

  @Test func `A batch is shared evenly`() {
    let two = Self.play(2, cores: 2, .async, .asyncio) { ($0.items, $0.io) = (100, .constant(0)) }
    let counts = Dictionary(grouping: two.segments.filter { $0.kind == .cpu }, by: \.lane).mapValues(\.count)
    #expect(Set(counts.keys) == [0, 1])
    #expect(abs((counts[0] ?? 0) - (counts[1] ?? 0)) <= 2)
  }

  @Test(arguments: Strategy.allCases)
  func `Pieces of the timeline of one thread, worker or loop follow each other`(strategy: Strategy) {
    let prediction = Self.play(3, cores: 2, strategy, .asyncio) { $0.cpu = .exponential(mean: 0.002) }
    let lanes = Dictionary(grouping: prediction.segments.filter { $0.kind == .cpu || strategy == .sync }, by: \.lane)
    #expect(lanes.keys.allSatisfy { strategy == .sync || strategy == .async ? $0 < 3 : $0 >= 3 })
    for pieces in lanes.values.map({ $0.sorted { $0.start < $1.start } }) {
      for (a, b) in zip(pieces, pieces.dropFirst()) { #expect(a.end <= b.start + 1e-9) }
    }
  }

  @Test func `The same scenario has the same course`() {
    let runs = (0..<2).map { _ in Self.play(3, cores: 2, .hybrid, .asyncio) { $0.arrivals = .poisson(rate: 400) } }
    #expect(runs[0].seconds == runs[1].seconds && runs[0].latency == runs[1].latency && runs[0].segments == runs[1].segments)
  }

  @Test func `No items take no time`() {
    #expect(Self.play(3, cores: 2, .async, .swift) { $0.items = 0 }.seconds == 0)
  }
}
