import CalcmonTesting
import Foundation
import Testing

extension Beside.Dashboards {
  /// The dashboards and rules that calcmon brings along, with a real Prometheus and real runs.
  @Suite(.serialized) struct PackTests {
    /// All strategies in both runtimes, a paced mix, and one that blocks its loop.
    private static func mixes(every: String) -> String {
      """
      canaries: {cpu_budget: 1, every: \(every)}
      mixes:
        - {name: compare, kind: mixed, strategies: [sync, threads, async, hybrid], runtimes: [swift, asyncio], items: 120,
           io: {kind: timer, time: 3ms}, cpu: {time: 1ms}, every: \(every)}
        - {name: steady, kind: cpu, strategies: [hybrid], runtimes: [swift], duration: 1s, load: 0.8, cpu: {time: 5ms}, every: \(every)}
        - {name: stream, kind: realtime, strategies: [hybrid], runtimes: [swift], duration: 1s, rate: 150, cpu: {time: 1ms}, every: \(every)}
        - {name: blocked, kind: mixed, strategies: [async], runtimes: [swift], items: 6, cpu: {time: 300ms}, every: \(every)}
      """
    }

    private static func targets(_ agent: AgentProcess, _ secured: AgentProcess) -> String {
      """
      - targets: ["127.0.0.1:\(agent.port)"]
      - targets: ["127.0.0.1:\(secured.port)"]
        labels: {__scheme__: https}
      """
    }

    @Test func `What somebody has changed is not written over unless they say so`() async throws {
      let pack = try await PackFolder()
      let export = { (options: [String]) in
        try await Tool.run(BuiltBinary.path, ["dashboards", "export", "--to", pack.path("")] + options)
      }
      #expect(try await export([]).status == 0)
      let rules = pack.path("prometheus/rules/calcmon-alerts.yml")
      let before = try String(contentsOfFile: rules, encoding: .utf8)
      try "groups: []\n".write(toFile: rules, atomically: true, encoding: .utf8)
      let refused = try await export([])
      #expect(refused.status == 2 && refused.errors.contains("prometheus/rules/calcmon-alerts.yml"))
      #expect(try String(contentsOfFile: rules, encoding: .utf8) == "groups: []\n")
      #expect(try await export(["--force"]).status == 0)
      #expect(try String(contentsOfFile: rules, encoding: .utf8) == before)
      #expect(try await Tool.run(BuiltBinary.path, ["dashboards", "export", "--to", rules]).status == 4)
    }

    @Test func `Every query of every panel and variable has data and its labels; restarts and what is missing make no error`()
      async throws
    {
      let start = Date()
      let pack = try await PackFolder()
      let folder = try TemporaryDirectory()
      let web = try await WebFiles()
      let idle =
        "mixes: [{name: alone, kind: io, strategies: [async], runtimes: [swift], items: 5, io: {kind: timer, time: 1ms}}]"
      let secured = try await AgentProcess.start(watching: idle, web: web)
      var agent = try await AgentProcess.start(
        watching: Self.mixes(every: "15s"), in: folder, python: "/usr/bin/python3")
      let prometheus = try await pack.startPrometheus(targets: Self.targets(agent, secured), web: web)
      try await agent.waitForLog("a run ended", count: 20)
      let port = agent.port
      #expect(try await agent.stop() == 0)

      // Another life of the agent: it goes on where it was, and looks whether the host is still as fast.
      agent = try await AgentProcess.start(
        watching: Self.mixes(every: "2m"), in: folder, python: "/usr/bin/python3", port: port)
      let queries = try pack.queries()
      #expect(queries.count > 90)
      var rest = queries
      try await Poll.value("every query has data", within: .seconds(60 * 2)) {
        var empty: [PanelQuery] = []
        for query in rest where try await prometheus.ask(query, since: start).series.isEmpty {
          if try await !hasTooLittleOfTheHost(query, prometheus) { empty.append(query) }
        }
        rest = empty
        return rest
      } until: {
        $0.isEmpty
      }

      try await expectNames(queries, prometheus, since: start)
      try await expectVariables(pack, prometheus, instance: "127.0.0.1:\(port)", since: start)
      let one = DashboardChoice(
        instance: "127\\\\.0\\\\.0\\\\.1:\(port)", mix: "compare", strategy: "(sync|hybrid)", runtime: "asyncio")
      try await expectNoErrors(queries, prometheus, one, since: start)
      for rule in try await prometheus.rules() { #expect(rule.health == "ok", "\(rule.name): \(rule.error)") }
      #expect(try await prometheus.rules().count == 27)

      // A third life, without Python, and then nothing.
      #expect(try await agent.stop() == 0)
      agent = try await AgentProcess.start(watching: Self.mixes(every: "2m"), in: folder, port: port)
      try await Poll.until("Prometheus sees that asyncio is missing") {
        try await prometheus.query("calcmon_runtime_available{instance=\"127.0.0.1:\(port)\",runtime=\"asyncio\"}") == 0
      }
      try await expectNoErrors(queries, prometheus, since: start)
      #expect(try await agent.stop() == 0)
      try await Poll.until("Prometheus misses the agent") {
        try await prometheus.query("count(up == 0)") == 1
      }
      try await expectNoErrors(queries, prometheus, since: start)
      try await expectNoErrors(queries, prometheus, DashboardChoice(job: "nobody"), since: start)
      let down = try #require(queries.first { $0.panel.title == "Agents that do not answer" })
      #expect(try await prometheus.ask(down, since: start).series.first?.numbers == [1])
      try await prometheus.stop()
      #expect(try await secured.stop() == 0)
    }

    /// Whether it asks for what the host left too little of to be judged: beside other tests CPU utilisation may have no value.
    private func hasTooLittleOfTheHost(_ query: PanelQuery, _ prometheus: PrometheusProcess) async throws -> Bool {
      guard "\(query)".contains("calcmon_target_value"), "\(query)".contains("target=\"cpu_utilization\"") else { return false }
      return try await prometheus.query("min(calcmon_target_unknown{target=\"cpu_utilization\"})") == 1
    }

    /// Each series has what its name is made of, and a name of its own.
    private func expectNames(_ queries: [PanelQuery], _ prometheus: PrometheusProcess, since start: Date) async throws {
      for query in queries {
        let series = try await prometheus.ask(query, since: start).series
        for label in query.labels { #expect(series.allSatisfy { $0.metric[label] != nil }, "\(label): \(query)") }
        guard query.panel.type != "table" else { continue }
        #expect(Set(series.map { query.name(of: $0.metric) }).count == series.count, "\(query)")
      }
    }

    private func expectVariables(
      _ pack: PackFolder, _ prometheus: PrometheusProcess, instance: String, since start: Date
    ) async throws {
      var values: [String: [String]] = [:]
      for variable in try pack.variables() where variable.type == "query" {
        values[variable.name] = try await prometheus.values(of: variable, since: start)
      }
      #expect(values["job"] == ["calcmon"])
      #expect(values["instance"]?.count == 2 && values["instance"]?.contains(instance) == true)
      #expect(values["mix"] == ["alone", "blocked", "compare", "steady", "stream"])
      #expect(values["strategy"] == ["async", "hybrid", "sync", "threads"])
      #expect(values["runtime"] == ["asyncio", "swift"])
      // What was chosen before narrows what is offered.
      let runtimes = try #require(try pack.variables().first { $0.name == "runtime" })
      #expect(try await prometheus.values(of: runtimes, DashboardChoice(mix: "steady"), since: start) == ["swift"])
    }

    /// Whatever there is, it is an answer, and what grows never shrinks.
    private func expectNoErrors(
      _ queries: [PanelQuery], _ prometheus: PrometheusProcess, _ choice: DashboardChoice = DashboardChoice(), since start: Date
    ) async throws {
      for query in queries {
        let answer = try await prometheus.ask(query, choice, since: start)
        #expect(answer.status == "success", "\(answer.error ?? ""): \(query)")
        guard query.isGrowth else { continue }
        #expect(answer.series.allSatisfy { $0.numbers.allSatisfy { $0 >= 0 } }, "\(query)")
      }
    }

    @Test func `Two hundred agents in one Prometheus: each query of the overview takes less than a second`() async throws {
      let pack = try await PackFolder()
      let agent = try await AgentProcess.start(python: "/usr/bin/python3")
      try await agent.waitForFirstRound(runs: 10)
      let start = Date()
      let targets = (1...200).map {
        "- {targets: [\"127.0.0.1:\(agent.port)\"], labels: {instance: \"host-\($0):9873\"}}"
      }
      var prometheus = try await pack.startPrometheus(targets: targets.joined(separator: "\n"))
      try await Poll.until("a minute of all of them is there", within: .seconds(60 * 2)) {
        try await prometheus.query("count(count_over_time(calcmon_build_info[5m]) >= 60)") == 200
      }
      try await prometheus.stop()
      // It goes on at the pace of the pack: to scrape so many each second is a load of its own.
      let text = try String(contentsOfFile: pack.configuration, encoding: .utf8)
      try text.replacing("_interval: 1s", with: "_interval: 15s")
        .write(toFile: pack.configuration, atomically: true, encoding: .utf8)
      prometheus = try await PrometheusProcess.start(in: pack.directory, configuration: pack.configuration)
      let hosts = try #require(try pack.queries().first { $0.panel.title == "Hosts" })
      var rows = 0
      try await Poll.until("each host is a row again", within: .seconds(60 * 1)) {
        rows = try await prometheus.ask(hosts, since: start).series.count
        return rows == 200
      }
      let clock = ContinuousClock()
      for query in try pack.queries() where query.dashboard == "calcmon-overview" {
        var times: [Duration] = []
        for _ in 0..<3 {
          let began = clock.now
          // An hour, which is what the dashboard shows, has sixty points.
          #expect(try await prometheus.ask(query, since: start, steps: 60).status == "success")
          times.append(clock.now - began)
        }
        #expect(times.sorted()[1] < .seconds(1), "\(query)")
      }
      try await prometheus.stop()
      #expect(try await agent.stop() == 0)
    }
  }
}
