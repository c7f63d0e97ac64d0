import CalcmonTesting
import Exposition
import Foundation
import Reporting
import Samples
import Storage
import Testing

@Suite struct OpenMetricsExportTests {
  private let plain = ExportedHistories.plain
  private let start = ExportedHistories.start

  @Test func `The text is the golden text`() throws {
    let (text, summary) = try ExportedText.openMetrics(ExportedHistories.small())
    try Golden.expect(text, matches: "\(Repository.root)/Tests/ReportingTests/Golden/export.openmetrics.txt")
    #expect(summary.samples == text.split(separator: "\n").count { !$0.hasPrefix("#") })
    #expect(summary.leftOut == 0)
  }

  @Test func `A history without runs is just the end of the text`() throws {
    let (text, summary) = try ExportedText.openMetrics(MemoryHistory())
    #expect(text == "# EOF\n")
    #expect(summary.samples == 0)
    #expect(summary.leftOut == 0)
  }

  @Test func `A filter leaves out what it leaves out, and counting begins with what is left`() throws {
    let later = HistoryFilter(since: start.advanced(bySeconds: 100), until: start.advanced(bySeconds: 1000), mix: "mixed")
    let text = try ExportedText.openMetrics(ExportedHistories.small(), later).text
    #expect(!text.contains("cmd"))
    #expect(
      lines(text, "calcmon_runs_total{mix=\"mixed\",outcome=\"completed\"") == ["0 1700000300.123", "1 1700000302.323"])
  }

  @Test func `Dropped items count as errors, as they do in the agent`() throws {
    let text = try ExportedText.openMetrics(ExportedHistories.small()).text
    #expect(
      lines(text, "calcmon_run_items_total{mix=\"mixed\",result=\"error\"")
        == ["0 1700000000.123", "6 1700000002.323", "12 1700000302.323"])
  }

  @Test func `A run without a figure leaves out the gauge's point and no other`() throws {
    let text = try ExportedText.openMetrics(ExportedHistories.small()).text
    #expect(lines(text, "calcmon_last_run_ideal_ratio{") == ["1.25 1700000002.323"])
    #expect(lines(text, "calcmon_last_run_queue_peak{") == ["80 1700000002.323", "80 1700000302.323"])
  }

  @Test func `Of overlapping runs, as after the clock was set back, the samples that go back are left out and counted`() throws {
    let history = MemoryHistory()
    history.addRun(1, plain, at: start)
    history.addRun(2, plain, at: start.advanced(bySeconds: 1))
    for (run, value) in [(Int64(1), 1.0), (2, 2)] {
      for step in [0.5, 1, 1.5] { history.addSample(.queueDepth, value, ofRun: run, after: step) }
    }
    let (text, summary) = try ExportedText.openMetrics(history)
    #expect(
      lines(text, "calcmon_sample_queue_depth{")
        == ["1 1700000000.623", "1 1700000001.123", "1 1700000001.623", "2 1700000002.123", "2 1700000002.623"])
    #expect(summary.leftOut == 1)
  }

  @Test func `What a run counts that ended in the same millisecond as another is in the next point`() throws {
    let history = MemoryHistory()
    for id in 1...2 { history.addRun(Int64(id), plain, at: start) }
    history.addRun(3, plain, at: start.advanced(bySeconds: 60))
    history.latencies = [1: ExportedHistories.latency, 2: ExportedHistories.latency]
    let (text, summary) = try ExportedText.openMetrics(history)
    #expect(
      lines(text, "calcmon_run_retries_total{") == ["0 1700000000.123", "5 1700000002.323", "15 1700000062.323"])
    #expect(
      lines(text, "calcmon_event_loop_latency_seconds_count{") == [
        "0 1700000000.123", "200 1700000002.323", "400 1700000062.323",
      ])
    // Once for each of 10 gauges and 23 counters, and 27 lines of the histogram.
    #expect(summary.leftOut == 10 + 23 + 27)
  }

  @Test func `Every run counts once, however many there are and however many ended together`() throws {
    let history = MemoryHistory()
    for id in 0..<2002 { history.addRun(Int64(id), plain, at: start.advanced(bySeconds: Double(id / 3))) }
    let text = try ExportedText.openMetrics(history).text
    let ok = "calcmon_runs_total{mix=\"mixed\",outcome=\"completed\""
    #expect(lines(text, ok).last?.split(separator: " ").first == "2002")
  }

  @Test func `A counter begins at 0 also where the clock was set back within the first run`() throws {
    let history = MemoryHistory()
    history.addRun(1, plain, at: start, seconds: -10)
    let (text, summary) = try ExportedText.openMetrics(history)
    #expect(lines(text, "calcmon_run_retries_total{") == ["0 1699999990.122", "5 1699999990.123"])
    #expect(summary.leftOut == 0)
  }

  @Test func `Counters and buckets never fall, and buckets are cumulative, over many runs and restarts`() throws {
    let history = longHistory(runs: 1700)
    let text = try ExportedText.openMetrics(history).text
    var last: [Substring: (value: Double, time: Double)] = [:]
    var closed: Set<Substring> = []
    var current: Substring = ""
    var families = 0
    for line in text.split(separator: "\n") where line != "# EOF" {
      if line.hasPrefix("# TYPE ") { families += 1 }
      guard !line.hasPrefix("#") else { continue }
      let parts = line.split(separator: " ")
      let (series, value, time) = try (parts[0], #require(Double(parts[1])), #require(Double(parts[2])))
      if let before = last[series] {
        #expect(time > before.time)
        if series.contains("_total{") || series.contains("_bucket{") { #expect(value >= before.value) }
      }
      last[series] = (value, time)
      let metric = series.contains("calcmon_event_loop_latency_seconds_") ? "latency" : series
      if metric != current { #expect(closed.insert(metric).inserted, "\(metric) is interleaved") }
      current = metric
    }
    #expect(families == 5 + 9 + 9 + 1)
    #expect(last["calcmon_runs_total{mix=\"mixed\",outcome=\"completed\",runtime=\"swift\",strategy=\"hybrid\"}"]?.value == 1700)
    #expect(last["calcmon_event_loop_stalls_total{mix=\"mixed\",runtime=\"swift\",strategy=\"hybrid\"}"]?.value == 1700)
  }

  @Test func `Buckets and sum are those that the agent exposes for the same runs`() throws {
    var registry = MetricRegistry()
    for _ in 1...2 { registry.merge(MetricCatalog.eventLoopLatency, plain.labels, ExportedHistories.latency) }
    let live = String(decoding: TextFormat.render(registry), as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }
    let text = try ExportedText.openMetrics(ExportedHistories.small()).text
    let exported = text.split(separator: "\n").filter {
      $0.hasPrefix("calcmon_event_loop_latency_seconds") && $0.contains("mix=\"mixed\"") && $0.hasSuffix(" 1700000302.323")
    }
    #expect(exported.map { $0.split(separator: " ").dropLast().joined(separator: " ") } == live.map(String.init))
  }

  @Test func `Every instant of a day survives as whole milliseconds what Prometheus does to seconds`() throws {
    let history = MemoryHistory()
    history.addRun(1, plain, at: start)
    for step in 0..<20_000 { history.addSample(.queueDepth, 1, ofRun: 1, after: Double(step) * 4.321) }
    let texts = lines(try ExportedText.openMetrics(history).text, "calcmon_sample_queue_depth{")
    let read = try texts.map { try Int64(#require(Double($0.dropFirst(2))) * 1000) }
    #expect(read == history.samples.map(\.at.milliseconds))
  }

  @Test func `The text comes in pieces of whole lines, and how far it is never falls and ends at all`() throws {
    let history = longHistory(runs: 200)
    var pieces: [[UInt8]] = []
    var told: [ExportProgress] = []
    _ = try OpenMetricsExport.write(
      from: history.source, MemoryHistory.everything, tell: { told.append($0) }, to: { pieces.append($0) })
    #expect(pieces.count > 10)
    #expect(pieces.dropLast().allSatisfy { (65_536..<70_000).contains($0.count) })
    #expect(pieces.allSatisfy { $0.last == UInt8(ascii: "\n") })
    #expect(zip(told, told.dropFirst()).allSatisfy { $0.done <= $1.done && $0.rows <= $1.rows })
    #expect(told.allSatisfy { $0.done <= $0.total })
    #expect(told.last.map { $0.done == $0.total } == true)
  }

  @Test func `What the sink throws ends the export`() {
    struct Full: Error {}
    #expect(throws: Full.self) {
      try OpenMetricsExport.write(from: longHistory(runs: 200).source, MemoryHistory.everything, to: { _ in throw Full() })
    }
  }

  /// A run a minute, each with samples, ticks and a stall.
  private func longHistory(runs: Int) -> MemoryHistory {
    let history = MemoryHistory()
    for id in 1...runs {
      let at = start.advanced(bySeconds: Double(id) * 60)
      history.runs.append(
        StoredRun(
          id: Int64(id), identity: plain, kind: .mixed, outcome: .completed, startedAt: at, endedAt: at.advanced(bySeconds: 2),
          figures: ExportedHistories.figures))
      history.samples += Quantity.allCases.map {
        StoredSample(identity: plain, quantity: $0, at: at.advanced(bySeconds: 1), value: 0.1, runID: Int64(id))
      }
      history.latencies[Int64(id)] = ExportedHistories.latency
      history.stalls.append(
        StoredStall(
          identity: plain, runID: Int64(id), startedAt: at,
          stall: Stall(startedNanoseconds: 0, endedNanoseconds: 200_000_000, budget: StallBudget([.callback: 0.2]))))
    }
    return history
  }

  /// What stands after the labels in the lines that begin so.
  private func lines(_ text: String, _ prefix: String) -> [String] {
    text.split(separator: "\n").filter { $0.hasPrefix(prefix) }.map {
      $0.split(separator: "} ").last.map(String.init) ?? ""
    }
  }
}
