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
}
