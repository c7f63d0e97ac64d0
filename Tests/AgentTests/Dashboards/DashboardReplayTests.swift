import CalcmonTesting
import Dashboards
import Foundation
import Samples
import Testing

/// What Grafana draws of an agent without a configuration that is scraped as the pack says, beside what the agent knows.
@Suite(.timeLimit(.minutes(3))) struct DashboardReplayTests {
  /// A panel's query, by the letter.
  private struct Place: CustomStringConvertible {
    let dashboard: String
    let title: String
    var letter = "A"
    var description: String { "\(dashboard), \(title), \(letter)" }
  }

  /// What stands in a panel at any time is what the newest run has shown.
  private static let values: [(place: Place, value: @Sendable (RunRecord) -> Double?)] = [
    (Place(dashboard: "host", title: "Event-loop latency of each run, p50 and p99"), { quantile($0, .eventLoopLatency, 0.99) }),
    (
      Place(dashboard: "host", title: "Event-loop latency of each run, p50 and p99", letter: "B"),
      { quantile($0, .eventLoopLatency, 0.5) }
    ),
    (Place(dashboard: "host", title: "Time of an I/O step, p99"), { quantile($0, .ioStepDuration, 0.99) }),
    (Place(dashboard: "host", title: "Time of an item, p99"), { openLoop($0) { quantile($0, .itemDuration, 0.99) } }),
    (Place(dashboard: "host", title: "Time in the queue, p99"), { openLoop($0) { quantile($0, .queueWait, 0.99) } }),
    (Place(dashboard: "host", title: "Items waiting"), { openLoop($0) { $0.measurements.map { Double($0.result.queuePeak) } } }),
    (Place(dashboard: "host", title: "Growth of the queue"), { openLoop($0) { _ in 0 } }),
    (Place(dashboard: "strategies", title: "Time of an item, p99"), { openLoop($0) { quantile($0, .itemDuration, 0.99) } }),
    (Place(dashboard: "strategies", title: "Event-loop latency, p99"), { quantile($0, .eventLoopLatency, 0.99) }),
    (Place(dashboard: "strategies", title: "Time of the last run"), { $0.measurements?.result.seconds }),
    (
      Place(dashboard: "strategies", title: "Items a second"),
      { $0.measurements.flatMap { $0.result.items > 0 ? Double($0.result.items) / $0.result.seconds : nil } }
    ),
  ]

  /// What the bars of a panel add up to is what the runs add up to.
  private static let sums: [(place: Place, value: @Sendable (RunRecord) -> Double)] = [
    (Place(dashboard: "overview", title: "Runs by outcome"), { _ in 1 }),
    (Place(dashboard: "overview", title: "Stall time by cause"), { StallSummary($0.stalls).budget.totalSeconds }),
    (Place(dashboard: "overview", title: "Stall time by host"), { StallSummary($0.stalls).budget.totalSeconds }),
    (Place(dashboard: "host", title: "Stall budget"), { StallSummary($0.stalls).budget.totalSeconds }),
    (Place(dashboard: "host", title: "Stalls"), { Double($0.stalls.count) }),
    (Place(dashboard: "host", title: "Items by result"), { Double($0.measurements?.result.items ?? 0) }),
    (Place(dashboard: "host", title: "Retries"), { Double($0.measurements?.result.retries ?? 0) }),
    (Place(dashboard: "strategies", title: "Runs"), { _ in 1 }), (Place(dashboard: "agent", title: "Slots"), { _ in 1 }),
  ]

  /// Lines of cores: over the hour they are what the runs took.
  private static let cores: [(place: Place, value: @Sendable (RunRecord) -> Double)] = [
    (
      Place(dashboard: "host", title: "CPU time of runs"),
      { $0.measurements.map { $0.cpuUserSeconds + $0.cpuSystemSeconds } ?? 0 }
    ), (Place(dashboard: "host", title: "CPU time of runs", letter: "B"), { $0.costSeconds }),
    (Place(dashboard: "agent", title: "CPU", letter: "B"), { $0.costSeconds }),
  ]

  /// Figures of the whole range.
  private static let figures: [(place: Place, value: @Sendable (RunRecord) -> Double)] = [
    (Place(dashboard: "overview", title: "Hosts", letter: "F"), { _ in 1 }),
    (Place(dashboard: "overview", title: "Hosts", letter: "E"), { StallSummary($0.stalls).budget.totalSeconds }),
  ]

  /// Of an agent that is well, without TLS, without a mix that runs sync, in its first hour; the panel says so where it has nothing.
  private static let empty: Set = [
    "Breached targets", "Certificate", "Speed since calibration", "Speed-up over sync", "Throttled by CPU quotas",
    // The column of the speed-up.
    "As in the guide",
  ]

  @Test func `Each panel shows what the agent knows, at each time, and nothing is counted twice`() async throws {
    let agent = try await ReplayedAgent()
    #expect(agent.runs.count > 140 && agent.kept == agent.runs.count)
    let queries = try Self.queries()
    #expect(queries.count > 90)
    var answers: [String: (time: PanelTime, series: [PrometheusAnswer.Series])] = [:]
    for query in queries {
      let time = PanelTime(query.panel.interval, from: ReplayedAgent.from, to: ReplayedAgent.to)
      let answer = try await agent.prometheus.ask(query, at: time, to: ReplayedAgent.to)
      #expect(answer.status == "success", "\(answer.error ?? ""): \(query)")
      answers["\(query.dashboard.dropFirst("calcmon-".count)), \(query.panel.title), \(query.target.refId)"] = (
        time, answer.series
      )
      expectFilled(query, time, answer.series)
    }
    try await agent.prometheus.stop()
    // It is well: nothing else could be drawn without gaps.
    for title in ["Targets breached", "Targets not judged", "Alerts firing"] {
      #expect(answers["overview, \(title), A"]?.series.map(\.numbers) == [[0]], "\(title)")
    }
    try keep(answers)
    for (place, value) in Self.values { try expectValues(place, agent, answers, value) }
    for (place, value) in Self.sums {
      let (time, series) = try #require(answers[place.description])
      let sum = series.flatMap(\.numbers).reduce(0, +)
      expectClose(sum, agent.sum(after: time.start - time.step, to: time.end, value), "\(place)")
    }
    for (place, value) in Self.cores {
      let (time, series) = try #require(answers[place.description])
      let sum = series.flatMap(\.numbers).reduce(0, +) * Double(time.step)
      expectClose(sum, agent.sum(after: time.start - time.step, to: time.end, value), "\(place)")
    }
    for (place, value) in Self.figures {
      let (_, series) = try #require(answers[place.description])
      let sum = series.flatMap(\.numbers).reduce(0, +)
      expectClose(sum, agent.sum(after: ReplayedAgent.from, to: ReplayedAgent.to, value), "\(place)")
    }
    let (time, heat) = try #require(answers["host, Event-loop latency, all ticks, A"])
    let ticks = heat.filter { $0.metric["le"] == "+Inf" }.flatMap(\.numbers).reduce(0, +)
    expectClose(
      ticks,
      agent.sum(after: time.start - time.step, to: time.end) {
        Double($0.measurements?.histograms[.eventLoopLatency]?.count ?? 0)
      }, "the heat map")
    let steps = try #require(answers["host, Time of an I/O step, p99, A"]).series.filter { $0.metric["mix"] == "io-bound" }
    #expect(!steps.isEmpty && steps.allSatisfy { $0.numbers.allSatisfy { abs($0 - 0.010) <= 0.001 } })
    let items = try #require(answers["host, Time of an item, p99, A"]).series.filter { $0.metric["mix"] == "realtime" }
    #expect(!items.isEmpty && items.allSatisfy { $0.numbers.allSatisfy { abs($0 - 0.131) <= 0.0131 } })
  }

  /// Each of its series has a value nearly always; a table or a figure has one.
  private func expectFilled(_ query: PanelQuery, _ time: PanelTime, _ series: [PrometheusAnswer.Series]) {
    guard !Self.empty.contains(query.panel.title) else { return }
    #expect(!series.isEmpty, "\(query)")
    guard !query.target.instant else { return }
    for one in series {
      let share = Double(one.numbers.count { !$0.isNaN }) / Double(time.count)
      #expect(share >= 0.9, "\(share) of \(one.metric): \(query)")
    }
  }

  private func expectValues(
    _ place: Place, _ agent: ReplayedAgent, _ answers: [String: (time: PanelTime, series: [PrometheusAnswer.Series])],
    _ value: (RunRecord) -> Double?
  ) throws {
    let (_, series) = try #require(answers[place.description])
    let expected = Set(agent.runs.filter { value($0.record) != nil }.map(\.record.identity))
    #expect(series.count == expected.count, "\(place)")
    for one in series {
      for point in one.points {
        // The scrape before the point told of it.
        let told = Double(Int(point.at - 5) / ReplayedAgent.scrape * ReplayedAgent.scrape + 5)
        guard let record = agent.run(one.metric, at: told), let value = value(record) else {
          Issue.record("\(place) has \(one.metric), and no run is of it")
          continue
        }
        expectClose(point.number, value, "\(place) \(one.metric)")
      }
    }
  }

  /// Within 5 %.
  private func expectClose(_ drawn: Double, _ known: Double, _ comment: String) {
    #expect(abs(drawn - known) <= 0.05 * known, "\(comment): drawn \(drawn), known \(known)")
  }

  /// For pictures of what was answered: where `CALCMON_ANSWERS` names a file, it is written there.
  private func keep(_ answers: [String: (time: PanelTime, series: [PrometheusAnswer.Series])]) throws {
    guard let path = ProcessInfo.processInfo.environment["CALCMON_ANSWERS"] else { return }
    let object = answers.mapValues { answer in
      answer.series.map { ["metric": $0.metric, "points": $0.points.map { [$0.at, $0.number] }] as [String: Any] }
    }
    try JSONSerialization.data(withJSONObject: object).write(to: URL(fileURLWithPath: path))
  }

  private static func queries() throws -> [PanelQuery] {
    try Pack.files().filter { $0.path.hasSuffix(".json") && !$0.path.hasPrefix("grafana/calcmon-application") }.flatMap { file in
      PanelQuery.all(of: try JSONDecoder().decode(DashboardFile.self, from: Data(file.text.utf8)))
    }
  }

  private static func quantile(_ record: RunRecord, _ distribution: RunDistribution, _ share: Double) -> Double? {
    record.measurements?.histograms[distribution].flatMap { $0.count >= 100 ? $0.quantile(share) : nil }
  }

  private static func openLoop(_ record: RunRecord, _ value: (RunRecord) -> Double?) -> Double? {
    record.measurements?.arrivalSeconds == nil ? nil : value(record)
  }
}
