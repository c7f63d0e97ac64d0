import Samples
import Storage

/// An application as tests have it: figures that differ from interval to interval, and use every column.
enum WatchedApp {
  static let stack = ["/srv/shop/db.py:12:query", "/srv/shop/app.py:30:buy", "asyncio/events.py:80:_run"]

  /// The interval that ended so many seconds after the tests' now.
  static func interval(_ app: String = "shop", endedAt seconds: Double, life: Int = 3, number: Int? = nil) -> AppInterval {
    let end = StoreFolder.now.advanced(bySeconds: seconds)
    let odd = Double(abs(number ?? Int(seconds / 30)) % 7) + 0.1
    var interval = AppInterval(
      app: app, startedAt: end.advanced(bySeconds: -30), endedAt: end, seconds: 30 + odd / 1000, life: life, processes: 4)
    interval.latency =
      LatencyHistogram(ascending: [
        .init(upperMicroseconds: 150, count: 11_000), .init(upperMicroseconds: 900 + UInt64(odd), count: 990),
        .init(upperMicroseconds: 140_000 + UInt64(odd * 1000), count: 3),
      ]) ?? LatencyHistogram()
    interval.loopSeconds = 120.25
    interval.activeSeconds = 10 + odd
    interval.busiest = BusiestShare(mean: 0.3 + odd / 29, max: 0.3 + odd / 29)
    interval.stalls.add(stall(milliseconds: 140 + Int64(odd * 10)).stall)
    interval.startupStalls = 1
    interval.cpuUserSeconds = 7 + odd / 3
    interval.cpuSystemSeconds = odd / 7
    interval.gcSeconds = odd / 11
    interval.ioWaitSeconds = odd / 13
    interval.memoryBytes = AppLevel(mean: 80e6 + odd, max: 81e6, last: 80.5e6)
    interval.tasks = AppLevel(mean: 20 + odd / 3, max: 31, last: 22)
    interval.executorBacklog = AppLevel(mean: odd / 17, max: 2, last: 0)
    interval.executorThreads = AppLevel(mean: 5, max: 5, last: 5)
    interval.readyCallbacks = AppLevel(mean: odd, max: 9, last: 1)
    interval.queues = [
      AppQueueLevel(name: "jobs \"1\"", depth: AppLevel(mean: odd / 3, max: 12, last: 3), capacity: nil),
      AppQueueLevel(name: "mails", depth: AppLevel(mean: 0, max: 0, last: 0), capacity: 100),
    ]
    interval.account = RunAccount(ranSeconds: 7 + odd / 3, waitedSeconds: odd / 19, throttledSeconds: nil, stolenSeconds: 0)
    interval.host = HostUse(
      seconds: 30, capacitySeconds: 60, othersSeconds: 20 + odd / 3, agentSeconds: 0.3, cpuPressureSeconds: odd / 23,
      consumers: [CPUConsumer(name: "backup.service", seconds: 12 + odd / 3)])
    return interval
  }

  static func stall(
    milliseconds: Int64, frame: String = "db.py:12:query", cause: StallCause = .callback, holder: AppStall.Holder? = nil,
    isStartup: Bool = false
  ) -> AppStall {
    let seconds = Double(milliseconds) / 1000
    return AppStall(
      stall: Stall(
        startedNanoseconds: 5_000_000_000, endedNanoseconds: 5_000_000_000 + milliseconds * 1_000_000,
        budget: StallBudget([cause: seconds * 0.75, .unexplained: seconds * 0.25]), noticedNanoseconds: 5_050_000_000,
        waitChannel: "futex_wait", stack: stack, controlLateSeconds: 0.01),
      isStartup: isStartup, isOverload: false, frame: frame, task: "Task-7", holder: holder)
  }

  static func entry(_ app: String = "shop", endedAt seconds: Double, _ stall: AppStall) -> AppStallEntry {
    AppStallEntry(app: app, endedAt: StoreFolder.now.advanced(bySeconds: seconds), pid: 42, stall: stall)
  }

  /// As it is read back: its instants are those of the wall clock.
  static func stored(_ entry: AppStallEntry) -> AppStallEntry {
    let stall = entry.stall.stall
    let end = entry.endedAt.milliseconds * 1_000_000
    let begin = end - (stall.endedNanoseconds - stall.startedNanoseconds)
    return AppStallEntry(
      app: entry.app, endedAt: entry.endedAt, pid: entry.pid,
      stall: AppStall(
        stall: Stall(
          startedNanoseconds: begin, endedNanoseconds: end, budget: stall.budget,
          noticedNanoseconds: stall.noticedNanoseconds.map { $0 - stall.startedNanoseconds + begin },
          waitChannel: stall.waitChannel,
          stack: stall.stack, wasStopped: stall.wasStopped, controlLateSeconds: stall.controlLateSeconds),
        isStartup: entry.stall.isStartup, isOverload: entry.stall.isOverload, frame: entry.stall.frame, task: entry.stall.task,
        holder: entry.stall.holder))
  }

  /// The intervals of a span, every thirty seconds.
  static func entries(_ seconds: ClosedRange<Double>, of app: String = "shop") -> [HistoryEntry] {
    stride(from: seconds.lowerBound, through: seconds.upperBound, by: 30).map {
      .appInterval(interval(app, endedAt: $0), judgements: [])
    }
  }

  /// As an agent measures one: figures with all their digits, and rounded ones where it rounds.
  static func typical(_ app: String, endedAt seconds: Double, hasStall: Bool) -> AppInterval {
    var noise = SplitMix64(state: UInt64(seconds * 1000))
    let random = { (range: ClosedRange<Double>) in Double.random(in: range, using: &noise) }
    var interval = interval(app, endedAt: seconds)
    interval.latency =
      LatencyHistogram(
        ascending: (0..<30).map { .init(upperMicroseconds: 127 + 64 * $0, count: 90 + UInt64($0)) }) ?? LatencyHistogram()
    interval.stalls = StallSummary()
    if hasStall {
      let length = random(0.1...0.4)
      let stall = Stall(
        startedNanoseconds: 81_234_567_890_123, endedNanoseconds: 81_234_567_890_123 + Int64(length * 1e9),
        budget: StallBudget([.callback: length - 0.005_123_456, .runqueue: 0.005_123_456]),
        noticedNanoseconds: 81_234_667_890_123, stack: stack)
      interval.stalls.add(stall)
    }
    interval.startupStalls = 0
    (interval.loopSeconds, interval.activeSeconds) = (random(119...121), random(30...40))
    interval.busiest = BusiestShare([(running: 30, active: random(8...20))])
    (interval.cpuUserSeconds, interval.cpuSystemSeconds, interval.gcSeconds) = (random(30...40), random(0...1), random(0...1))
    interval.ioWaitSeconds = random(0...30)
    interval.memoryBytes = AppLevel(mean: random(2e8...2.1e8), max: 2.4e8, last: 2.2e8)
    interval.tasks = AppLevel(mean: random(160...170), max: 180, last: 160)
    interval.executorBacklog = AppLevel(mean: 0, max: 0, last: 0)
    interval.queues = (0..<3).map { number in
      let depth = AppLevel(mean: random(0...40), max: random(40...60).rounded(), last: random(0...40).rounded())
      return AppQueueLevel(name: "Worker.inbox\(number)", depth: depth, capacity: 100)
    }
    interval.account = RunAccount(
      ranSeconds: random(30...40), waitedSeconds: random(0...1), throttledSeconds: 0, stolenSeconds: random(0...1),
      blockedSeconds: random(0...1))
    interval.host = HostUse(
      seconds: random(30...30.1), capacitySeconds: random(60...60.2), othersSeconds: random(0...20), agentSeconds: random(0...1),
      cpuPressureSeconds: random(0...5), memoryPressureSeconds: 0, ioPressureSeconds: random(0...1),
      consumers: ["backup.service", "prometheus.service", "python3", "docker-3f2a9c0d1e77", "user@1000.service"].map {
        CPUConsumer(name: $0, seconds: random(0...10))
      })
    interval.roundNamed()
    return interval
  }
}
