import Foundation
import Reporting
import Samples
import Storage
import Testing
import Thresholds

/// Runs and items that fail, in each format of the report.
@Suite struct FailureReportTests {
  private static let reason = "cannot start /proc/self/exe: Function not implemented"

  /// Eight completed runs, of which all targets are met, and some that failed.
  private static func half(failed: Int = 8, items: ItemCounts = ItemCounts(ok: 4000)) -> RunHistory {
    var history = Reports.history("cpu-bound", .cpu)
    history.failures = Failures()
    for _ in 0..<8 { history.failures.add(.completed, items: items) }
    for _ in 0..<failed { history.failures.add(.failed, reason: reason) }
    if failed > 0 { history.outcomes[.failed] = failed }
    return history
  }

  @Test func `Half of the runs failed: breached, whatever the completed ones have shown`() {
    let report = Reports.report([Self.half()])
    #expect(report.rows.allSatisfy { $0.judgement.verdict == .met })
    #expect(report.verdict == .breached)
    #expect(Reports.report([Self.half(failed: 0)]).verdict == .met)
  }

  @Test func `Only failed runs are a breach, and not short of data`() {
    let report = Reports.report([Reports.failing])
    #expect(report.verdict == .breached)
    #expect(report.junit.contains("errors=\"1\" skipped=\"4\""))
  }

  @Test func `All items of completed runs failed: breached`() {
    let report = Reports.report([Self.half(failed: 0, items: ItemCounts(failed: 4000))])
    #expect(report.verdict == .breached)
    #expect(report.junit.contains("failures=\"1\" errors=\"0\""))
    #expect(report.text.contains("32000 of 32000 items came to no good end (32000 failed)"))
  }

  @Test(arguments: ["txt", "md", "html"])
  func `People are told what, how many of how many, why, and what to do`(format: String) throws {
    let render = try #require(ReportRenderingTests.formats.first { $0.name == format }).render
    let text = try render(Reports.report([Self.half()])).replacing("\\", with: "")
    #expect(text.contains("8 of 16 runs failed, most often since: \(Self.reason)"))
    #expect(text.contains("more than 1 % failed of cpu-bound/hybrid/swift"))
    #expect(text.contains("calcmon run cpu-bound --strategy hybrid --runtime swift"))
    #expect(text.contains("breached") && text.contains("50 %"))
  }

  @Test func `JSON has a row among the targets and an entry of its own`() throws {
    let object = try Self.object(Reports.report([Self.half()]))
    let row = try #require((object["targets"] as? [[String: Any]])?.last)
    #expect(row["target"] as? String == "failures" && row["verdict"] as? String == "breached")
    #expect(row["value"] as? Double == 0.5 && row["limit"] as? Double == 0.01 && row["samples"] as? Int == 16)
    let entry = try #require((object["failures"] as? [[String: Any]])?.first)
    #expect(entry["runs"] as? Int == 16 && entry["runs_failed"] as? Int == 8 && entry["items"] as? Int == 32_000)
    #expect(entry["reason"] as? String == Self.reason && entry["mix"] as? String == "cpu-bound")
    let calm = try Self.object(Reports.report([Self.half(failed: 0)]))
    #expect((calm["targets"] as? [[String: Any]])?.contains { $0["target"] as? String == "failures" } == false)
  }

  @Test func `JUnit counts an error, in its suite and in all`() {
    let xml = Reports.report([Self.half(), Reports.history("mixed", .mixed)]).junit
    #expect(xml.contains("<testsuites name=\"calcmon report: breached\" tests=\"10\" failures=\"0\" errors=\"1\" skipped=\"0\""))
    #expect(xml.contains("tests=\"6\" failures=\"0\" errors=\"1\" skipped=\"0\""))
    #expect(xml.contains("name=\"failures\" time=\"0\"><error type=\"failures\" message=\"8 of 16 runs failed"))
  }

  @Test func `A run that failed within the limit is told, and is no breach`() {
    var history = Self.half(failed: 1)
    for _ in 0..<200 { history.failures.add(.completed) }
    let report = Reports.report([history])
    #expect(report.verdict == .met)
    #expect(report.text.contains("1 of 209 runs failed, since: \(Self.reason)"))
    #expect(report.junit.contains("name=\"failures\" time=\"0\"/>"))
  }

  @Test func `Without runs the one test case is an error that names the mix`() {
    let report = Report([], since: Reports.since, until: Reports.until, mix: "guide")
    #expect(report.verdict == .unknown)
    #expect(report.junit.contains("tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\""))
    #expect(
      report.junit.contains("<error type=\"no_runs\" message=\"no runs of the mix &#39;guide&#39; in this window\"")
        || report.junit.contains("message=\"no runs of the mix 'guide' in this window\""))
    #expect(report.text.contains("No runs of the mix 'guide' in this window."))
  }

  @Test func `node_exporter hears of it`() {
    let text = Reports.report([Self.half()]).textfile
    let labels = "mix=\"cpu-bound\",runtime=\"swift\",strategy=\"hybrid\""
    #expect(text.contains("calcmon_report_verdict{verdict=\"breached\"} 1"))
    #expect(
      text.contains("calcmon_report_failure_ratio{mix=\"cpu-bound\",strategy=\"hybrid\",runtime=\"swift\"} 0.5")
        || text.contains("calcmon_report_failure_ratio{\(labels)} 0.5"))
  }

  // MARK: Comparison

  @Test(
    arguments: [(0, 8, .worse), (8, 0, .better), (8, 8, .same), (8, 16, .worse), (16, 8, .better)]
      as [(Int, Int, Change.Outcome)])
  func `More failures than before are worse`(before: Int, now: Int, outcome: Change.Outcome) throws {
    let earlier = Reports.report([Self.half(failed: before)])
    var report = Reports.report([Self.half(failed: now)])
    report.compare(with: earlier.runsToCompare, from: "before")
    let comparison = try #require(report.comparison)
    #expect(comparison.failures.map(\.outcome) == [outcome])
    #expect(comparison.isWorse == (outcome == .worse))
    var fromFile = Reports.report([Self.half(failed: now)])
    fromFile.compare(with: try SavedReport.runs(fromJSON: earlier.json()).runs, from: "file")
    #expect(fromFile.comparison?.failures == comparison.failures)
  }

  @Test func `Runs that all fail now are worse than runs that completed`() throws {
    var dead = RunHistory(identity: Self.half().identity, kind: .cpu)
    dead.failures.add(.crashed)
    var report = Reports.report([dead])
    report.compare(with: Reports.report([Self.half(failed: 0)]).runsToCompare, from: "before")
    #expect(report.comparison?.isWorse == true)
    #expect(report.text.contains("worse"))
  }

  @Test func `A report from before failures were judged tells by its runs`() throws {
    var object = try Self.object(Reports.report([Self.half(failed: 8)]))
    object["failures"] = nil
    let text = String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
    #expect(try SavedReport.runs(fromJSON: text).runs.failures.map(\.share) == [0.5])
  }

  private static func object(_ report: Report) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(report.json().utf8)) as? [String: Any])
  }
}
