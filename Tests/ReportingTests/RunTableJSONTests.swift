import CalcmonTesting
import Foundation
import Reporting
import Runs
import Testing
import Workloads

@Suite struct RunTableJSONTests {
  @Test func `The JSON is the golden JSON`() throws {
    try Golden.expect(RunTable.comparison.json(), matches: "\(Repository.root)/Tests/ReportingTests/Golden/run.json")
  }

  @Test func `The JSON is one line with at least the keys that it has always had`() throws {
    #expect(
      try RunTable.comparison.json().split(separator: "\n", omittingEmptySubsequences: false).map(\.isEmpty) == [false, true])
    let table = try RunTable.comparison.jsonObject()
    #expect(Set(table.keys).isSuperset(of: ["mix", "runs"]))
    #expect(table["mix"] as? String == "mixed")
    let keys: Set<String> = [
      "strategy", "runtime", "outcome", "items", "seconds", "items_per_second", "speedup", "ideal_seconds", "ideal_ratio",
      "event_loop_latency_seconds", "queue_peak", "cpu_utilization", "memory_peak_bytes", "io_wait_ratio", "stalls", "targets",
    ]
    for run in try RunTable.comparison.jsonRuns() {
      #expect(keys.subtracting(run.keys) == [])
      #expect(Set(try #require(run["event_loop_latency_seconds"] as? [String: Any]).keys).isSuperset(of: ["p50", "p99", "max"]))
      let targets = try #require(run["targets"] as? [[String: Any]])
      let names = targets.compactMap { $0["target"] as? String }
      #expect(Array(names.prefix(4)) == ["event_loop_latency", "queue_depth", "memory", "io_wait"])
      let hasFailed = run["outcome"] as? String != "completed" || run["items_failed"] as? Int != 0
      #expect(Array(names.dropFirst(4)) == (hasFailed ? ["failures"] : []))
      #expect(targets.allSatisfy { Set($0.keys).isSuperset(of: ["target", "value", "limit", "verdict"]) })
    }
  }

  @Test func `JSON holds null where there is no figure`() throws {
    let run = try #require(try RunTable.mixed([.ended(.async, .failed)]).jsonRuns().first)
    for key in [
      "seconds", "items_per_second", "speedup", "ideal_seconds", "ideal_ratio", "queue_peak", "cpu_utilization",
      "memory_peak_bytes", "memory_kind", "io_wait_ratio",
    ] { #expect(run[key] is NSNull, "\(key)") }
    let latency = try #require(run["event_loop_latency_seconds"] as? [String: Any])
    #expect(latency.values.allSatisfy { $0 is NSNull })
    let rows = try #require(run["targets"] as? [[String: Any]])
    let targets = rows.filter { $0["target"] as? String != "failures" }
    #expect(targets.count == 4 && rows.count == 5)
    #expect(targets.allSatisfy { $0["value"] is NSNull && $0["verdict"] as? String == "unknown" })
    #expect(run["items"] as? Int == 0)
  }

  @Test func `A completed run without an ideal time, a speed-up or a reading of memory has null there`() throws {
    let run = try #require(try RunTable.mixed([.completed(.async, ideal: nil, memory: nil)]).jsonRuns().first)
    for key in ["speedup", "ideal_seconds", "ideal_ratio", "memory_peak_bytes", "reason"] {
      #expect(run[key] is NSNull, "\(key)")
    }
    #expect(run["seconds"] as? Double == 2)
  }

  @Test func `A band is two numbers`() throws {
    let run = try #require(try RunTable(.cpuBound, cores: 2, records: [.completed(.hybrid)]).jsonRuns().first)
    let limits = try #require(run["targets"] as? [[String: Any]]).map { $0["limit"] }
    #expect(limits.map { $0 as? [Double] } == [nil, nil, [0.7, 0.9], nil, nil])
    #expect(limits.map { $0 as? Double } == [0.1, 0, nil, 0, 0.5])
  }
}
