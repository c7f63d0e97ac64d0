import CalcmonTesting
import Foundation
import Testing

extension Beside.Serving {
  /// What is served in which form, as independent readers see it.
  @Suite(.serialized, .agent { try await .afterFirstRound() }) struct FormatTests {
    @Test func `OpenMetrics, compressed or not, is what the strict parser takes, and says what the text says`() async throws {
      let agent = try SharedAgent.required()
      let text = try await agent.get("/metrics")
      #expect(text.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
      #expect(text.headers["vary"] == "Accept, Accept-Encoding")
      let script = """
        import gzip, json, sys, urllib.request
        from prometheus_client.openmetrics.parser import text_string_to_metric_families as strict
        from prometheus_client.parser import text_string_to_metric_families as plain
        def get(accept, encoding):
            request = urllib.request.Request(sys.argv[1], headers={"Accept": accept, "Accept-Encoding": encoding})
            answer = urllib.request.urlopen(request)
            body = answer.read()
            if answer.headers["Content-Encoding"] == "gzip": body = gzip.decompress(body)
            return answer.headers["Content-Type"], answer.headers["Content-Encoding"], body.decode()
        prefix = ("calcmon_run", "calcmon_event", "calcmon_target", "calcmon_queue")
        def samples(families):
            return sorted((s.name, sorted(s.labels.items()), s.value) for f in families for s in f.samples if s.name.startswith(prefix))
        om, om_zip, text = get("application/openmetrics-text; version=1.0.0", "identity"), get("application/openmetrics-text", "gzip"), get("*/*", "gzip")
        exemplars = [s.exemplar.labels for f in strict(om[2]) for s in f.samples if s.exemplar]
        print(json.dumps({
            "types": [om[0], om_zip[0], text[0]], "encodings": [om[1], om_zip[1], text[1]],
            "same": samples(strict(om[2])) == samples(plain(text[2])) == samples(strict(om_zip[2])),
            "count": len(samples(strict(om[2]))), "exemplars": sorted({int(e["run_id"]) for e in exemplars}),
            "end": om[2].endswith("\\n# EOF\\n"), "unit": "# UNIT calcmon_event_loop_latency_seconds seconds" in om[2]}))
        """
      let output = try await Tool.output("/usr/bin/python3", ["-c", script, "http://127.0.0.1:\(agent.port)/metrics"])
      struct Found: Decodable {
        let types: [String]
        let encodings: [String?]
        let same, end, unit: Bool
        let count: Int
        let exemplars: [Int]
      }
      let found = try JSONDecoder().decode(Found.self, from: Data(output.utf8))
      #expect(found.types[0] == "application/openmetrics-text; version=1.0.0; charset=utf-8")
      #expect(found.types[2] == "text/plain; version=0.0.4; charset=utf-8")
      #expect(found.encodings == [nil, "gzip", "gzip"])
      #expect(found.same && found.end && found.unit)
      #expect(found.count > 300)
      // The ids of the runs as the database has them.
      let ids = try await Tool.output("sqlite3", [agent.databasePath, "SELECT id FROM runs ORDER BY id"]).split(separator: "\n")
      #expect(found.exemplars.allSatisfy { ids.contains("\($0)") })
      #expect(!found.exemplars.isEmpty)
      let head = try await HTTP.request("HEAD", "/metrics", port: agent.port)
      #expect(head.status == 200)
      #expect(head.body == "")
      #expect(head.headers["content-length"].flatMap { Int($0) } ?? 0 > 10_000)
    }

    @Test func `The API tells of runs what the database holds, in the shapes that are promised`() async throws {
      let agent = try SharedAgent.required()
      func json(_ path: String) async throws -> [String: Any] {
        let answer = try await agent.get(path)
        #expect(answer.headers["content-type"] == "application/json")
        return try #require(try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any])
      }
      let list = try #require(try await json("/api/v1/runs?limit=3")["runs"] as? [[String: Any]])
      #expect(list.count == 3)
      let id = try #require(list.first?["id"] as? Int)
      let row = try await Tool.output(
        "sqlite3", [agent.databasePath, "SELECT mix, outcome, duration_seconds FROM runs WHERE id = \(id)"])
      #expect(row.hasPrefix("\(list[0]["mix"] ?? "")|completed|"))
      let run = try await json("/api/v1/runs/\(id)")
      #expect((run["samples"] as? [[String: Any]])?.isEmpty == false)
      #expect(try await json("/api/v1/status")["verdict"] != nil)
      #expect((try await json("/api/v1/targets")["targets"] as? [Any])?.count == 18)
      let series = try await json("/api/v1/samples?quantity=memory_bytes&since=1h&step=1m")["series"] as? [Any]
      #expect(series?.isEmpty == false)
      let rules = try #require(try await json("/api/v1/rules?type=alert")["data"] as? [String: Any])
      #expect((rules["groups"] as? [Any])?.isEmpty == false)
      let problem = try await agent.get("/api/v1/runs?limit=0")
      #expect(problem.status == 400)
      #expect(
        problem.body
          == #"{"error":"invalid parameter \"limit\": \"0\" is no whole number from 1 to 500","errorType":"bad_data","status":"error"}"#
          + "\n")
      #expect(try await agent.get("/api/v1/nothing").status == 404)
      #expect(try await agent.get("/api/v1/runs?mix=%ff").status == 400)
    }
  }
}
