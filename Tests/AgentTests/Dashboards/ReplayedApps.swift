import Agent
import Alerting
import Applications
import CalcmonTesting
import Exposition
import Foundation
import Processes
import Samples
import Scheduling
import Telemetry
import Testing
import Thresholds

/// Two applications for a quarter of an hour on a clock that the test moves, as their probes tell of them each second, scraped each quarter of a
/// minute; and a Prometheus that answers from all that was scraped.
///
/// `shop` has two processes, a queue, timed I/O and stalls; `mail` has one, which is killed near the end.
struct ReplayedApps {
  static let scrape = 15
  private static let origin = 1_700_000_000
  /// What dashboards show: more than ten minutes.
  static let from = origin + 150
  static let to = origin + 900
  /// `mail` leaves then, and the loop of `shop` stands for a while.
  static let leaves = 870
  static let stands = 500..<530

  let prometheus: BackfilledPrometheus
  /// In the whole range, by application.
  let told: [String: Told]
  /// Of one scrape.
  let series: Int

  /// What a process tells of itself each second, so that the truth is known.
  struct Rates {
    let busy: Double
    let user: Double
    let system: Double
    let gc: Double
    let ioWait: Double?
    let tasks: Int
    let memory: Int
  }

  /// What was told within the range.
  struct Told {
    var stalls = 0.0
    var stallSeconds = 0.0
    var instants = 0.0
  }

  static let rates = [
    "shop": Rates(busy: 0.2, user: 0.3, system: 0.1, gc: 0.02, ioWait: 0.25, tasks: 12, memory: 50_000_000),
    "mail": Rates(busy: 0.05, user: 0.06, system: 0.02, gc: 0.004, ioWait: nil, tasks: 3, memory: 20_000_000),
  ]
  static let processes = ["shop": 2, "mail": 1]
  /// Of the queue `inbox` of each process of `shop`.
  static func depth(_ second: Int) -> Int { 10 + second / 15 % 7 }
  /// Uniform in two buckets: the true quantiles are these.
  static let (p50, p99) = (0.0012778, 0.145)

  init() async throws {
    let directory = try TemporaryDirectory()
    var replay = Replay(Self.processes)
    var text: [UInt8] = []
    var told: [String: Told] = [:]
    var series = 0
    for second in 1...(Self.to - Self.origin) {
      let new = replay.tick(second)
      if Self.origin + second > Self.from - Self.scrape, Self.origin + second <= Self.to {
        for (app, one) in new {
          told[app, default: Told()].stalls += one.stalls
          told[app, default: Told()].stallSeconds += one.stallSeconds
          told[app, default: Told()].instants += one.instants
        }
      }
      guard second % Self.scrape == 0 else { continue }
      let metrics = replay.scraped(at: second)
      series = max(series, metrics.utf8.split(separator: UInt8(ascii: "\n")).count { $0.first != UInt8(ascii: "#") })
      text += ReplayedAgent.scraped(metrics, at: Self.origin + second)
    }
    text += Array("# EOF\n".utf8)
    let file = directory.file("scrapes.txt")
    try Data(text).write(to: URL(fileURLWithPath: file))
    prometheus = try await BackfilledPrometheus.start(on: file)
    (self.told, self.series) = (told, series)
  }

  /// The book and the ledger as the agent has them.
  struct Replay {
    private var book = AppBook()
    private var ledger: Ledger
    private var connections: [(app: String, connection: Int)] = []
    /// Of each connection so far, in nanoseconds.
    private var stalls: [Int: (count: Int, ns: Int64)] = [:]

    /// - Parameter processes: how many each application has.
    init(_ processes: [String: Int]) {
      let start = Moment(wall: Timestamp(milliseconds: Int64(origin) * 1000), uptime: .zero)
      ledger = Ledger(
        WatchPlan(canaries: []), unavailable: [:], build: BuildInfo(version: "1", revision: "2", swiftVersion: "3"), at: start)
      for (app, count) in processes.sorted(by: { $0.key < $1.key }) {
        for _ in 0..<count { open(app, connections.count + 1) }
      }
    }

    private mutating func open(_ app: String, _ connection: Int) {
      let line = ProbeLines.hello(app, pid: connection)
      guard case .hello(let hello)? = try? AppCoding.decode(Array(line.utf8)) else {
        Issue.record("\(line)")
        return
      }
      let refusal = book.opened(
        connection, hello, by: AppPeerIdentity(pid: connection, uid: 0, startTicks: 1), at: .zero)
      #expect(refusal == nil, "\(app)")
      connections.append((app, connection))
    }

    /// A second of all of them. Returns what they told.
    mutating func tick(_ second: Int) -> [String: Told] {
      var told: [String: Told] = [:]
      for (app, connection) in connections {
        guard let rates = rates[app] ?? rates["shop"], app != "mail" || second < leaves else { continue }
        if app == "shop", connection == connections.last(where: { $0.app == "shop" })?.connection, stands.contains(second) {
          say(connection, ProbeLines.standing(since: stands.lowerBound, at: second), second)
          continue
        }
        if app != "mail", second % 10 == connection % 10 {
          let length = Int64(200 + second * 7 % 400) * 1_000_000
          say(connection, ProbeLines.stall(endedAt: second, nanoseconds: length, isBlocked: second % 20 < 10), second)
          let before = stalls[connection] ?? (0, 0)
          stalls[connection] = (before.count + 1, before.ns + length)
          told[app, default: Told()].stalls += 1
          told[app, default: Told()].stallSeconds += Double(length) * 1e-9
        }
        say(
          connection,
          ProbeLines.snapshot(second, rates, stalls[connection] ?? (0, 0), queue: app == "mail" ? nil : depth(second)),
          second)
        told[app, default: Told()].instants += 100
      }
      if second == leaves {
        for (app, connection) in connections where app == "mail" { book.closed(connection, at: .seconds(second)) }
      }
      return told
    }

    private mutating func say(_ connection: Int, _ line: String, _ second: Int) {
      guard let message = try? AppCoding.decode(Array(line.utf8)) else {
        Issue.record("\(line)")
        return
      }
      let wall = Timestamp(milliseconds: Int64(origin + second) * 1000)
      let isWatched = book.received(connection, message, at: .seconds(second), wall: wall)
      #expect(isWatched)
    }

    /// What `/metrics` says, verdicts included.
    mutating func scraped(at second: Int) -> String {
      book.advance(to: .seconds(second))
      let views = book.views(at: .seconds(second))
      ledger.show(AppExposure(views: views, latencies: book.takeLatencies(), refusals: [:]))
      var registry = ledger.registry
      for view in views where view.isUp { registry.judge(view.name) }
      return String(decoding: TextFormat.render(registry), as: UTF8.self)
    }
  }
}

extension ReplayedApps {
  /// What is judged of each: latency is breached of `shop`, and I/O of `mail` was never timed.
  static func judged(_ target: TargetName, _ app: String) -> Double? {
    switch target {
    case .eventLoopLatency: app == "shop" ? 0.145 : 0.02
    case .queueDepth, .tasks, .executorBacklog, .memory: 0
    case .cpuUtilization: 0.75
    case .saturation: rates[app]?.busy
    case .ioWait: rates[app]?.ioWait
    }
  }
}

extension MetricRegistry {
  fileprivate mutating func judge(_ app: String) {
    for target in TargetName.allCases {
      let labels = Labels([("app", app), ("target", target.rawValue)])
      let value = ReplayedApps.judged(target, app)
      if let value { set(MetricCatalog.targetValue, labels, value) }
      let limit: Double = target == .eventLoopLatency ? 0.1 : target == .ioWait ? 0.5 : target == .memory ? 0 : 0.9
      set(MetricCatalog.targetLimit, labels.with("bound", "upper"), limit)
      set(MetricCatalog.targetBreached, labels, value ?? 0 > limit ? 1 : 0)
      set(MetricCatalog.targetUnknown, labels, value == nil ? 1 : 0)
    }
  }
}
