import CalcmonTesting
import Reporting
import Samples
import Storage
import Testing
import Thresholds

@Suite struct HTMLReportTests {
  private func html(_ kind: MixKind, _ figures: [RunFigures]) -> String {
    var history = Reports.history("mix", kind)
    history.figures = figures
    return Reports.report([history]).html
  }

  private func count(_ piece: String, in text: String) -> Int { text.ranges(of: piece).count }

  @Test func `The page asks for nothing and runs nothing`() {
    for piece in ["<script", "src=", "href=", "@import", "url(h", "://", "javascript:"] {
      #expect(!Reports.full.html.contains(piece), "\(piece)")
    }
  }

  @Test func `Every picture that is not decoration has a title and a description`() {
    let html = Reports.full.html
    let pictures = count("<svg", in: html) - html.matches(of: /<svg[^>]*aria-hidden/).count
    #expect(pictures > 10)
    #expect(count("role=\"img\"><title>", in: html) == pictures)
    #expect(count("<desc>", in: html) == pictures)
  }

  @Test func `A limit is a line, a band is an area between two, a trend has neither`() {
    let figures = [Reports.figures(1, at: 100), Reports.figures(2, at: 200)]
    // Of each plot there is a small one and a large one: latency, CPU utilisation, I/O wait.
    #expect(count("class=\"limit\"", in: html(.cpu, figures)) == 2 * (1 + 2 + 1))
    #expect(count("class=\"band\"", in: html(.cpu, figures)) == 2)
    #expect(count("class=\"limit\"", in: html(.idle, figures)) == 2)
  }

  @Test func `Where no runs were made the line is interrupted`() {
    let whole = (0..<20).map { Reports.figures(Int64($0), at: Double($0) * 60) }
    let gap = (0..<20).map { Reports.figures(Int64($0), at: Double($0) * 60 + ($0 < 10 ? 0 : 1200)) }
    let begins = { (figures: [RunFigures]) in
      html(.idle, figures).matches(of: /d="M[^"]*"/).reduce(0) { $0 + count("M", in: String($1.output)) }
    }
    #expect(begins(whole) + 4 == begins(gap))
  }

  @Test func `A single run is a dot`() {
    let html = html(.idle, [Reports.figures(1, at: 100)])
    #expect(!html.contains("<path class=\"line\" d=\"M6"))
    #expect(count("<circle", in: html) == 4)
  }

  @Test(arguments: [0, -1, .leastNonzeroMagnitude, 1e-12, 1, 1e12, 1e300, .greatestFiniteMagnitude, -.greatestFiniteMagnitude])
  func `No figure is too small or too great to be drawn`(value: Double) {
    let figures = [value, value].enumerated().map { run, value in
      Reports.figures(
        Int64(run), at: Double(run) * 60, latency: value, queue: value, cpu: value, ioWait: value, memory: value, ideal: value)
    }
    let html = html(.cpu, figures)
    #expect(html.hasSuffix("</html>\n"))
    #expect(!html.contains("nan") && html.utf8.count < 100_000)
  }

  @Test(
    arguments: [
      (1, "22:13:20"), (60, "22:13:20"), (3600, "22:20"), (86400, "15 Nov"), (30 * 86400, "23 Nov"), (2000 * 86400, "Oct 2024"),
    ] as [(Double, String)])
  func `Times stand at round instants`(seconds: Double, tick: String) {
    var history = Reports.history("mix", .idle)
    history.figures = (0...8).map { Reports.figures(Int64($0), at: seconds * Double($0) / 8) }
    let html = Report([history], since: Reports.since, until: Reports.since.advanced(bySeconds: seconds)).html
    #expect(html.contains(">\(tick)</text>"))
    #expect((1...20).contains(count("class=\"tick\"", in: html)))
  }

  @Test func `Plots show as much of the window as has runs`() {
    let history = Reports.history("mix", .idle)
    let html = Report([history], since: Reports.since.advanced(bySeconds: -20 * 3600), until: Reports.until).html
    #expect(html.contains(">22:30</text>") && !html.contains(">12:00</text>"))
    #expect(html.contains("<dt>Runs</dt><dd>8 runs, from <time datetime=\"2023-11-14T22:20:00Z\">"))
    #expect(html.contains("<dt>Window</dt><dd><time datetime=\"2023-11-14T02:13:20Z\">"))
  }

  @Test func `What is breached stands first, and what is met is folded away`() throws {
    let html = Reports.report([Reports.history("a", .mixed), Reports.history("b", .mixed, milliseconds: 250)]).html
    let fold = try #require(html.range(of: "<details class=\"met-targets\">"))
    let rows = html.ranges(of: "<tr class=\"is-breached\"")
    #expect(rows.count == 1 && rows.allSatisfy { $0.upperBound < fold.lowerBound })
    #expect(html[fold.upperBound...].ranges(of: "<tr class=\"is-met\"").count == 7)
    #expect(html.contains("7 targets more are met"))
    #expect(Reports.report([Reports.history("a", .mixed)]).html.contains("All of 4 targets are met"))
  }

  @Test(arguments: [
    ("http://host:9873/calcmon", true), ("https://host", true), (nil, false), ("javascript:alert(1)//", false), ("", false),
  ])
  func `Runs lead to the agent's pages if these are known`(pages: String?, isLinked: Bool) {
    var report = Reports.report([Reports.history("b", .mixed, milliseconds: 250)])
    report.pages = pages
    #expect(report.html.contains("<a href=\"\(pages ?? "")/runs/13\">run 13</a>") == isLinked)
    #expect(isLinked || !report.html.contains("href="))
  }

  @Test func `Its head says of which host it is, and by what it was measured and judged`() async throws {
    let directory = try TemporaryDirectory()
    let machine = HostMachine(name: "web-1", kernel: "Linux 6.1.0", cpu: "A <fast> one", cores: 4)
    let store = try HistoryStore(
      path: directory.file("calcmon.db"), version: "1.2.3", pid: 1, at: Reports.since,
      writer: HistoryWriter(.agent, machine: machine))
    try await store.close(at: Reports.until)
    let reader = try HistoryReader(path: directory.file("calcmon.db"))
    let report = try Report(reader, HistoryFilter(since: Reports.since, until: Reports.until), at: Reports.until)
    for (name, value) in [
      ("Host", "web-1"), ("Kernel", "Linux 6.1.0"), ("CPU", "A &lt;fast&gt; one"), ("Cores", "4"),
      ("Measured by", "calcmon 1.2.3"), ("Judged by", "built-in defaults"), ("Runs", "none that completed"),
    ] {
      #expect(report.html.contains("<dt>\(name)</dt><dd>\(value)</dd>"), "\(name)")
    }
  }
}
