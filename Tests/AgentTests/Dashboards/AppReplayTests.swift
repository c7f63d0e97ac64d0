import CalcmonTesting
import Dashboards
import Foundation
import Testing

/// What Grafana draws of watched applications that are scraped as the pack says, beside what their probes have told.
@Suite(.timeLimit(.minutes(3))) struct AppReplayTests {
  private typealias Answers = [String: (time: PanelTime, series: [PrometheusAnswer.Series])]

  /// What each point of a panel's first query is, by application; `nil`: it has no series.
  private static let steady: [(title: String, value: @Sendable (String) -> Double?)] = [
    ("Event-loop latency", { ReplayedApps.judged(.eventLoopLatency, $0) }),
    ("Saturation", { ReplayedApps.judged(.saturation, $0) }), ("I/O wait", { ReplayedApps.judged(.ioWait, $0) }),
    ("CPU utilisation", { ReplayedApps.judged(.cpuUtilization, $0) }), ("Growth of the queues", { _ in 0 }),
    ("Growth of the tasks", { _ in 0 }), ("Growth of the executor's backlog", { _ in 0 }), ("Growth of the memory", { _ in 0 }),
    ("Tasks", { sum($0) { Double($0.tasks) } }), ("Memory", { sum($0) { Double($0.memory) } }),
    ("Processes", { ReplayedApps.processes[$0].map(Double.init) }), ("Executor backlog", { sum($0) { _ in 4 } }),
    ("Ready callbacks", { _ in 2 }),
  ]

  /// What each point is of what grows, by application.
  private static let rates: [(title: String, value: @Sendable (String) -> Double?)] = [
    ("Busy", { ReplayedApps.rates[$0]?.busy }),
    ("Waiting for I/O", { app in sum(app) { $0.ioWait ?? 0 }.flatMap { $0 > 0 ? $0 : nil } }),
  ]

  private static func sum(_ app: String, _ value: (ReplayedApps.Rates) -> Double) -> Double? {
    ReplayedApps.rates[app].flatMap { rates in ReplayedApps.processes[app].map { Double($0) * value(rates) } }
  }

  @Test func `Each panel shows what the probes have told, at each time`() async throws {
    let apps = try await ReplayedApps()
    let queries = try Self.queries()
    #expect(queries.count > 45)
    var answers: Answers = [:]
    for query in queries {
      let time = PanelTime(query.panel.interval, from: ReplayedApps.from, to: ReplayedApps.to)
      let answer = try await apps.prometheus.ask(query, at: time, to: ReplayedApps.to)
      #expect(answer.status == "success", "\(answer.error ?? ""): \(query)")
      answers["\(query.dashboard.dropFirst("calcmon-".count)), \(query.panel.title), \(query.target.refId)"] = (
        time, answer.series
      )
      expectFilled(query, time, answer.series)
    }
    try await expectMarks(apps)
    try await apps.prometheus.stop()
    for (title, value) in Self.steady + Self.rates {
      let series = try #require(answers["application, \(title), A"]).series
      #expect(series.count == ["shop", "mail"].count { value($0) != nil }, "\(title)")
      for one in series {
        let known = try #require(value(one.metric["app"] ?? ""), "\(title) \(one.metric)")
        for point in points(one) { expectClose(point.number, known, "\(title) \(one.metric)") }
      }
    }
    try expectLatency(answers)
    try expectSums(answers, apps)
    try expectGauges(answers)
    try expectFleet(answers, apps)
  }

  private static func queries() throws -> [PanelQuery] {
    try Pack.files().filter { $0.path.hasPrefix("grafana/calcmon-application") }.flatMap { file in
      PanelQuery.all(of: try JSONDecoder().decode(DashboardFile.self, from: Data(file.text.utf8)))
    }
  }

  /// Where one of its two processes stands nothing is told by it, and at the end `mail` is gone.
  private func points(_ series: PrometheusAnswer.Series) -> [PrometheusAnswer.Point] {
    let origin = Double(ReplayedApps.from - 150)
    return series.points.filter { point in
      let second = point.at - origin
      let stands = Double(ReplayedApps.stands.lowerBound)...Double(ReplayedApps.stands.upperBound + 75)
      return second < Double(ReplayedApps.leaves) && !stands.contains(second)
    }
  }

  /// Each of its series has a value nearly always; a table or a figure has one.
  private func expectFilled(_ query: PanelQuery, _ time: PanelTime, _ series: [PrometheusAnswer.Series]) {
    #expect(!series.isEmpty, "\(query)")
    guard !query.target.instant else { return }
    for one in series {
      let share = Double(one.numbers.count { !$0.isNaN }) / Double(time.count)
      #expect(share >= 0.9, "\(share) of \(one.metric): \(query)")
    }
  }

  private func expectLatency(_ answers: Answers) throws {
    for (letter, known) in [("A", ReplayedApps.p99), ("B", ReplayedApps.p50)] {
      let (_, series) = try #require(answers["application, Event-loop latency, p50 and p99, \(letter)"])
      #expect(series.count == 2)
      for number in series.flatMap(points).map(\.number) { expectClose(number, known, "latency \(letter)") }
    }
  }

  /// What is drawn of counters adds up to what was told.
  private func expectSums(_ answers: Answers, _ apps: ReplayedApps) throws {
    let told = apps.told.values
    let expected = [
      ("Stalls by cause", 1.0, told.reduce(0) { $0 + $1.stallSeconds }), ("Stalls", 1 / 60.0, told.reduce(0) { $0 + $1.stalls }),
    ]
    for (title, factor, known) in expected {
      let (time, series) = try #require(answers["application, \(title), A"])
      #expect(known > 10)
      expectClose(series.flatMap(\.numbers).reduce(0, +) * Double(time.step) * factor, known, title)
    }
    let (time, heat) = try #require(answers["application, Event-loop latency, all instants, A"])
    let instants = heat.filter { $0.metric["le"] == "+Inf" }.flatMap(\.numbers).reduce(0, +) * Double(time.step)
    expectClose(instants, told.reduce(0) { $0 + $1.instants }, "the heat map")
    let causes = try #require(answers["application, Stalls by cause, A"]).series.filter { $0.numbers.contains { $0 > 0 } }
    #expect(Set(causes.map { $0.metric["cause"] }) == ["callback", "blocked"])
    for (title, rate) in [("CPU", \ReplayedApps.Rates.user), ("Garbage collection", \ReplayedApps.Rates.gc)] {
      let (_, series) = try #require(answers["application, \(title), A"])
      let one = try #require(
        series.first { $0.metric["app"] == "shop" && ["user", "2"].contains($0.metric["mode"] ?? $0.metric["generation"]) })
      for point in points(one) {
        expectClose(point.number, Self.sum("shop") { $0[keyPath: rate] } ?? 0, "\(title)")
      }
    }
  }

  private func expectGauges(_ answers: Answers) throws {
    let queue = try #require(answers["application, Queues, A"]).series
    #expect(queue.map { $0.metric["queue"] } == ["inbox"])
    let origin = ReplayedApps.from - 150
    for point in points(queue[0]) {
      #expect(point.number == Double(2 * ReplayedApps.depth((Int(point.at) - origin) / 15 * 15)))
    }
    #expect(try #require(answers["application, Queues, B"]).series.flatMap(points).allSatisfy { $0.number == 200 })
    let standing = try #require(answers["application, Standing, A"]).series.first { $0.metric["app"] == "shop" }
    let longest = standing?.numbers.max() ?? 0
    #expect(longest >= 15 && longest <= 30)
  }

  private func expectFleet(_ answers: Answers, _ apps: ReplayedApps) throws {
    for (title, known) in [
      ("Applications", 1.0), ("Gone", 1), ("Standing", 0), ("Targets breached", 1), ("Worst event-loop latency", 0.145),
    ] {
      #expect(answers["applications, \(title), A"]?.series.first?.numbers == [known], "\(title)")
    }
    let stalled = try #require(answers["applications, Stalled, A"]).series.flatMap(\.numbers).reduce(0, +)
    expectClose(stalled, apps.told.values.reduce(0) { $0 + $1.stallSeconds }, "stalled")
    let (time, causes) = try #require(answers["applications, Stalls of applications by cause, A"])
    // Points stand at whole minutes: there is a little more of them than of the range.
    let drawn = causes.flatMap(\.numbers).reduce(0, +) / Double(time.count)
    expectClose(drawn, stalled / Double(ReplayedApps.to - ReplayedApps.from), "stalls by cause, of all")
    let cpu = try #require(answers["applications, The ten with most CPU, A"]).series.first { $0.metric["app"] == "shop" }
    for point in points(try #require(cpu)) {
      expectClose(point.number, Self.sum("shop") { $0.user + $0.system } ?? 0, "CPU of all")
    }
  }

  /// Starts, ends and loops that stand are marked, and nothing else is.
  private func expectMarks(_ apps: ReplayedApps) async throws {
    let file = try #require(try Pack.files().first { $0.path == "grafana/calcmon-application.json" })
    let marks = try JSONDecoder().decode(DashboardFile.self, from: Data(file.text.utf8)).annotations.list
    let time = PanelTime(nil, from: ReplayedApps.from - 150, to: ReplayedApps.to)
    var found: [String: Set<String>] = [:]
    for mark in marks {
      guard let expression = mark.expr else { continue }
      let filled = DashboardChoice().filled(expression, range: time.range, step: time.step, rateInterval: time.rateInterval)
      let answer = try await apps.prometheus.answer(
        "/api/v1/query_range", ["query": filled, "start": "\(time.start)", "end": "\(time.end)", "step": "\(time.step)"])
      #expect(answer.status == "success", "\(mark.name): \(answer.error ?? "")")
      found[mark.name] = Set(answer.series.compactMap { $0.metric["app"] })
    }
    #expect(found["Applications started"] == ["shop", "mail"] && found["Applications gone"] == ["mail"])
    #expect(found["Loops that stand"] == ["shop"] && found["Processes came or went"] == ["mail"])
  }

  /// Within 5 %.
  private func expectClose(_ drawn: Double, _ known: Double, _ comment: String) {
    #expect(abs(drawn - known) <= 0.05 * abs(known) + 1e-9, "\(comment): drawn \(drawn), known \(known)")
  }
}
