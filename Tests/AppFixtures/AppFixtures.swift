import Alerting
package import Applications
package import Samples
package import Snapshots
import Telemetry
import Thresholds

/// What an agent knows of the application of `AppHistory`, and of a healthy one.
package enum AppFixtures {
  package static let at = Timestamp(milliseconds: 1_795_816_805_000)
  package static let history = AppHistory(until: at)

  /// What the history tells of it.
  package static var excerpt: AppExcerpt { excerpt(history) }

  package static func excerpt(_ history: AppHistory) -> AppExcerpt {
    AppExcerpt(
      app: history.app, since: history.since, until: history.until, intervals: history.intervals.stepped(to: 240),
      places: history.places, stalls: history.stalls.suffix(30).reversed(), occurrences: history.occurrences)
  }

  // MARK: Judged

  /// By the intervals of the last quarter of an hour; memory and tasks by those of the last hour and a half.
  package static func judged(_ intervals: [AppInterval], app: String = "shop") -> JudgedAppNow {
    let judgements = Target.ofApplications.map { target in
      TargetEvaluator.judge(target, by: Evidence(intervals.suffix(target.window == nil ? 30 : 180).map { RunEvidence($0) }))
    }
    return JudgedAppNow(app: app, judgements: judgements)
  }

  /// An agent that runs no canary and watches both.
  package static var snapshot: AgentSnapshot {
    watching(
      AgentSnapshot(
        at: at, startedAt: at.advanced(bySeconds: -273_600), version: "0.1.0 (revision 0123456789ab)",
        externalURL: "http://127.0.0.1:9873", canaries: [], cost: .init(uptimeSeconds: 273_600)))
  }

  /// The same agent with both.
  package static func watching(_ snapshot: AgentSnapshot, isStanding: Bool = true) -> AgentSnapshot {
    var snapshot = snapshot
    let healthy = Array(history.intervals.prefix(60))
    snapshot.apps = views(isStanding: isStanding)
    snapshot.judgedApps = [judged(healthy, app: "gateway"), judged(history.intervals)]
    return snapshot
  }

  /// What both do in the plots of the status page.
  package static var intervals: [String: [AppInterval]] {
    ["gateway": Array(history.intervals.suffix(720)), "shop": history.intervals]
  }

  // MARK: Connected

  /// `gateway` with one process, `shop` with three: one that stands, one that turns, and a bystander.
  package static func views(isStanding: Bool = true) -> [AppView] {
    var book = AppBook()
    open(&book, 1, "gateway", 4200)
    for (connection, pid) in [(2, 4711), (3, 4790), (4, 4713)] { open(&book, connection, "shop", pid) }
    for second in 1...2 {
      tell(&book, 1, second, busy: 0.24, tasks: 12, memory: 88_000_000)
      tell(&book, 2, second, busy: 0.58, tasks: 320, memory: 210_000_000, queues: true)
      tell(&book, 3, second, busy: 0.51, tasks: 301, memory: 204_000_000)
      tell(&book, 4, second, busy: 0.001, tasks: 1, memory: 20_000_000, isMain: false)
    }
    if isStanding {
      send(
        &book, 2,
        #"{"v":1,"type":"standing","loop":1,"since_ns":3000000000,"at_ns":4000000000,"wait_channel":"poll_schedule_timeout","#
          + #""stack":["db.py:14:query"],"frame":"db.py:14:query","task":"handle-9"}"#, at: 4)
    }
    return book.views(at: .seconds(15))
  }

  private static func open(_ book: inout AppBook, _ connection: Int, _ app: String, _ pid: Int) {
    let line =
      #"{"v":1,"type":"hello","app":"\#(app)","pid":\#(pid),"python":"3.12.3","implementation":"cpython","probe":"0.1.0","#
      + #""monotonic_ns":1000000000,"wall_ns":6}"#
    guard case .hello(let hello)? = try? AppCoding.decode(Array(line.utf8)) else { return }
    _ = book.opened(connection, hello, by: AppPeerIdentity(pid: pid, uid: 1000, startTicks: 5), at: .seconds(1))
  }

  private static func tell(
    _ book: inout AppBook, _ connection: Int, _ second: Int, busy: Double, tasks: Int, memory: Int, isMain: Bool = true,
    queues: Bool = false
  ) {
    let (running, busyNs) = (second * 1_000_000_000, Int(busy * Double(second) * 1e9))
    let waiting =
      queues
      ? #"[{"queue":"inbox","queues":1,"depth":2,"fullest":2,"capacity":100},{"queue":"mail","queues":1,"depth":897,"fullest":897,"capacity":0}]"#
      : "[]"
    send(
      &book, connection,
      #"{"v":1,"type":"snapshot","seq":\#(second),"at_ns":\#(running + 1_000_000_000),"running_ns":\#(running),"busy_ns":\#(busyNs),"turns":9,"#
        + #""stalls":4,"stall_ns":0,"loops":[{"loop":1,"kind":"asyncio","thread":"T","main":\#(isMain),"running":true,"#
        + #""running_ns":\#(running),"busy_ns":\#(busyNs),"ready_max":3,"longest_turn_ns":5}],"tasks":\#(tasks),"queues":\#(waiting),"#
        + #""executor":{"backlog":1,"threads":6,"limit":8},"gc":[[1,2000000],[3,0],[5,0]],"timed":[],"io_wait_ns":null,"#
        + #""threads":9,"dropped":0,"errors":0,"cpu_user_ns":\#(busyNs),"cpu_system_ns":0,"memory_bytes":\#(memory),"#
        + #""latency":[[255,60],[124927,40]]}"#, at: second + 1)
  }

  private static func send(_ book: inout AppBook, _ connection: Int, _ line: String, at second: Int) {
    guard let message = try? AppCoding.decode(Array(line.utf8)) else { return }
    _ = book.received(connection, message, at: .seconds(second), wall: at)
  }

  // MARK: Alerts

  /// On the lateness of `shop`, which fires.
  package static var alert: AgentSnapshot.ActiveAlert {
    let labels = Labels([
      ("alertname", AlertName.eventLoopLatencyHigh.rawValue), ("app", "shop"), ("cause", "program"), ("severity", "warning"),
    ])
    var alert = Alert(
      subject: AlertSubject(.eventLoopLatencyHigh, app: "shop"), labels: labels, annotations: [:], state: .firing, value: 0.125,
      activeAt: at.advanced(bySeconds: -7000), firedAt: at.advanced(bySeconds: -6880))
    alert.annotations = ["summary": "The event loop is late (shop)", "description": "Event-loop latency was 125 ms."]
    return AgentSnapshot.ActiveAlert(alert: alert, isMuted: false)
  }
}
