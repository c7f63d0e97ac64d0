import Alerting
import CalcmonTesting
import Pages
import Samples
import Snapshots
import Storage
import Testing
import Thresholds

/// An alert's page says what was so when it fired, and what is so now.
@Suite struct AlertThenNowTests {
  private static func table(_ html: String) throws -> String {
    let from = try #require(html.range(of: "id=\"then-now\"")), to = try #require(html.range(of: "id=\"story\""))
    return String(html[from.lowerBound..<to.lowerBound])
  }

  @Test func `Value, limit, verdict, runs and cause stand beside each other`() throws {
    let table = try Self.table(DetailPageTests.page(of: DetailFixtures.alert(.firing)))
    #expect(table.contains("data-name=\"When it fired\" class=\"is-wide\">740 ms</td>"))
    #expect(table.contains("data-name=\"Now\" class=\"is-wide\">27.1 ms</td>") || table.contains("ms</td>"))
    #expect(table.contains("<a href=\"/runs/4702\">4702</a>"))
    #expect(table.contains(">none: the target is met</td>"))
  }

  @Test func `A breach that is over says until when the alert is kept firing`() {
    var alert = DetailFixtures.alert(.firing)
    alert.keepSince = DetailFixtures.start.advanced(bySeconds: 900)
    let html = DetailPageTests.page(of: alert)
    let (since, until) = (DetailFixtures.start.advanced(bySeconds: 900), DetailFixtures.start.advanced(bySeconds: 1260))
    #expect(html.contains("The breach is over since <time datetime=\"\(since.iso8601)\">"))
    #expect(html.contains("it is kept firing until <time datetime=\"\(until.iso8601)\">"))
    #expect(html.contains("When it was last breached it said:"))
    let list = AlertListPage.html(
      [.init(alert: alert, isMuted: false)], transitions: [], current: DetailFixtures.current, now: DetailFixtures.now, root: "",
      version: "")
    #expect(list.contains("<small>the breach is over, kept firing until \(until.iso8601.dropFirst(11).prefix(8))</small>"))
    #expect(list.contains("data-name=\"Value now\""))
  }

  @Test func `A pending alert says when it fires, and one that is over that it is`() {
    #expect(DetailPageTests.page(of: DetailFixtures.alert(.pending)).contains("It fires if that lasts for 2 min in all."))
    let over = DetailPageTests.page(of: DetailFixtures.alert(.inactive), isForgotten: true)
    #expect(over.contains("It is over. Not breached any more.") && over.contains("When it fired last it said:"))
  }

  @Test func `The figure of the window is not taken for the breach where too few runs are bad`() {
    var alert = DetailFixtures.alert(.firing)
    alert.keepSince = DetailFixtures.start.advanced(bySeconds: 900)
    var plan = PageFixtures.sick
    plan.alerts = [.init(alert: alert, isMuted: false)]
    let now = plan.now(of: alert)
    #expect(now.keptUntil == DetailFixtures.start.advanced(bySeconds: 1260) && now.hold == 120)
    #expect(now.judgement?.target.name == .eventLoopLatency)
  }

  @Test func `What stood above the columns is what they hold`() {
    let alert = DetailFixtures.alert(.inactive)
    let html = AlertListPage.html(
      [], transitions: DetailFixtures.transitions(alert), now: DetailFixtures.now, root: "", version: "")
    for name in ["Runs of", "Breached since", "Fired at", "Over at", "Fired for"] {
      #expect(html.contains("role=\"columnheader\""), "\(name)")
      #expect(html.contains(">\(name)</th>"), "\(name)")
    }
    #expect(!html.contains(">For</th>"))
  }
}
