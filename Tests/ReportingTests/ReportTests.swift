import Rendering
import Reporting
import Samples
import Storage
import Testing
import Thresholds

@Suite struct ReportTests {
  @Test func `One breach makes the verdict; without one, one unknown does; nothing is not met`() {
    let (good, bad) = (Reports.history("cpu-bound", .cpu), Reports.history("mixed", .mixed, milliseconds: 250))
    #expect(Reports.report([good]).verdict == .met)
    #expect(Reports.report([good, bad]).verdict == .breached)
    #expect(Reports.report([good, Reports.failing]).verdict == .breached)
    #expect(Reports.report([good, Reports.cancelled]).verdict == .unknown)
    #expect(Reports.report([]).verdict == .unknown)
  }

  @Test func `Everything is in order, in whatever order it was read`() {
    let histories = ["b", "a", "c"].map { Reports.history($0, .idle, stalls: Stalls.ofCode) }
    let drifts = [(Runtime.swift, "b"), (.swift, "a"), (.asyncio, "c")].map {
      Report.Drift(runtime: $0, kernel: $1, checks: 1, last: 1, lowest: 1, highest: 1)
    }
    let report = Reports.report(histories, drifts: drifts)
    #expect(report.rows.map(\.identity.mix) == ["a", "a", "b", "b", "c", "c"])
    #expect(report.runs.map(\.identity.mix) == ["a", "b", "c"])
    #expect(report.stalls.map(\.identity.mix) == ["a", "b", "c"])
    #expect(report.drifts.map(\.kernel) == ["c", "a", "b"])
    #expect(report.measures.prefix(6).map(\.measure) == RunMeasure.allCases)
    #expect(report.measures.map(\.identity.mix) == ["a", "b", "c"].flatMap { Array(repeating: $0, count: 6) })
  }

  @Test func `What no run has measured is no measure`() {
    var history = Reports.history("idle", .idle)
    history.figures = [Reports.figures(1, at: 1, latency: nil, memory: nil, ideal: nil)]
    #expect(Reports.report([history]).measures.map(\.measure) == [.queuePeak, .cpuUtilization, .ioWait])
    #expect(Reports.report([Reports.failing]).measures.isEmpty)
  }
}
