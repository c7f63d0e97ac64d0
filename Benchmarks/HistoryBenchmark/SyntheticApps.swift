import Samples
import Storage

/// Intervals as an agent measures them of applications of four processes with three queues: figures with all their digits, five neighbours, and a
/// stall every five minutes.
struct SyntheticApps {
  private static let neighbours = ["backup.service", "prometheus.service", "python3", "docker-3f2a9c0d1e77", "user@1000.service"]

  private var noise = SplitMix64(state: 1)

  private mutating func random(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &noise) }

  private mutating func level(_ range: ClosedRange<Double>) -> AppLevel {
    AppLevel(mean: random(range), max: range.upperBound.rounded(), last: random(range).rounded())
  }

  mutating func interval(_ app: String, _ number: Int, endedAt end: Timestamp) -> AppInterval {
    var interval = AppInterval(
      app: app, startedAt: end.advanced(bySeconds: -30), endedAt: end, seconds: 30 + random(0...0.01), life: 4, processes: 4)
    let buckets = (0..<30).map { LatencyHistogram.Bucket(upperMicroseconds: 127 + 64 * $0, count: 90 + UInt64(random(0...9))) }
    interval.latency = LatencyHistogram(ascending: buckets) ?? LatencyHistogram()
    (interval.loopSeconds, interval.activeSeconds) = (random(119...121), random(30...40))
    interval.busiest = BusiestShare([(running: 30, active: random(8...20))])
    if number % 10 == 0 { interval.stalls.add(stall(number)) }
    (interval.cpuUserSeconds, interval.cpuSystemSeconds) = (random(30...40), random(0...1))
    (interval.gcSeconds, interval.ioWaitSeconds) = (random(0...1), random(0...30))
    (interval.memoryBytes, interval.tasks) = (level(2e8...2.1e8), level(160...170))
    interval.executorBacklog = AppLevel(mean: 0, max: 0, last: 0)
    (interval.executorThreads, interval.readyCallbacks) = (AppLevel(mean: 20, max: 20, last: 20), level(1...12))
    for queue in 0..<3 {
      interval.queues.append(AppQueueLevel(name: "Worker.inbox\(queue)", depth: level(0...40), capacity: 100))
    }
    interval.account = RunAccount(
      ranSeconds: random(30...40), waitedSeconds: random(0...1), throttledSeconds: 0, stolenSeconds: random(0...1),
      blockedSeconds: random(0...1))
    interval.host = host()
    interval.roundNamed()
    return interval
  }

  private mutating func host() -> HostUse {
    var consumers: [CPUConsumer] = []
    for name in Self.neighbours { consumers.append(CPUConsumer(name: name, seconds: random(0...10))) }
    return HostUse(
      seconds: random(30...30.1), capacitySeconds: random(60...60.2), othersSeconds: random(0...20), agentSeconds: random(0...1),
      cpuPressureSeconds: random(0...5), memoryPressureSeconds: 0, ioPressureSeconds: random(0...1), consumers: consumers)
  }

  private mutating func stall(_ number: Int) -> Stall {
    let (begin, length) = (81_234_567_890_123 + Int64(number) * 30_000_000_000, random(0.1...0.4))
    return Stall(
      startedNanoseconds: begin, endedNanoseconds: begin + Int64(length * 1e9),
      budget: StallBudget([.callback: length - 0.005_123_456, .runqueue: 0.005_123_456]),
      noticedNanoseconds: begin + 100_123_456, stack: ["shop/handlers.py:41:encode", "shop/app.py:8:endpoint"])
  }
}
