import Alerting
import CalcmonTesting
import Foundation
import Reporting
import Runs
import Samples
import Storage
import Testing
import Thresholds

/// By what a report and a backtest judge.
@Suite struct JudgedReportTests {
  private static let start = Timestamp(milliseconds: 1_700_000_000_000)
  private static let identity = RunIdentity(mix: "checkout", strategy: .hybrid, runtime: .swift)
  private static let strict = Target(.eventLoopLatency, .quantile(0.99), .below(0.005))
  private static let filter = HistoryFilter(since: start, until: start.advanced(bySeconds: 7200))

  /// Runs that are late by 20 ms, and an agent that did not want more than 5 ms.
  private static func history(_ directory: TemporaryDirectory, judging plan: JudgingPlan?) async throws -> HistoryReader {
    let path = directory.file("calcmon.db")
    let machine = HostMachine(name: "web-1", kernel: "Linux 6.1.0", cpu: nil, cores: 2)
    let store = try HistoryStore(
      path: path, version: "1.2.3", pid: 1, at: start, writer: HistoryWriter(.agent, machine: machine, judging: plan))
    for number in 0..<6 {
      let record = Records.completed(
        identity, at: start.advanced(bySeconds: Double(number) * 300), latency: Records.latency(milliseconds: 20, count: 200))
      try await store.write([.run(record)])
    }
    try await store.close(at: start.advanced(bySeconds: 3600))
    return try HistoryReader(path: path)
  }

  private static var plan: JudgingPlan {
    JudgingPlan(
      mixes: [JudgingPlan.Mix(name: "checkout", targets: [strict, .ioWait])],
      rules: AlertRule.standard.map { rule in
        var rule = rule
        (rule.hold, rule.badRuns) = (0, .newest)
        return rule
      })
  }

  private static func verdict(_ report: Report, _ name: TargetName) -> Verdict? {
    report.rows.first { $0.judgement.target.name == name }?.judgement.verdict
  }

  @Test func `Without a word a report judges by what the agent judged by, and says so`() async throws {
    let directory = try TemporaryDirectory()
    let report = try ReportOrder(Self.filter).report(try await Self.history(directory, judging: Self.plan), at: Self.start)
    #expect(Self.verdict(report, .eventLoopLatency) == .breached)
    #expect(report.rows.map(\.judgement.target.name) == [.eventLoopLatency, .ioWait])
    #expect(report.text.contains("Judged:  by the agent's targets since 2023-11-14T22:13:20Z"))
    #expect(report.text.contains("Host:    web-1, Linux 6.1.0, 2 cores, calcmon 1.2.3"))
    let json = try report.json()
    for part in [
      "\"source\" : \"agent\"", "\"since\" : \"2023-11-14T22:13:20Z\"", "\"kernel\" : \"Linux 6.1.0\"", "\"made_at\" : \"2023",
    ] {
      #expect(json.contains(part))
    }
  }

  @Test func `By what it is judged, and of which host, fits a narrow terminal`() async throws {
    let directory = try TemporaryDirectory()
    var order = ReportOrder(Self.filter)
    order.overrides = try ["event_loop_latency=p(99.9) < 50ms", "io_wait=< 0.25"].map { try NamedTarget.parse($0) }
    let report = try order.report(try await Self.history(directory, judging: Self.plan), at: Self.start)
    let lines = report.text(width: 40).split(separator: "\n")
    let judged = try #require(lines.firstIndex { $0.hasPrefix("Judged:  by the agent's targets since") })
    #expect(lines[judged + 1].hasPrefix("         2023-11-14T22:13:20Z, with"))
    #expect(lines.prefix { $0 != "" && !$0.hasPrefix("MIX") }.allSatisfy { $0.count <= 40 })
  }

  @Test func `Where no agent has judged it is by the built-in targets, and that is said`() async throws {
    let directory = try TemporaryDirectory()
    let report = try ReportOrder(Self.filter).report(try await Self.history(directory, judging: nil), at: Self.start)
    #expect(Self.verdict(report, .eventLoopLatency) == .met)
    #expect(report.text.contains("Judged:  by built-in defaults"))
    #expect(report.markdown.contains("Judged by built-in defaults."))
    #expect(report.junit.contains("<property name=\"judged_by\" value=\"built-in defaults\"/>"))
    #expect(report.html.contains("<dt>Judged by</dt><dd>built-in defaults</dd>"))
  }

  @Test func `A configuration that is named stands above the agent's, and a target above both`() async throws {
    let directory = try TemporaryDirectory()
    let reader = try await Self.history(directory, judging: Self.plan)
    var order = ReportOrder(Self.filter)
    order.configured = Judging(file: "calcmon.yml", .standard)
    #expect(Self.verdict(try order.report(reader, at: Self.start), .eventLoopLatency) == .met)
    order.overrides = [try NamedTarget.parse("event_loop_latency=p(99) < 10ms")]
    let report = try order.report(reader, at: Self.start)
    #expect(Self.verdict(report, .eventLoopLatency) == .breached)
    #expect(report.judgedBy?.text == "--config.file calcmon.yml, with event_loop_latency p(99) < 10 ms")
  }

  @Test func `A gate looks at the named targets alone`() async throws {
    let directory = try TemporaryDirectory()
    let reader = try await Self.history(directory, judging: Self.plan)
    var order = ReportOrder(Self.filter)
    order.only = try JudgedNames(parsing: "io_wait")
    let report = try order.report(reader, at: Self.start)
    #expect(report.rows.map(\.judgement.target.name) == [.ioWait])
    #expect(report.failures.isEmpty)
    #expect(report.exitStatus(failsOnWorse: false) == 0)
    order.only = try JudgedNames(parsing: "event_loop_latency,failures")
    let other = try order.report(reader, at: Self.start)
    #expect(!other.failures.isEmpty)
    #expect(other.exitStatus(failsOnWorse: false) == 1)
    order.only = try JudgedNames(parsing: "cpu_utilization")
    #expect(try order.report(reader, at: Self.start).exitStatus(failsOnWorse: false) == 3)
  }

  @Test func `A name of nothing that is judged is refused with the nearest`() {
    #expect(throws: JudgedNamesProblem.self) { try JudgedNames(parsing: "event_loop_latency,") }
    let problem = #expect(throws: JudgedNamesProblem.self) { try JudgedNames(parsing: "event_loop_latncy") }
    #expect(problem.map { "\($0)" } == "unknown target 'event_loop_latncy'; did you mean 'event_loop_latency'?")
  }

  @Test func `A backtest plays the agent's own targets and rules`() async throws {
    let directory = try TemporaryDirectory()
    let reader = try await Self.history(directory, judging: Self.plan)
    let judging = try Judging(reader, until: Self.filter.until)
    let fired = try Backtest(reader, Self.filter, judging.rules).timeline.episodes.filter { $0.firedAt != nil }
    #expect(fired.map { $0.label("alertname") } == ["CalcmonEventLoopLatencyHigh"])
    let standard = Judging(file: "f", .standard)
    #expect(try Backtest(reader, Self.filter, standard.rules).timeline.episodes.isEmpty)
  }

  @Test func `An unknown mix is refused with the nearest`() async throws {
    let directory = try TemporaryDirectory()
    let reader = try await Self.history(directory, judging: nil)
    let problem = #expect(throws: UnknownMix.self) { try reader.requireKnown(mix: "chekout") }
    #expect(problem.map { "\($0)".hasPrefix("unknown mix 'chekout'; did you mean 'checkout'? there are: checkout, ") } == true)
    try reader.requireKnown(mix: "guide")
    try reader.requireKnown(mix: nil)
  }

  @Test func `What there is too little of is said once, with how much it takes`() {
    var history = RunHistory(identity: Self.identity, kind: .idle)
    history.evidence.latency = Records.latency(milliseconds: 1, count: 58)
    history.outcomes = [.completed: 1]
    let report = Report([history], since: Self.start, until: Self.filter.until)
    let short = "Too few to judge: checkout/hybrid/swift: event_loop_latency has 58 of 100 ticks, memory has 0 of 8 samples."
    #expect(report.text.contains(short + " A longer window helps (--since), or more runs."))
  }
}
