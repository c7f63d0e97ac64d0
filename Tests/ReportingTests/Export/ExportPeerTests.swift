import CalcmonTesting
import Foundation
import Reporting
import Samples
import Storage
import Testing

/// What real readers make of an export.
@Suite struct ExportPeerTests {
  private let start = ExportedHistories.start

  @Test func `Python's OpenMetrics parser accepts the text and reads every family`() async throws {
    let text = try ExportedText.openMetrics(ExportedHistories.small()).text
    let families = try await Tool.output("/usr/bin/python3", ["-c", ExportPeerTests.script], input: text).split(separator: "\n")
    #expect(families.count == 1 + text.split(separator: "\n").count { $0.hasPrefix("# TYPE ") })
    #expect(families.contains("calcmon_sample_memory_bytes gauge bytes 5"))
    #expect(families.contains("calcmon_event_loop_latency_seconds histogram seconds 135"))
    #expect(families.contains("calcmon_run_cpu_seconds counter seconds 10"))
    #expect(families.contains("calcmon_runs counter - 25"))
    #expect(families.contains("calcmon_app_memory_bytes gauge bytes 4"))
    #expect(families.contains(#"['=cmd("a\\b",\n\'ü\')', 'mixed']"#))
  }

  @Test func `Python's OpenMetrics parser accepts the text of an empty history`() async throws {
    let text = try ExportedText.openMetrics(MemoryHistory()).text
    #expect(try await Tool.output("/usr/bin/python3", ["-c", ExportPeerTests.script], input: text) == "[]")
  }

  /// Prints each family with its unit and how many samples it has, then the names of all mixes.
  ///
  /// The parser (0.16, and this part is the same in newer ones) drops all but the first line of a histogram's second point, and
  /// then misses its bucket `+Inf`. So it is given each histogram once for each instant, and all other families together.
  private static let script = """
    import collections, re, sys
    from prometheus_client.openmetrics.parser import text_string_to_metric_families
    from prometheus_client.samples import Timestamp
    # 0.16 takes 1.6 for later than 2.1.
    Timestamp.__gt__ = lambda a, b: (a.sec, a.nsec) > (b.sec, b.nsec)
    text = sys.stdin.read()
    parts = re.split(r"(?m)^(?=# TYPE )", text.removesuffix("# EOF\\n"))
    texts = ["".join(part for part in parts if " histogram\\n" not in part)]
    for part in parts:
        if " histogram\\n" not in part: continue
        lines = part.splitlines(keepends=True)
        head = [line for line in lines if line.startswith("#")]
        instants = {line.rsplit(" ", 1)[1] for line in lines if line not in head}
        texts += ["".join(head + [line for line in lines if line.endswith(" " + instant)]) for instant in instants]
    texts = [text + "# EOF\\n" for text in texts]
    counts, mixes = collections.Counter(), set()
    for text in texts:
        for family in text_string_to_metric_families(text):
            counts[f"{family.name} {family.type} {family.unit or '-'}"] += len(family.samples)
            mixes |= {sample.labels["mix"] for sample in family.samples if "mix" in sample.labels}
    for family, count in counts.items():
        print(family, count)
    print(sorted(mixes))
    """

  @Test func `Prometheus answers from backfilled blocks what was measured then`() async throws {
    let directory = try TemporaryDirectory()
    try write(sixRuns(), to: directory.file("history.txt"))
    let prometheus = try await BackfilledPrometheus.start(on: directory.file("history.txt"))
    let end = start.advanced(bySeconds: 5 * 300 + 2.2).milliseconds

    let depth = "calcmon_sample_queue_depth{mix=\"mixed\"}"
    let first = start.advanced(bySeconds: 1).milliseconds
    #expect(try await prometheus.query(depth, atMilliseconds: first - 1) == nil)
    #expect(try await prometheus.query(depth, atMilliseconds: first) == 10)
    #expect(try await prometheus.query(depth, atMilliseconds: end) == 60)
    let name = ExportedHistories.hostileName.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing(
      "\n", with: "\\n")
    #expect(try await prometheus.query("calcmon_sample_queue_depth{mix=\"\(name)\"}", atMilliseconds: end) == 7)

    let items = "calcmon_run_items_total{mix=\"mixed\",strategy=\"hybrid\",runtime=\"swift\",result=\"ok\"}"
    #expect(try await prometheus.query(items, atMilliseconds: end) == 540)
    #expect(try await prometheus.query("increase(\(items)[10m])", atMilliseconds: end) == 180)
    #expect(try await prometheus.query("\(items) - \(items) offset 25m", atMilliseconds: end) == 450)
    #expect(try await prometheus.query("sum(calcmon_event_loop_stall_seconds_total)", atMilliseconds: end) == 0.2)

    let bucket = "calcmon_event_loop_latency_seconds_bucket{mix=\"mixed\"}"
    for rate in [bucket, "increase(\(bucket)[10m])"] {
      let quantile = try #require(
        try await prometheus.query("histogram_quantile(0.99, sum by (le) (\(rate)))", atMilliseconds: end))
      // The rank 0.99 lies at 8 of the 10 ticks between the edges 0.15 and 0.25.
      #expect(abs(quantile - 0.23) < 1e-9)
    }
    let tasks = "calcmon_app_tasks{app=\"shop\"}"
    #expect(try await prometheus.query(tasks, atMilliseconds: start.advanced(bySeconds: 60).milliseconds) == 5)
    let ratio = "calcmon_last_run_cpu_utilization_ratio{mix=\"mixed\"}"
    #expect(try await prometheus.query(ratio, atMilliseconds: end) == 0.8)
    try await prometheus.stop()
  }

  private func write(_ history: MemoryHistory, to path: String) throws {
    try ExportedText.openMetrics(history).text.write(toFile: path, atomically: true, encoding: .utf8)
  }

  /// Every five minutes a run, and after them one under a hostile name.
  private func sixRuns() -> MemoryHistory {
    let history = MemoryHistory()
    for number in 1...6 {
      let id = Int64(number)
      history.addRun(id, ExportedHistories.plain, at: start.advanced(bySeconds: Double(number - 1) * 300))
      history.addSample(.queueDepth, Double(number) * 10, ofRun: id, after: 1)
      history.latencies[id] = ExportedHistories.latency
    }
    history.addApp("shop")
    history.addRun(7, ExportedHistories.hostile, at: start.advanced(bySeconds: 1498), outcome: .crashed, figures: nil)
    history.addSample(.queueDepth, 7, ofRun: 7, after: 1)
    history.addStall(ofRun: 7, after: 0.5, StallBudget([.blocked: 0.2]))
    return history
  }
}
