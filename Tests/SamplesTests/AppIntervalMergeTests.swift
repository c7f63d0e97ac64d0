import Samples
import Testing

/// Intervals of an application as one.
@Suite struct AppIntervalMergeTests {
  private static func interval(_ number: Int, loop: Double = 30, active: Double, busiest: Double?) -> AppInterval {
    let at = { (count: Int) in Timestamp(milliseconds: Int64(count) * 30_000) }
    var interval = AppInterval(
      app: "shop", startedAt: at(number), endedAt: at(number + 1), seconds: 30, life: 1, processes: 1)
    (interval.loopSeconds, interval.activeSeconds) = (loop, active)
    interval.busiest = busiest.map { BusiestShare(mean: $0, max: $0) }
    return interval
  }

  private static func merged(_ intervals: [AppInterval]) -> AppInterval {
    intervals.dropFirst().reduce(into: intervals[0]) { $0.merge($1) }
  }

  @Test func `The share of the busiest process is the mean by the time that loops ran, with the highest`() {
    let all = Self.merged([
      Self.interval(0, active: 3, busiest: 0.2), Self.interval(1, loop: 90, active: 9, busiest: 0.6),
      Self.interval(2, loop: 0, active: 0, busiest: nil),
    ])
    #expect(all.busiest == BusiestShare(mean: 0.5, max: 0.6) && all.saturation == 0.5)
  }

  @Test func `What an older agent did not tell is what all processes did, and without any of it nothing is told`() {
    let old = Self.interval(0, active: 3, busiest: nil)
    #expect(Self.merged([old, Self.interval(1, active: 6, busiest: nil)]).busiest == nil)
    let mixed = Self.merged([old, Self.interval(1, active: 3, busiest: 0.9)])
    #expect(mixed.busiest == BusiestShare(mean: 0.5, max: 0.9))
  }

  @Test func `What is told with a name is told to thousandths, however often it is merged`() {
    let intervals = (0..<10).map { number in
      var interval = Self.interval(number, active: 3, busiest: nil)
      interval.queues = [AppQueueLevel(name: "jobs", depth: AppLevel(mean: Double(number) / 7, max: 2, last: 1), capacity: nil)]
      interval.host = HostUse(
        seconds: 30, capacitySeconds: 60, consumers: [CPUConsumer(name: "backup.service", seconds: Double(number) / 3)])
      return interval
    }
    let all = Self.merged(intervals)
    for (figure, sum) in [(all.queues.first?.depth.mean, 4.5 / 7), (all.host?.consumers.first?.seconds, 15)] {
      let figure = figure ?? 0
      #expect(figure == (figure * 1000).rounded() / 1000 && abs(figure - sum) < 0.005)
    }
  }
}
