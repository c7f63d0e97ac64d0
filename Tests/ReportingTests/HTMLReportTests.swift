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
    let history = Reports.history("mix", .idle)
    let html = Report([history], since: Reports.since, until: Reports.since.advanced(bySeconds: seconds)).html
    #expect(html.contains(">\(tick)</text>"))
    #expect((1...20).contains(count("class=\"tick\"", in: html)))
  }
}
