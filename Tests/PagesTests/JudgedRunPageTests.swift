import Alerting
import CalcmonTesting
import Pages
import Samples
import Snapshots
import Storage
import Testing
import Thresholds

/// What pages of runs say of a run that completed, and was not good.
@Suite struct JudgedRunPageTests {
  private static func page(_ run: RunDetail, usualSeconds: Double = 4, beside: RunBeside = RunBeside()) -> String {
    RunPage.html(
      DetailFixtures.judged(run, usualSeconds: usualSeconds), beside: beside, root: "/c", version: DetailPageTests.version)
  }

  private static func list(_ runs: [RunDetail], _ filter: RunFilter = RunFilter(), usualSeconds: Double = 4) -> String {
    RunListPage.html(
      runs.map { DetailFixtures.judged($0, usualSeconds: usualSeconds) }, next: nil, filter: filter,
      mixes: ["mixed", "realtime"], now: DetailFixtures.now, root: "/c", version: DetailPageTests.version)
  }

  @Test func `The head says the verdict, not that it completed`() {
    let html = Self.page(DetailFixtures.stalled)
    #expect(html.contains("<header class=\"detail-head is-breached\">"))
    #expect(html.contains("targets breached</span> <span class=\"how\">completed in 4.1 s</span>"))
    #expect(Self.page(DetailFixtures.crashed).contains("</span> crashed"))
  }

  @Test func `Each target stands with value, limit, verdict and cause`() throws {
    let html = Self.page(DetailFixtures.stalled)
    let from = try #require(html.range(of: "id=\"targets\"")), to = try #require(html.range(of: "id=\"figures\""))
    let table = String(html[from.lowerBound..<to.lowerBound])
    for title in ["Event-loop latency", "Queue depth", "CPU utilisation", "Memory", "I/O wait"] {
      #expect(table.contains("<th scope=\"row\" role=\"rowheader\" class=\"is-short\">\(title)</th>"), "\(title)")
    }
    #expect(table.contains("p(99) &lt; 100 ms") && table.contains("<b>program</b>: "))
  }

  @Test func `What one run cannot tell is said with what is missing`() {
    var short = DetailFixtures.healthy
    short.latency = Records.latency(milliseconds: 3, count: 58)
    #expect(Self.page(short).contains("Too short to judge alone: 58 of 100 ticks."))
    #expect(
      Self.page(DetailFixtures.dropped).contains("<span class=\"none\">The latency of each tick is not kept any more.</span>"))
  }

  @Test func `The queue of items that came at once is not judged by its fall`() {
    var batch = DetailFixtures.healthy
    var parameters = RunParameters()
    parameters.items = 2000
    batch.run.parameters = parameters
    #expect(Self.page(batch).contains("All items came at once: a queue that is worked off says nothing."))
    #expect(Self.list([batch]).contains("data-name=\"Queue\" class=\"number\">batch</td>"))
    batch.run.parameters?.ratePerSecond = 500
    #expect(!Self.page(batch).contains("All items came at once"))
    #expect(Self.list([batch]).contains("data-name=\"Queue\" class=\"number\">1,900</td>"))
    batch.run.kind = .idle
    #expect(Self.list([batch]).contains("data-name=\"Queue\" class=\"number\">–</td>"))
  }

  @Test func `What stands out is said in words, here and in the list`() {
    #expect(
      Self.page(DetailFixtures.healthy, usualSeconds: 1.37).contains(
        "It took 4.1 s, 2.99 times as long as usual: 1.37 s in the median of 20 runs."))
    #expect(Self.list([DetailFixtures.healthy], usualSeconds: 1.37).contains("2.99 times as long as usual (1.37 s)</span>"))
    #expect(Self.list([DetailFixtures.stalled]).contains("<span class=\"odd\">5 stalls, 2.93 s: "))
    #expect(!Self.list([DetailFixtures.healthy]).contains("as long as usual ("))
  }

  @Test func `Runs before and after are links, and so are its alerts, by what it has to do with them`() {
    let alert = DetailFixtures.alert(.firing)
    let episodes = AlertTimeline(DetailFixtures.transitions(alert)).episodes
    var run = DetailFixtures.stalled
    let beside = RunBeside(
      neighbours: RunNeighbours(previous: RunPosition(ended: 1, id: 12), next: RunPosition(ended: 2, id: 99)), alerts: episodes)
    let html = Self.page(run, beside: beside)
    #expect(html.contains("<a rel=\"prev\" href=\"/c/runs/12\">") && html.contains("<a rel=\"next\" href=\"/c/runs/99\">"))
    #expect(html.contains("It is one of the runs that explain the alert <a href=\"/c/alerts/\(alert.id)\">"))
    #expect(Self.page(DetailFixtures.healthy, beside: beside).contains("It is kept for comparison with the alert"))
    run.run.endedAt = alert.activeAt
    #expect(Self.page(run, beside: beside).contains("With this run began the alert"))
  }

  @Test func `Without stalls there is no empty card, and no version where none is known`() {
    let html = Self.page(DetailFixtures.healthy)
    #expect(!html.contains("Stalls by cause") && html.contains("Version of the runtime"))
    var bare = DetailFixtures.healthy
    bare.version = nil
    #expect(!Self.page(bare).contains("Version of the runtime"))
  }

  @Test func `A plot tells of a peak that no sample met, and draws the limit that is judged`() {
    var run = DetailFixtures.healthy
    run.samples = run.samples.filter { $0.quantity != .queueDepth || $0.value < 100 }
    let html = Self.page(run)
    #expect(html.contains("most 1900 items, between samples"))
    #expect(html.contains("dashed: target band 70 % .. 90 %"))
  }

  @Test func `No axis is so fine that its figures cannot be read`() {
    var run = DetailFixtures.healthy
    run.samples = run.samples.map {
      StoredSample(
        identity: $0.identity, quantity: $0.quantity, at: $0.at, value: $0.quantity == .ioWait ? 2e-6 : $0.value, runID: 1)
    }
    #expect(!Self.page(run).contains("&lt; 0.001 %</text>"))
  }

  @Test func `The form chooses without a script, and keeps what was chosen`() {
    let html = Self.list(
      [DetailFixtures.healthy],
      RunFilter(mix: "gone", strategy: .hybrid, outcome: .completed, verdict: .breached, others: ["since": "2h", "limit": "5"]))
    #expect(html.contains("<form class=\"filters\" action=\"/c/runs\" method=\"get\""))
    for option in ["gone", "hybrid", "completed", "breached"] {
      #expect(html.contains("<option value=\"\(option)\" selected>"), "\(option)")
    }
    #expect(html.contains("<input type=\"hidden\" name=\"since\" value=\"2h\">"))
    #expect(html.contains("Only <b><bdi>gone, hybrid, completed, breached, since 2h</bdi></b>."))
    #expect(html.contains("<a href=\"/c/runs\">All runs</a>"))
    #expect(!Self.list([DetailFixtures.healthy]).contains(" selected>"))
  }

  @Test(arguments: [
    (["foo", "bar"], "there is no page \"/foo/bar\"", "/runs"), (["run", "12"], "did you mean /runs/12?", "/runs/12"),
    (["Alerts"], "did you mean /alerts?", "/alerts"), (["runs", "1", "x"], "did you mean /runs?", "/runs"),
    (["dashboard"], "did you mean /?", "/"), (["metrisc"], "did you mean /metrics?", "/metrics"),
    (["runbooks", "CalcmonQueueGrow"], "did you mean /runbooks/CalcmonQueueGrowing?", "/runbooks/CalcmonQueueGrowing"),
    (["runbooks", "x"], "there is no runbook \"x\"", "/runbooks/CalcmonQueueGrowing"),
  ])
  func `An unknown address says what is near it`(path: [String], message: String, way: String) {
    let missing = MissingPage(path, runbooks: ["CalcmonQueueGrowing"])
    #expect(missing.message.contains(message))
    #expect(missing.ways.first?.path == way)
    let html = ErrorPage.html(status: 404, reason: "Not Found", message: missing.message, ways: missing.ways, root: "/c")
    #expect(html.contains("<a href=\"/c\(way)\">") && html.contains("<a href=\"/c/\">"))
  }
}
