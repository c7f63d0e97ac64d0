import Agent
import Alerting
import Applications
import Exposition
import Processes
import Samples
import Scheduling
import Storage
import Telemetry
import Testing
import Thresholds

/// What becomes of applications in the agent's state: judgements, their series, and what is kept.
@Suite struct AppJudgingTests {
  /// An agent's state beside a book, on one clock.
  private struct Judging {
    var ledger: Ledger
    var book = AppBook(intervalSeconds: 10)
    var seconds = 0
    var entries: [HistoryEntry] = []

    init(plan: WatchPlan = WatchPlan(canaries: [])) {
      let build = BuildInfo(version: "1.2.3", revision: "0123", swiftVersion: "6.3")
      ledger = Ledger(plan, unavailable: [:], build: build, at: Judging.moment(0))
    }

    static func moment(_ seconds: Int) -> Moment {
      Moment(wall: Timestamp(milliseconds: Int64(seconds) * 1000), uptime: .seconds(seconds))
    }

    mutating func open() throws {
      let line =
        #"{"v":1,"type":"hello","app":"shop","pid":7,"python":"3.11.7","implementation":"cpython","probe":"0.1","monotonic_ns":0,"wall_ns":6}"#
      guard case .hello(let hello) = try AppCoding.decode(Array(line.utf8)) else { return }
      _ = book.opened(1, hello, by: AppPeerIdentity(pid: 7, uid: 0, startTicks: 1), at: .seconds(seconds))
    }

    /// A second in which the loop was late by so much at each of its instants.
    mutating func pass(late microseconds: Int? = nil, standing: Bool = false) throws {
      seconds += 1
      if let microseconds { try say(snapshot(late: microseconds)) }
      if standing {
        try say(
          #"{"v":1,"type":"standing","loop":1,"since_ns":1000000000,"at_ns":2000000000,"wait_channel":"do_poll","stack":[],"frame":null,"task":null}"#
        )
      }
      let now = Judging.moment(seconds)
      entries += ledger.received(book.cut(at: now), at: now).entries
    }

    private func snapshot(late: Int) -> String {
      let ran = seconds * 1_000_000_000
      return
        #"{"v":1,"type":"snapshot","seq":\#(seconds),"at_ns":\#(ran),"running_ns":\#(ran),"busy_ns":0,"turns":9,"stalls":0,"stall_ns":0,"loops":[{"loop":1,"kind":"asyncio","thread":"MainThread","main":true,"running":true,"running_ns":\#(ran),"busy_ns":0,"ready_max":3,"longest_turn_ns":5}],"tasks":2,"queues":[],"executor":null,"gc":[],"timed":[],"io_wait_ns":null,"threads":3,"dropped":0,"errors":0,"cpu_user_ns":0,"cpu_system_ns":0,"memory_bytes":20000000,"latency":[[\#(late),100]]}"#
    }

    private mutating func say(_ line: String) throws {
      let now = Judging.moment(seconds)
      _ = book.received(1, try AppCoding.decode(Array(line.utf8)), at: now.uptime, wall: now.wall)
    }

    func value(_ metric: Metric, _ labels: (String, String)...) -> Double? {
      ledger.registry.value(metric, Labels([("app", "shop")] + labels))
    }
  }

  private static let latency = ("target", "event_loop_latency")

  @Test func `An interval is judged, its series stand there, and it is kept with its judgements`() throws {
    var judging = Judging()
    try judging.open()
    try judging.pass()
    #expect(judging.value(MetricCatalog.targetBreached, Self.latency) == nil)
    for _ in 0..<40 { try judging.pass(late: 300_031) }
    #expect(judging.value(MetricCatalog.targetBreached, Self.latency) == 1)
    #expect(judging.value(MetricCatalog.targetLimit, Self.latency, ("bound", "upper")) == 0.1)
    #expect(abs((judging.value(MetricCatalog.targetValue, Self.latency) ?? 0) - 0.3) < 0.01)
    #expect(judging.value(MetricCatalog.targetCritical, Self.latency) == 0)
    #expect(judging.value(MetricCatalog.targetUnknown, ("target", "io_wait")) == 1)
    #expect(judging.value(MetricCatalog.targetCause, Self.latency, ("cause", "host")) == 0)
    #expect((judging.value(MetricCatalog.targetBadRuns, Self.latency) ?? 0) >= 2)
    #expect((judging.value(MetricCatalog.targetBadRunsNeeded, Self.latency) ?? 0) >= 1)
    #expect(judging.value(MetricCatalog.alertingEnabled) == 1)
    let intervals = judging.entries.compactMap {
      if case .appInterval(let interval, let judged) = $0 { (interval, judged) } else { nil }
    }
    #expect(intervals.count >= 3)
    #expect(intervals.last?.1.first { $0.target.name == .eventLoopLatency }?.verdict == .breached)
    let kinds = judging.entries.compactMap { if case .appOccurrence(let occurrence) = $0 { occurrence.kind } else { nil } }
    #expect(kinds == [.started])
  }

  @Test func `When the application is forgotten, so are its series`() throws {
    var judging = Judging()
    try judging.open()
    for _ in 0..<40 { try judging.pass(late: 300_031) }
    judging.book.closed(1, at: .seconds(judging.seconds))
    for _ in 0..<299 { try judging.pass() }
    #expect(judging.value(MetricCatalog.targetBreached, Self.latency) != nil)
    for _ in 0..<2 { try judging.pass() }
    for metric in MetricCatalog.all where metric.applicationLabels != nil {
      #expect(judging.ledger.registry.value(metric, Labels([("app", "shop")])) == nil)
      for target in TargetName.allCases {
        #expect(judging.value(metric, ("target", target.rawValue)) == nil, "\(metric.name) \(target)")
      }
    }
    #expect(judging.book.isEmpty)
  }

  @Test func `Targets that are not asked for any more go from the series, others stay`() throws {
    var judging = Judging()
    try judging.open()
    for _ in 0..<40 { try judging.pass(late: 300_031) }
    var plan = WatchPlan(canaries: [])
    plan.apps = [WatchPlan.App(pattern: "sh*", targets: [.tasks], alerts: false)]
    judging.ledger.apply(plan, at: Judging.moment(judging.seconds))
    #expect(judging.value(MetricCatalog.targetBreached, Self.latency) == nil)
    #expect(judging.value(MetricCatalog.targetUnknown, ("target", "tasks")) != nil)
    #expect(judging.value(MetricCatalog.alertingEnabled) == 0)
  }

  @Test func `A loop that stands makes an alert, which ends when it turns`() throws {
    var judging = Judging()
    try judging.open()
    try judging.pass(late: 127)
    for _ in 0..<14 { try judging.pass(standing: true) }
    #expect(judging.ledger.alerts.map(\.subject.name).contains(.appStanding))
    let isFiring = { (ledger: Ledger) in ledger.alerts.contains { $0.subject.name == .appStanding && $0.state == .firing } }
    judging.ledger.advance(to: Judging.moment(judging.seconds + 2))
    #expect(isFiring(judging.ledger))
    judging.seconds += 2
    try judging.pass(late: 127)
    judging.ledger.advance(to: Judging.moment(judging.seconds + 2))
    #expect(!isFiring(judging.ledger))
  }

  @Test func `What an agent before this one has kept is judged at once`() throws {
    var judging = Judging()
    try judging.open()
    for _ in 0..<40 { try judging.pass(late: 300_031) }
    let intervals = judging.entries.compactMap { if case .appInterval(let interval, _) = $0 { interval } else { nil } }
    var next = Judging()
    next.ledger.resume(
      AlertMemory(alerts: [], deliveries: [], aliveAt: nil), runs: [], intervals: intervals, at: Judging.moment(judging.seconds))
    #expect(next.value(MetricCatalog.targetBreached, Self.latency) == 1)
    #expect(next.value(MetricCatalog.targetValue, Self.latency) == judging.value(MetricCatalog.targetValue, Self.latency))
  }
}
