import Samples
import Testing
import Workloads

@Suite struct ArrivalTimesTests {
  private func times(_ seed: UInt64?, items: Int = 1000, rate: Double = 200) -> ArrivalTimes {
    var mix = Mix(name: "m", kind: .mixed, arrivals: .rate(rate, .items(items)), cpu: .init(seconds: 0.001))
    mix.arrivalsSeed = seed
    return ArrivalTimes(RunPlan(mix, strategy: .async, runtime: .swift, cores: 2, operationsPerSecond: 1e6).work)
  }

  @Test func `Without a seed items come evenly`() {
    let times = times(nil)
    #expect((0..<4).map { times.start(ofItem: $0) } == [0, 5_000_000, 10_000_000, 15_000_000])
    #expect(times.itemsDue(at: 10_000_000, known: 0) == 3)
  }

  @Test func `With a seed gaps are random, with the same mean, and the same each time`() {
    let starts = (0..<1000).map { times(7).start(ofItem: $0) }
    #expect(starts.first == 0 && starts == starts.sorted() && starts == (0..<1000).map { times(7).start(ofItem: $0) })
    #expect(starts != (0..<1000).map { times(8).start(ofItem: $0) })
    let (span, expected) = (Double(starts[999]) * 1e-9, 999.0 / 200)
    #expect(span > 0.9 * expected && span < 1.1 * expected)
    // As many short gaps as without memory: 1 - 1/e of them are below the mean.
    let short = zip(starts, starts.dropFirst()).filter { $1 - $0 < 5_000_000 }.count
    #expect((582...682).contains(short))
  }

  @Test func `So many are due as have their start behind them`() {
    let times = times(7)
    for item in [1, 10, 500] {
      #expect(times.itemsDue(at: times.start(ofItem: item) - 1, known: 1) <= item)
      #expect(times.itemsDue(at: times.start(ofItem: item), known: 1) > item)
    }
    #expect(times.itemsDue(at: .max, known: 3) == 1000)
  }
}
