import CalcmonTesting
import Foundation
import Reporting
import Samples
import Storage
import Testing
import Thresholds

@Suite struct ReportRenderingTests {
  private static let golden = "\(Repository.root)/Tests/ReportingTests/Golden"

  static let formats: [(name: String, render: @Sendable (Report) throws -> String)] = [
    ("txt", { $0.text }), ("json", { try $0.json() }), ("md", { $0.markdown }), ("html", { $0.html }), ("xml", { $0.junit }),
    ("prom", { $0.textfile }),
  ]

  private static func render(_ name: String, _ report: Report) throws -> String {
    try #require(formats.first { $0.name == name }).render(report)
  }

  @Test(arguments: formats.map(\.name))
  func `A rendering is its golden text`(format: String) throws {
    try Golden.expect(Self.render(format, Reports.full), matches: "\(Self.golden)/report.\(format)")
  }

  @Test(arguments: formats.map(\.name))
  func `An empty report is rendered as well, and ends with a line feed`(format: String) throws {
    for (report, verdict) in [(Reports.report([]), "unknown"), (Reports.report([Reports.failing]), "breached")] {
      let text = try Self.render(format, report)
      #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"))
      #expect(text.contains(verdict))
    }
  }

  @Test func `A window without runs says so`() {
    #expect(Reports.report([]).text.hasSuffix("\nNo runs in this window.\n"))
    #expect(Reports.report([]).markdown.contains("No runs in this window"))
    #expect(Reports.report([]).html.contains("no runs in this window"))
    #expect(Reports.report([]).junit.contains("tests=\"1\" failures=\"0\" errors=\"1\""))
  }

  @Test func `JSON holds null where there is no figure`() throws {
    let json = try Reports.report([Reports.failing]).json()
    let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    let rows = try #require(object?["targets"] as? [[String: Any]])
    let targets = rows.filter { $0["target"] as? String != "failures" }
    #expect(targets.count == 4 && rows.count == 5)
    #expect(targets.allSatisfy { $0["value"] is NSNull && $0["worst"] is NSNull && $0["verdict"] as? String == "unknown" })
    for key in ["stalls", "worst_stalls", "calibration_drift", "measures"] {
      #expect((object?[key] as? [Any])?.isEmpty == true, "\(key)")
    }
    for key in ["kept_since", "comparison"] { #expect(object?[key] is NSNull, "\(key)") }
  }

  @Test func `JUnit fails what is breached and skips what is unknown`() throws {
    let xml = Reports.full.junit
    #expect(
      xml.contains(
        #"<failure type="breached" message="250 ms, limit p(99) &lt; 100 ms; cause: unexplained. No stall was seen that explains"#
      ))
    #expect(xml.components(separatedBy: "<skipped message=\"no samples\"/>").count == 5)
  }

  /// The loop's latency is breached, and the host had a part in it.
  private static var contended: Report {
    var history = Reports.besideOthers(Reports.history("mixed", .mixed, milliseconds: 250))
    let stall = Stall(
      startedNanoseconds: 0, endedNanoseconds: 400_000_000, budget: StallBudget([.runqueue: 0.3, .callback: 0.1]))
    history.evidence.stalls = StallSummary([stall])
    return Reports.report([history])
  }

  @Test(arguments: formats.map(\.name).filter { !["prom", "json"].contains($0) })
  func `A breached target says its cause, and who had the cores`(format: String) throws {
    let text = try Self.render(format, Self.contended).replacing("&#46;", with: ".").replacing("\n    ", with: " ")
    #expect(
      text.contains(/[Cc]ause: (<b>)?host(<\/b>)?\. The loop stood still once|cause \*\*host\*\*\. The loop stood still once/))
    #expect(text.contains("Others used 0.8 of 2 cores: backup "))
    // Said once, not again as what was limited by the host.
    #expect(format == "html" || !text.contains("imited by the host"))
    #expect(!text.contains("<nightly>") || format == "txt")
  }

  @Test func `JSON and metrics have the cause`() throws {
    let object = try JSONSerialization.jsonObject(with: Data(Self.contended.json().utf8)) as? [String: Any]
    let targets = try #require(object?["targets"] as? [[String: Any]])
    #expect(targets.compactMap { $0["cause"] as? String } == ["host"])
    let around = try #require((object?["surroundings"] as? [[String: Any]])?.first)
    #expect(around["limited_by_host"] as? Bool == true)
    #expect((around["cpu_account"] as? [String: Any])?["waited_seconds"] as? Double == 1.5)
    #expect(((around["host"] as? [String: Any])?["consumers"] as? [[String: Any]])?.count == 2)
    let latency = Self.contended.textfile.split(separator: "\n").filter {
      $0.hasPrefix("calcmon_report_target_cause{") && $0.contains("event_loop_latency")
    }
    #expect(latency.filter { $0.hasSuffix(" 1") }.map { $0.contains("cause=\"host\"") } == [true])
    #expect(latency.count == 3)
  }

  @Test func `On a narrow terminal the sentence stands below its row, set in, and fits`() {
    let lines = Self.contended.text(width: 80).split(separator: "\n")
    let cause = lines.firstIndex { $0.hasPrefix("    Cause: host. ") }
    #expect(cause != nil)
    #expect(lines.allSatisfy { $0.count <= 80 })
  }

  @Test func `All of a report but the command to type fits a narrow terminal`() {
    let lines = Reports.full.text(width: 80).split(separator: "\n").filter { !$0.contains("calcmon run sick") }
    #expect(lines.filter { $0.count > 80 }.isEmpty)
  }

  @Test func `What the host limited without a breach is said in a line`() {
    let text = Reports.report([Reports.besideOthers(Reports.history("mixed", .mixed))]).text
    #expect(text.contains("\nmixed, hybrid, swift: limited by the host: Others used 0.8 of 2 cores: backup "))
  }
}
