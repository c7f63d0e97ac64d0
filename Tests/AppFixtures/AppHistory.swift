package import Samples

/// Six hours of an application: deployed two hours ago with a block in one endpoint, a leak and a queue that grows; a worker was killed since,
/// and others had the cores for a while. The same seed makes the same.
package struct AppHistory: Sendable {
  package let app: String
  package let until: Timestamp
  package private(set) var intervals: [AppInterval] = []
  /// Ascending in time.
  package private(set) var stalls: [AppStallEntry] = []
  private var numbers: SplitMix64

  /// In seconds before the end.
  private static let (length, deployed, killed) = (21_600.0, 7200.0, 2400.0)
  private static let contended = 4200.0...5000.0

  package init(app: String = "shop", seed: UInt64 = 7, until: Timestamp) {
    self.app = app
    self.until = until
    numbers = SplitMix64(state: seed)
    var age = Self.length
    while age > 0 {
      intervals.append(interval(age))
      age -= AppInterval.standardSeconds
    }
  }

  package var since: Timestamp { ago(Self.length) }

  package var occurrences: [AppOccurrence] {
    let stack = ["checkout.py:88:price", "checkout.py:41:total", "web.py:120:handle"]
    return [
      occurrence(20_000, .started, 4101, version: "1.4.1"), occurrence(19_998, .processStarted, 4102),
      occurrence(Self.deployed, .deployed, 4711, version: "1.4.2"), occurrence(Self.deployed - 3, .processStarted, 4712),
      occurrence(Self.deployed - 12, .processEnded, 4101), occurrence(Self.deployed - 13, .processEnded, 4102),
      AppOccurrence(
        app: app, at: ago(Self.killed + 20), kind: .standing, pid: 4712, frame: stack[0], stack: stack, stoodSeconds: 10.4),
      AppOccurrence(
        app: app, at: ago(Self.killed), kind: .processDied, pid: 4712, frame: stack[0], stack: stack, stoodSeconds: 30.6),
      occurrence(Self.killed - 2, .processStarted, 4790),
    ]
  }

  /// The places that cost most, the worst first.
  package var places: [AppPlaceCost] {
    let groups = Dictionary(grouping: stalls) { $0.stall.holder?.frame ?? $0.stall.frame }
    let costs = groups.compactMap { frame, entries -> AppPlaceCost? in
      let budget = StallSummary(entries.map(\.stall.stall)).budget
      guard let worst = entries.max(by: { $0.stall.stall.seconds < $1.stall.stall.seconds }), let cause = budget.leading else {
        return nil
      }
      return AppPlaceCost(frame: frame, cause: cause, count: entries.count, seconds: budget.totalSeconds, worst: worst)
    }
    return Array(costs.sorted { $0.seconds > $1.seconds }.prefix(10))
  }

  private func ago(_ seconds: Double) -> Timestamp { until.advanced(bySeconds: -seconds) }

  private func occurrence(_ age: Double, _ kind: AppOccurrence.Kind, _ pid: Int, version: String? = nil) -> AppOccurrence {
    AppOccurrence(app: app, at: ago(age), kind: kind, pid: pid, version: version)
  }

  private mutating func random(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &numbers) }

  // MARK: Intervals

  private mutating func interval(_ age: Double) -> AppInterval {
    let isNew = age <= Self.deployed
    let isContended = Self.contended.contains(age)
    let end = age - AppInterval.standardSeconds
    let life = isNew ? (age <= Self.killed ? 3 : 2) : 1
    var interval = AppInterval(
      app: app, startedAt: ago(age), endedAt: ago(end), seconds: AppInterval.standardSeconds, life: life, processes: 2)
    let own = stalls(until: end, isNew: isNew, isContended: isContended)
    stalls += own
    interval.stalls = StallSummary(own.map(\.stall.stall))
    interval.latency = latency(isNew: isNew, isContended: isContended, own)
    let busy = random(isNew ? 0.5...0.62 : 0.22...0.3)
    (interval.loopSeconds, interval.activeSeconds) = (60, 60 * busy)
    interval.cpuUserSeconds = 30 * busy * 1.6
    interval.cpuSystemSeconds = random(1...1.6)
    interval.gcSeconds = random(0.1...0.35)
    fill(&interval, since: isNew ? Self.deployed - end : 0)
    interval.host = host(isContended)
    return interval
  }

  /// - Parameter since: the deployment, in seconds; 0 before it.
  private mutating func fill(_ interval: inout AppInterval, since: Double) {
    let memory = 186e6 + 34e3 * since + random(0...2e6)
    let tasks = 40 + since / 12 + random(0...6)
    let mail = (since / 8 + random(0...3)).rounded()
    interval.memoryBytes = AppLevel(mean: memory, max: memory + 3e6, last: memory + 1e6)
    interval.tasks = AppLevel(mean: tasks.rounded(), max: tasks.rounded() + 9, last: tasks.rounded())
    interval.executorBacklog = AppLevel(mean: random(0...0.4), max: 3, last: 0)
    interval.executorThreads = AppLevel(mean: 6, max: 6, last: 6)
    interval.readyCallbacks = AppLevel(mean: 4, max: random(6...30).rounded(), last: 4)
    interval.queues = [
      AppQueueLevel(name: "inbox", depth: AppLevel(mean: random(1...5), max: 12, last: 2), capacity: 100),
      AppQueueLevel(name: "mail", depth: AppLevel(mean: mail, max: mail + 4, last: mail + 1), capacity: nil),
    ]
  }

  private func host(_ isContended: Bool) -> HostUse {
    isContended
      ? HostUse(
        seconds: 30, capacitySeconds: 60, othersSeconds: 48,
        consumers: [CPUConsumer(name: "backup.service", seconds: 41), CPUConsumer(name: "prometheus", seconds: 5)])
      : HostUse(seconds: 30, capacitySeconds: 60, othersSeconds: 4)
  }

  private mutating func latency(isNew: Bool, isContended: Bool, _ stalls: [AppStallEntry]) -> LatencyHistogram {
    let late = UInt64(stalls.reduce(0) { $0 + $1.stall.stall.seconds } * 100)
    let tail: (UInt64, UInt64) = isContended ? (230_399, 300) : isNew ? (124_927, 220) : (15_103, 30)
    return LatencyHistogram(ascending: [
      .init(upperMicroseconds: 255, count: UInt64(random(5200...5600))), .init(upperMicroseconds: 2047, count: 380),
      .init(upperMicroseconds: tail.0, count: tail.1), .init(upperMicroseconds: 401_407, count: late + 1),
    ]) ?? LatencyHistogram()
  }

  // MARK: Stalls

  private static let kinds: [(frame: String, cause: StallCause, channel: String?, stack: [String], share: Double)] = [
    ("checkout.py:88:price", .callback, nil, ["re.py:201:findall", "checkout.py:88:price", "checkout.py:41:total"], 0.5),
    (
      "db.py:14:query", .blocked, "poll_schedule_timeout",
      ["socket.py:706:readinto", "http/client.py:1374:getresponse", "db.py:14:query"], 0.15
    ),
    ("session.py:31:load", .gc, nil, ["session.py:31:load", "web.py:97:session"], 0.1),
    ("images.py:40:thumbnail", .gil, nil, ["images.py:52:offer"], 0.1),
    ("log.py:77:emit", .blocked, "anon_pipe_write", ["logging/__init__.py:1100:flush", "log.py:77:emit"], 0.06),
    ("report.py:19:render", .blocked, "poll_schedule_timeout", ["subprocess.py:1950:_communicate", "report.py:19:render"], 0.05),
    ("users.py:60:password", .callback, nil, ["hashlib.py:10:pbkdf2", "users.py:60:password"], 0.04),
  ]

  private mutating func stalls(until end: Double, isNew: Bool, isContended: Bool) -> [AppStallEntry] {
    let count = Int(random(isContended ? 2...4 : isNew ? 1...4 : 0...1.3))
    return (0..<count).map { _ in
      let age = end + random(0.2...AppInterval.standardSeconds - 0.2)
      return isContended ? contended(age) : ordinary(age, isNew: isNew)
    }.sorted { $0.endedAt < $1.endedAt }
  }

  private mutating func contended(_ age: Double) -> AppStallEntry {
    let seconds = random(0.11...0.34)
    return entry(
      age, stall(age, seconds, [.runqueue: seconds * 0.86, .callback: seconds * 0.14], stack: ["web.py:120:handle"]),
      frame: "web.py:120:handle")
  }

  private mutating func ordinary(_ age: Double, isNew: Bool) -> AppStallEntry {
    var rest = random(0...1)
    let kind =
      Self.kinds.first { kind in
        rest -= isNew ? kind.share : kind.cause == .callback ? 0.05 : kind.share * 2
        return rest <= 0
      } ?? Self.kinds[1]
    let seconds = random(kind.frame.hasPrefix("checkout") ? 0.118...0.19 : 0.105...0.42)
    let parts = [kind.cause: seconds * 0.94, .unexplained: seconds * 0.06]
    let holder = kind.cause == .gil ? AppStall.Holder(thread: "resize_0", frame: kind.frame) : nil
    return entry(
      age, stall(age, seconds, parts, channel: kind.channel, stack: kind.stack),
      frame: kind.cause == .gil ? "images.py:52:offer" : kind.frame,
      holder: holder)
  }

  private func stall(
    _ age: Double, _ seconds: Double, _ parts: [StallCause: Double], channel: String? = nil, stack: [String]
  ) -> Stall {
    let end = Int64((1e6 - age) * 1e9)
    return Stall(
      startedNanoseconds: end - Int64(seconds * 1e9), endedNanoseconds: end, budget: StallBudget(parts), noticedNanoseconds: nil,
      waitChannel: channel, stack: stack)
  }

  private func entry(_ age: Double, _ stall: Stall, frame: String, holder: AppStall.Holder? = nil) -> AppStallEntry {
    AppStallEntry(
      app: app, endedAt: ago(age), pid: 4711,
      stall: AppStall(stall: stall, isStartup: false, isOverload: false, frame: frame, task: "handle-\(Int(age))", holder: holder)
    )
  }
}
