import CalcmonTesting
import Foundation
import Testing

extension EndToEnd {
  /// What real readers of metrics make of a real agent.
  @Suite(.serialized, .agent { try await .afterFirstRound() }) struct PeerTests {
    @Test
    func `The default set completes in both runtimes; promtool has nothing else to say, and Python's parser reads every family`()
      async throws
    {
      let agent = try await AgentProcess.start(python: "/usr/bin/python3")
      try await agent.waitForFirstRound(runs: 10)
      let outcomes = "SELECT runtime, outcome, count(DISTINCT mix) FROM runs GROUP BY 1, 2"
      #expect(try await Tool.output("sqlite3", [agent.databasePath, outcomes]) == "asyncio|completed|5\nswift|completed|5")
      #expect(try await agent.value("calcmon_runtime_available{runtime=\"asyncio\"}") == 1)
      let metrics = try await agent.get("/metrics").body
      let promtool = try await Tool.run("promtool", ["check", "metrics"], input: metrics)
      // Quantiles of the last run are gauges: see the tests of the exposition.
      let said = promtool.errors.split(separator: "\n").filter {
        !$0.hasSuffix("non-summary metrics should not have \"quantile\" label")
      }
      #expect(promtool.output == "" && said == [])
      let script = """
        import sys
        from prometheus_client.parser import text_string_to_metric_families
        for family in text_string_to_metric_families(sys.stdin.read()):
            print(family.name, family.type, len(family.samples))
        """
      let families = try await Tool.output("/usr/bin/python3", ["-c", script], input: metrics).split(separator: "\n")
      #expect(families.count == metrics.split(separator: "\n").count { $0.hasPrefix("# TYPE ") })
      #expect(families.contains { $0.hasPrefix("calcmon_event_loop_latency_seconds histogram ") })
      #expect(try await agent.stop() == 0)
    }

    @Test func `A real Prometheus scrapes it, and answers what the database answers`() async throws {
      let agent = try SharedAgent.required()
      let prometheus = try await PrometheusProcess.start(scraping: agent.port)
      let runs = try await agent.sum(of: "calcmon_runs_total")
      try await agent.wait(for: "all runs in Prometheus") { try await prometheus.query("sum(calcmon_runs_total)") == runs }
      #expect(try await prometheus.query("up") == 1)

      let family = "calcmon_event_loop_latency_seconds"
      #expect(try await prometheus.query("sum(\(family)_count)") == Double(try await ticks(agent, until: nil)))
      #expect(try await prometheus.query("sum(\(family)_bucket{le=\"0.1\"})") == Double(try await ticks(agent, until: 100_000)))
      let quantile = try #require(try await prometheus.query("histogram_quantile(0.99, sum by (le) (\(family)_bucket))"))
      let own = try await quantileOfDatabase(agent, 0.99)
      #expect(abs(quantile - own) < 1e-9)
      try await prometheus.stop()
    }

    @Test func `The report's status and JSON agree with each other and with the metrics`() async throws {
      let agent = try SharedAgent.required()
      let report = try await Tool.run(BuiltBinary.path, ["report", "--format", "json"], directory: agent.directory.path)
      let object = try #require(try JSONSerialization.jsonObject(with: Data(report.output.utf8)) as? [String: Any])
      let verdict = try #require(object["verdict"] as? String)
      #expect(["met": 0, "breached": 1, "unknown": 3][verdict] == report.status)
      let targets = try #require(object["targets"] as? [[String: Any]])
      #expect(targets.count == 18)
      #expect(Set(targets.compactMap { $0["target"] as? String }).count == 5)
      for target in targets {
        let word = { (key: String) in target[key] as? String ?? "" }
        let labels =
          "mix=\"\(word("mix"))\",runtime=\"\(word("runtime"))\",strategy=\"\(word("strategy"))\",target=\"\(word("target"))\""
        #expect(try await agent.value("calcmon_target_breached{\(labels)}") == (word("verdict") == "breached" ? 1 : 0))
        let stored = try await Tool.output(
          "sqlite3",
          [
            agent.databasePath,
            "SELECT verdict FROM verdicts WHERE mix = '\(word("mix"))' AND strategy = '\(word("strategy"))' AND target = '\(word("target"))'",
          ])
        #expect(stored == word("verdict"))
      }
      #expect(try await Tool.output("sqlite3", [agent.databasePath, "SELECT count(DISTINCT quantity) FROM samples"]) == "5")
    }

    private func ticks(_ agent: AgentProcess, until microseconds: Double?) async throws -> Int {
      let limit = microseconds.map { "\($0)" } ?? "inf"
      return try #require(Int(try await Tool.output("python3", ["-c", Self.ticks, agent.databasePath, limit])))
    }

    /// Adds up the counts of all buckets up to a bound, from the bytes as the schema's comment describes them.
    private static let ticks = """
      import sqlite3, sys
      def numbers(data):
          value = shift = 0
          for byte in data:
              value |= (byte & 0x7f) << shift
              shift += 7
              if byte < 0x80:
                  yield value
                  value = shift = 0
      total = 0
      query = "SELECT counts FROM histograms WHERE distribution = 'event_loop_latency'"
      for data, in sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True).execute(query):
          upper, stream = 0, numbers(data)
          for distance, count in zip(stream, stream):
              upper += distance
              total += count if upper <= float(sys.argv[2]) else 0
      print(total)
      """

    /// As Prometheus defines histogram_quantile: linear within the bucket that holds the rank.
    private func quantileOfDatabase(_ agent: AgentProcess, _ quantile: Double) async throws -> Double {
      let edges = [
        0.0005, 0.001, 0.0015, 0.0025, 0.0035, 0.005, 0.007, 0.01, 0.015, 0.025, 0.035, 0.05, 0.07, 0.1, 0.15, 0.25, 0.35, 0.5,
        0.7, 1, 1.5, 2.5, 5, 10,
      ]
      let rank = quantile * Double(try await ticks(agent, until: nil))
      var below = 0.0
      var lower = 0.0
      for edge in edges {
        let count = Double(try await ticks(agent, until: edge * 1e6))
        if count >= rank { return lower + (edge - lower) * (rank - below) / (count - below) }
        (below, lower) = (count, edge)
      }
      return lower
    }
  }
}
