import Samples
import Snapshots
import Storage
import Testing

import Pages

@Suite struct StatusStrategiesTests {
  private func run(_ id: Int64, _ strategy: Strategy, seconds: Double, ideal: Double? = 1) -> StoredRun {
    let entry = Fleet.Entry(RunIdentity(mix: "m", strategy: strategy, runtime: .swift), .mixed)
    var run = PageFixtures.run(id, entry, at: PageFixtures.at)
    run.figures?.seconds = seconds
    run.figures?.idealSeconds = ideal
    return run
  }

  private func html(_ runs: [StoredRun]) -> String {
    let excerpt = HistoryExcerpt(since: PageFixtures.started, until: PageFixtures.at, runs: runs, heat: [:])
    return StatusStrategies(excerpt, root: "").markup.text
  }

  private func widths(_ html: String, _ style: String) -> [Substring] {
    html.matches(of: /class="(over|needed)" x="0" y="3" width="([0-9.]+)"/).filter { $0.output.1 == style }.map(\.output.2)
  }

  @Test func `The longest fills the width, the others their share of it`() {
    let html = html([run(1, .sync, seconds: 8), run(2, .threads, seconds: 4), run(3, .hybrid, seconds: 2)])
    #expect(widths(html, "over") == ["600", "300", "150"])
    #expect(widths(html, "needed") == ["75", "75", "75"])
    #expect(PageText.count("class=\"ideal\" x1=\"75\"", in: html) == 3)
  }

  @Test func `The median run stands for its strategy`() {
    let html = html([
      run(1, .hybrid, seconds: 9), run(2, .hybrid, seconds: 2), run(3, .hybrid, seconds: 3), run(4, .hybrid, seconds: 1),
    ])
    #expect(html.contains("<a href=\"/runs/2\">2 s</a>"))
    #expect(html.contains("data-name=\"Runs\">4</td>"))
  }

  @Test func `A run without an ideal time has no mark`() {
    let html = html([run(1, .hybrid, seconds: 2, ideal: nil)])
    #expect(!html.contains("class=\"ideal\""))
    #expect(html.contains("data-name=\"× ideal\">-</td>"))
  }

  @Test func `Where there is nothing to compare the page tells how to get it`() {
    #expect(html([run(1, .hybrid, seconds: 2)]).contains("strategies: [sync, threads, async, hybrid]"))
    #expect(!html([run(1, .hybrid, seconds: 2), run(2, .sync, seconds: 9)]).contains("--strategy all"))
  }

  @Test(arguments: [0, -1, .nan, .infinity, 1e-300, 1e300] as [Double])
  func `No duration is too small or too great to be drawn`(seconds: Double) {
    let html = html([run(1, .hybrid, seconds: seconds, ideal: seconds), run(2, .sync, seconds: 3)])
    #expect(PageText.mistake(in: html) == nil)
    #expect(!html.contains("nan") && !html.contains("\"inf"))
  }
}
