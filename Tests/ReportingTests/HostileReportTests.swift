import CalcmonTesting
import Foundation
import Reporting
import Samples
import Storage
import Testing
import Thresholds

/// Names come from configurations and databases, stacks from other programs: nothing in them may act on who reads the report.
@Suite struct HostileReportTests {
  static let names = [
    "<script>alert(1)</script>", "\"' onload=\"x", "a\nb\r\nc", "a|b`c*d_e[f](g)", "\u{0}\u{1B}[31m\u{7}\u{85}",
    "\u{202E}abc\u{2066}",
    "]]>&amp;<!--",
    "@channel #1 http://x.invalid", "</style></title>", "<\u{301}b\u{301}>\"\u{301}",
    "\u{FFFE}\u{FFFF}", "", "\\\\|", "ä 漢 🙂",
  ]

  private func report(_ name: String) -> Report {
    let stall = Stall(
      startedNanoseconds: 0, endedNanoseconds: 1_000_000_000, budget: StallBudget([.callback: 1]), waitChannel: name,
      stack: [name])
    var report = Reports.report(
      [Reports.history(name, .cpu, milliseconds: 300, stalls: [stall])],
      drifts: [.init(runtime: .swift, kernel: name, checks: 1, last: 1, lowest: 1, highest: 1)])
    report.compare(with: Reports.report([Reports.history(name, .cpu)]).runsToCompare, from: name)
    return report
  }

  @Test(arguments: names)
  func `In HTML a name makes no element and no attribute`(name: String) {
    let shape = { (text: String) in Self.tags(text) }
    #expect(shape(report(name).html) == shape(report("plain").html))
    #expect(!report(name).html.lowercased().contains("<script"))
    #expect(isVisible(report(name).html))
  }

  @Test(arguments: names)
  func `JUnit is well-formed XML with the same elements`(name: String) async throws {
    let xml = report(name).junit
    let script = """
      import sys, xml.dom.minidom
      document = xml.dom.minidom.parseString(sys.stdin.buffer.read())
      print(len(document.getElementsByTagName("testcase")))
      """
    #expect(try await Tool.output("python3", ["-c", script], input: xml) == "5")
    #expect(isVisible(xml))
  }

  @Test(arguments: names)
  func `promtool reads the textfile`(name: String) async throws {
    let result = try await Tool.run("promtool", ["check", "metrics"], input: report(name).textfile)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
  }

  @Test(arguments: names)
  func `In text and Markdown a name adds no line, and no column`(name: String) {
    let lines = { (text: String) in text.split(separator: "\n", omittingEmptySubsequences: false).count }
    #expect(lines(report(name).text) == lines(report("plain").text))
    #expect(lines(report(name).markdown) == lines(report("plain").markdown))
    let columns = { (text: String) in text.split(separator: "\n").map { line in line.count { $0 == "|" } } }
    #expect(columns(report(name).markdown) == columns(report("plain").markdown))
    #expect(isVisible(report(name).text))
    #expect(isVisible(report(name).markdown))
  }

  @Test func `In Markdown a name is neither markup nor a mention`() {
    let text = report("@channel <b>*x*</b> [y](z)").markdown
    for piece in ["@channel", "<b>", "*x*", "[y]"] { #expect(!text.contains(piece), "\(piece)") }
  }

  @Test func `JSON gives a name back as it was`() throws {
    for name in Self.names {
      let json = try report(name).json()
      let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
      #expect((object["runs"] as? [[String: Any]])?.first?["mix"] as? String == name)
    }
  }

  /// Neither control characters nor those that turn the direction of writing.
  private func isVisible(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      scalar == "\n"
        || ![.control, .format].contains(scalar.properties.generalCategory) && !scalar.properties.isNoncharacterCodePoint
    }
  }

  /// Names and attribute names of all tags, without values and text.
  private static func tags(_ html: String) -> [String] {
    let values = html.replacing(/"[^"]*"/, with: "")
    return values.matches(of: /<[^>]*>/).map { String($0.output) }
  }
}
