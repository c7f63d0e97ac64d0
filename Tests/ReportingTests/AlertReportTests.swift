import Alerting
import CalcmonTesting
import Foundation
import Reporting
import Runs
import Samples
import Storage
import Testing
import Thresholds

/// Alerts as people and machines read them: golden texts, over a real history.
@Suite struct AlertReportTests {
  private static let start = Timestamp(milliseconds: 1_700_000_000_000)
  private static let identity = RunIdentity(mix: "mixed\u{1B}[31m", strategy: .async, runtime: .asyncio)

  private static func at(_ seconds: Double) -> Timestamp { start.advanced(bySeconds: seconds) }

  /// The newest run decides.
  private static let rules = AlertRule.standard.map { rule in
    var rule = rule
    rule.badRuns = .newest
    return rule
  }

  /// A history in which the loop was late, fired, and was well again; and a run that failed.
  private static func history(_ directory: TemporaryDirectory) async throws -> String {
    let path = directory.file("calcmon.db")
    let store = try HistoryStore(path: path, version: "1.2.3", pid: 1, at: start)
    var watch = Watch(
      WatchPlan(canaries: [.init(identity: identity, targets: [.eventLoopLatency], alerts: true)], rules: rules, window: 250),
      at: start)
    for (number, late) in [200, 600, 3].enumerated() {
      let record = run(at: at(Double(number) * 300), late: UInt64(late))
      try await store.write([.run(record)])
      try await keep(
        watch.runEnded(identity, .completed, evidence: RunEvidence(record), at: record.endedAt), in: store)
    }
    let failed = Records.ended(.crashed, reason: "ended by signal 9", identity: identity, at: at(900))
    try await store.write([.run(failed)])
    try await keep(watch.runEnded(identity, .crashed, reason: failed.reason, evidence: nil, at: failed.endedAt), in: store)
    try await keep(watch.advance(to: at(1000)), in: store)
    try await store.close(at: at(1000))
    return path
  }

  private static func keep(_ changes: [AlertChange], in store: HistoryStore) async throws {
    for change in changes {
      switch change {
      case .transition(let transition): try await store.write([.alert(transition)])
      case .updated(let alert): try await store.write([.alertState(alert)])
      case .forgotten(let alert): try await store.write([.alertForgotten(alert.fingerprint)])
      }
    }
  }

  private static func run(at start: Timestamp, late: UInt64) -> RunRecord {
    let stall = Stall(
      startedNanoseconds: 1_000_000_000, endedNanoseconds: 1_000_000_000 + Int64(late) * 1_000_000,
      budget: StallBudget([.callback: Double(late) * 0.8e-3, .blocked: Double(late) * 0.2e-3]), waitChannel: "futex_wait",
      stack: ["work.py:12:parse", "work.py:40:serve"], controlLateSeconds: 0)
    return Records.completed(
      identity, at: start, latency: Records.latency(milliseconds: late, count: 200), stalls: late > 100 ? [stall] : [])
  }

  private func golden(_ name: String) -> String { "\(Repository.root)/Tests/ReportingTests/Golden/\(name)" }

  @Test func `The golden texts of alerts`() async throws {
    let directory = try TemporaryDirectory()
    let path = try await Self.history(directory)
    let reader = try HistoryReader(path: path)
    let now = Self.at(1000)
    let silence = Silence(
      matcher: AlertMatcher(["alertname": AlertName.runFailing.rawValue]), startsAt: Self.start, endsAt: Self.at(5000),
      comment: "known",
      createdBy: "somebody")
    let list = AlertList(
      try reader.alerts(), silences: [silence], aliveAt: Self.at(900), silence: try AgentSilence(reader, at: now), at: now)
    try Golden.expect(list.text, matches: golden("alerts.txt"))
    try Golden.expect(try list.json(), matches: golden("alerts.json"))
    let timeline = AlertTimeline(try reader.alertTransitions(since: Self.start, until: now))
    try Golden.expect(
      timeline.text(until: now, showsIDs: true) + timeline.summary(until: now) + "\n", matches: golden("alert-history.txt"))
    try Golden.expect(try timeline.json(until: now), matches: golden("alert-history.json"))
    let fired = try #require(timeline.episodes.first { $0.firedAt != nil })
    guard case .one(let episode) = try reader.alertEpisode(idPrefix: fired.id) else {
      Issue.record("there is no such alert")
      return
    }
    let evidence = try AlertEvidence(episode, reader, at: now)
    try Golden.expect(evidence.text, matches: golden("alert-show.txt"))
    try Golden.expect(try evidence.json(), matches: golden("alert-show.json"))
  }

  /// Of an application whose worker was killed while its loop stood: it fired, with an interval, a stall and the end of the worker kept.
  private static func appHistory(_ directory: TemporaryDirectory) async throws -> String {
    let path = directory.file("apps.db")
    let store = try HistoryStore(path: path, version: "1.2.3", pid: 1, at: start)
    for interval in ReportedApps.intervals(from: 0, count: 20, life: 1, late: 180) {
      try await store.write([.appInterval(interval, judgements: [])])
    }
    let worst = ReportedApps.place("shop.py:41:encode\u{1B}[31m", .callback, count: 1, milliseconds: 400).worst
    let stall = AppStallEntry(app: "shop", endedAt: ReportedApps.since.advanced(bySeconds: 580), pid: 9, stall: worst.stall)
    let death = AppOccurrence(
      app: "shop", at: ReportedApps.since.advanced(bySeconds: 600), kind: .processDied, pid: 9, frame: "shop.py:90:<load>",
      stack: ["shop.py:90:<load>", "shop.py:12:serve"], stoodSeconds: 31)
    try await store.write([.appStall(stall), .appOccurrence(death)])
    var watch = Watch(WatchPlan(canaries: [], rules: rules), at: ReportedApps.since)
    try await keep(watch.appOccurred(death), in: store)
    try await keep(watch.advance(to: ReportedApps.since.advanced(bySeconds: 700)), in: store)
    try await store.close(at: ReportedApps.since.advanced(bySeconds: 700))
    return path
  }

  @Test func `An alert on an application shows what that did, where it stood, and the last stack`() async throws {
    let directory = try TemporaryDirectory()
    let reader = try HistoryReader(path: try await Self.appHistory(directory))
    let now = ReportedApps.since.advanced(bySeconds: 700)
    let timeline = AlertTimeline(try reader.alertTransitions(since: ReportedApps.since, until: now))
    let fired = try #require(timeline.episodes.first { $0.firedAt != nil })
    let evidence = try AlertEvidence(idPrefix: fired.id, reader, at: now)
    let text = evidence.text
    for words in [
      "The application's intervals before and after it fired:", "BUSIEST", "What cost its loops most around it:", "400 ms",
      "callback 100 %, at shop.py:41:encode", "      lib/json.py:3:dumps", "What happened to it around it:",
      "process 9 died without a farewell, while it stood for 31 s at shop.py:90:<load>\n      shop.py:90:<load>\n      shop.py:12:serve",
    ] { #expect(text.contains(words), "\(words) in: \(text)") }
    #expect(!text.contains("No run is kept") && !text.contains("\u{1B}"))
    let object = try JSONSerialization.jsonObject(with: Data(try evidence.json().utf8)) as? [String: Any]
    let app = try #require(object?["app"] as? [String: Any])
    #expect(app["app"] as? String == "shop" && (app["intervals"] as? [Any])?.count == 20)
    let places = try #require(app["places"] as? [[String: Any]])
    #expect(places.map { $0["count"] as? Int } == [1])
    let stall = try #require((app["stalls"] as? [[String: Any]])?.first)
    #expect(
      stall["pid"] as? Int == 9 && abs((stall["seconds"] as? Double ?? 0) - 0.4) < 1e-9 && stall["cause"] as? String == "callback"
    )
    let death = try #require((app["occurrences"] as? [[String: Any]])?.last)
    #expect(death["stack"] as? [String] == ["shop.py:90:<load>", "shop.py:12:serve"] && death["stood_seconds"] as? Double == 31)
  }

  @Test func `Other rules on the same history`() async throws {
    let directory = try TemporaryDirectory()
    let reader = try HistoryReader(path: try await Self.history(directory))
    let filter = HistoryFilter(since: Self.start, until: Self.at(1000))
    func played(_ change: (inout Backtest.Rules) -> Void) throws -> [String] {
      var rules = Backtest.Rules(
        targets: { _, _ in [.eventLoopLatency] }, alerts: { _ in true }, rules: Self.rules, window: 250)
      change(&rules)
      let backtest = try Backtest(reader, filter, rules)
      #expect(backtest.runs == 4)
      #expect(backtest.runsWithoutLatency == 0)
      #expect(backtest.targets == [.eventLoopLatency])
      return backtest.timeline.episodes.map {
        "\($0.label("alertname")) \($0.label("severity")) \($0.firingSeconds(until: Self.at(1000)) ?? -1)"
      }
    }
    #expect(try played { _ in }.filter { $0.hasSuffix("-1.0") }.count == 1)
    #expect(
      try played { $0.targets = { _, _ in [Target(.eventLoopLatency, .quantile(0.99), .below(10))] } } == [
        "CalcmonRunFailing critical -1.0"
      ])
    var failing = AlertRule(.runFailing, hold: 0)
    #expect(try played { $0.rules = [failing] } == [])
    failing.badRuns = .newest
    #expect(try played { $0.rules = [failing] } == ["CalcmonRunFailing warning 99.0"])
    // By the standard rules two of three runs were late, and one of four failed.
    #expect(try played { $0.rules = AlertRule.standard }.map { $0.prefix(35) } == ["CalcmonEventLoopLatencyHigh warning"])
    #expect(try played { $0.alerts = { _ in false } } == [])
  }

  @Test func `A backtest says of how many runs the latency is not kept any more`() async throws {
    let directory = try TemporaryDirectory()
    let path = try await Self.history(directory)
    // As retention does with what is old.
    _ = try await Tool.output("sqlite3", [path, "DELETE FROM histograms WHERE run_id = 1"])
    let rules = Backtest.Rules(
      targets: { _, _ in [.eventLoopLatency] }, alerts: { _ in true }, rules: AlertRule.standard, window: 250)
    let backtest = try Backtest(
      try HistoryReader(path: path), HistoryFilter(since: Self.start, until: Self.at(4000)), rules)
    #expect(backtest.runs == 4)
    #expect(backtest.runsWithoutLatency == 1)
  }

  @Test func `Without alerts there is a word`() {
    #expect(AlertList([], silences: [], aliveAt: nil, at: Self.start).text == "no alerts\n")
    #expect(SilenceList([]).text == "no silences\n")
  }
}
