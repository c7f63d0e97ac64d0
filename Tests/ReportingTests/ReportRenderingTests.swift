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
    #expect(xml.contains(#"<failure type="breached" message="250 ms, limit p(99) &lt; 100 ms">"#))
    #expect(xml.components(separatedBy: "<skipped message=\"no samples\"/>").count == 5)
  }
}
