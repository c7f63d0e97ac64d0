import Alerting
import CalcmonTesting
import Samples
import Snapshots
import Storage
import Testing
import Thresholds

import Pages

@Suite struct StatusPageTests {
  static let sick = StatusPage.html(
    PageFixtures.sick, Fleet.excerpt(Fleet.standard, seconds: 6 * 3600, isSick: true, comparing: Fleet.compared),
    window: .sixHours,
    root: "", revision: 12)
  static let healthy = StatusPage.html(
    PageFixtures.healthy, Fleet.excerpt(Fleet.standard, seconds: 3600), window: .hour, root: "/calcmon", revision: 12)
  static let empty = StatusPage.html(
    PageFixtures.empty, HistoryExcerpt(since: PageFixtures.started, until: PageFixtures.at, runs: [], heat: [:]), window: .day,
    root: "")
  static let unreadable = StatusPage.html(PageFixtures.sick, nil, window: .day, root: "/a")
  static let all = ["sick": sick, "healthy": healthy, "empty": empty, "unreadable": unreadable]
  static let names = all.keys.sorted()

  private func page(_ name: String) throws -> String { try #require(Self.all[name]) }

  @Test(arguments: ["sick", "healthy", "empty"])
  func `A page is as it was`(name: String) throws {
    // The hashes of style and script change with each stroke of the pen.
    let text = try page(name).replacing(/\?v=[0-9a-f]{8}/, with: "?v=HASH")
    try Golden.expect(text, matches: "\(Repository.root)/Tests/PagesTests/Golden/\(name).html")
  }

  @Test func `Below a canary with breached targets stands why, each sentence once with the targets that it explains`() throws {
    let rows = Self.sick.components(separatedBy: "<tr class=\"is-breached why\"").dropFirst()
    let breached = PageFixtures.sick.canaries.filter { $0.judgements.contains { $0.verdict == .breached } }
    #expect(rows.count == breached.count)
    let first = try #require(rows.first?.components(separatedBy: "</tr>").first)
    #expect(first.contains(": unexplained.</b> No stall was seen that explains it."))
    #expect(!Self.healthy.contains("class=\"is-breached why\""))
  }

  @Test func `The same values make the same page`() {
    let again = StatusPage.html(
      PageFixtures.sick, Fleet.excerpt(Fleet.standard, seconds: 6 * 3600, isSick: true, comparing: Fleet.compared),
      window: .sixHours,
      root: "", revision: 12)
    #expect(again == Self.sick)
  }

  @Test(arguments: names)
  func `The policy on content forbids nothing that a page has`(name: String) throws {
    let html = try page(name)
    for piece in [" style=", "<style", "javascript:", "@import", "<form", "<iframe", "<object"] {
      #expect(!html.contains(piece), "\(piece)")
    }
    #expect(html.matches(of: /\son[a-z]+=/).isEmpty)
    #expect(PageText.count("<script", in: html) == 1)
    #expect(html.contains(/<script src="[^"]*" defer><\/script>/))
  }

  @Test(arguments: names)
  func `A page is well-formed`(name: String) throws { #expect(PageText.mistake(in: try page(name)) == nil) }

  @Test func `Every link begins with the root, or leads elsewhere in the page`() {
    for (html, root) in [(Self.healthy, "/calcmon/"), (Self.unreadable, "/a/"), (Self.sick, "/")] {
      let links = PageText.values(of: "href", in: html) + PageText.values(of: "src", in: html)
      #expect(links.count > 50)
      for link in links where !link.hasPrefix("#") && !link.hasPrefix("data:image/svg+xml,") {
        #expect(link.hasPrefix(root) && !link.hasPrefix("//"), "\(link)")
      }
    }
  }

  @Test(arguments: names)
  func `What a link within the page leads to is there, once`(name: String) throws {
    let html = try page(name)
    let names = PageText.values(of: "id", in: html)
    #expect(Set(names).count == names.count)
    for link in PageText.values(of: "href", in: html) where link.hasPrefix("#") { #expect(names.contains(link.dropFirst())) }
  }

  @Test(arguments: names)
  func `Every picture that is not decoration has a title`(name: String) throws {
    let html = try page(name)
    let pictures = PageText.count("<svg", in: html) - html.matches(of: /<svg[^>]*(aria-hidden|shape-rendering)/).count
    #expect(html.matches(of: /role="img">\s*<title>[^<]/).count == pictures)
  }

  @Test(arguments: names)
  func `Headings descend step by step from one h1`(name: String) throws {
    let html = try page(name)
    let levels = html.matches(of: /<h([1-6])/).compactMap { Int($0.output.1) }
    #expect(levels.first == 1 && levels.count { $0 == 1 } == 1)
    #expect(zip(levels, levels.dropFirst()).allSatisfy { $1 <= $0 + 1 })
  }

  @Test func `What is not well comes first, in words`() {
    #expect(Self.sick.contains("3 of 29 targets are breached</h1>"))
    #expect(Self.sick.contains("Event-loop latency <b>143 ms</b>, limit p(99) &lt; 100 ms; cause: unexplained</li>"))
    #expect(Self.sick.contains("2 alerts are firing, 1 of them silenced, 1 pending"))
    #expect(Self.healthy.contains("All 25 targets are met</h1>"))
    #expect(Self.healthy.contains("None is firing or pending."))
  }

  @Test func `A host that has just started has no verdict and says why`() {
    #expect(Self.empty.contains("No verdict yet</h1>"))
    #expect(Self.empty.contains("No run has ended since the agent started."))
    #expect(Self.empty.contains("No run with items has completed in this window."))
    #expect(Self.empty.contains("No loop has ticked in this window."))
    #expect(!Self.empty.contains("<figure"))
  }

  @Test func `Without canaries nothing is claimed to be well`() {
    let html = StatusPage.html(PageFixtures.snapshot([]), nil, window: .day, root: "")
    #expect(html.contains("Nothing is judged: no mix is run</h1>"))
    #expect(!html.contains("class=\"is-met\""))
  }

  @Test func `A history that cannot be read is told, and the rest is shown`() {
    #expect(Self.unreadable.contains("The history cannot be read now"))
    #expect(Self.unreadable.contains("143 ms"))
    #expect(!Self.unreadable.contains("class=\"plot\""))
  }

  @Test func `The window that is shown is marked, and no other`() {
    #expect(PageText.count("aria-current=\"true\"", in: Self.sick) == 1)
    #expect(Self.sick.contains("<a href=\"/?window=6h\" aria-current=\"true\""))
  }

  @Test func `A runbook elsewhere is linked to as it is, and what is no address of the web is text`() {
    var host = PageFixtures.sick
    host.alerts[0].alert.annotations["runbook_url"] = "https://wiki.example/loop"
    host.alerts[1].alert.annotations["runbook_url"] = "javascript:alert(1)"
    let html = StatusPage.html(host, nil, window: .day, root: "/a")
    #expect(html.contains("<a href=\"https://wiki.example/loop\" rel=\"noreferrer\">Runbook</a>"))
    #expect(html.contains("Runbook: javascript:alert(1)"))
    #expect(html.contains("<a href=\"/a/runbooks/CalcmonMemoryGrowing\">Runbook</a>"))
  }

  @Test func `The run under way has a bar as long as what is done`() {
    #expect(Self.healthy.contains("<progress max=\"100\" value=\"62\""))
    #expect(Self.healthy.contains("1.3 s of about 2.1 s, 620 of 1,000 items done, 34 waiting"))
    #expect(Self.sick.contains("No run is under way."))
  }

  // MARK: Failures

  private static func failing(_ snapshot: AgentSnapshot, canaries: Int = 1, missing: [RunIdentity] = []) -> String {
    var host = snapshot
    for index in 0..<canaries {
      host.canaries[index].failures.add(.completed, items: ItemCounts(ok: 100))
      host.canaries[index].failures.add(.failed, reason: "no <room>")
    }
    host.missing = missing
    return StatusPage.html(host, nil, window: .hour, root: "")
  }

  @Test func `Runs that fail make the headline, also where all targets are met`() {
    let page = Self.failing(PageFixtures.healthy)
    #expect(page.contains("<header class=\"is-breached\">"))
    #expect(page.contains("Too much fails in 1 of \(PageFixtures.healthy.canaries.count) canaries</h1>"))
    #expect(page.contains("1 of 2 runs failed, since: no &lt;room&gt;"))
    #expect(page.contains("<tr id=\"canary-0\" class=\"is-breached\""))
    #expect(Self.failing(PageFixtures.sick).contains("3 of 29 targets are breached, and too much fails in 1 of"))
    #expect(Self.failing(PageFixtures.empty).contains("Too much fails in 1 of"))
  }

  @Test func `What was asked for and cannot run is not met`() {
    let missing = RunIdentity(mix: "shop", strategy: .hybrid, runtime: .asyncio)
    let page = Self.failing(PageFixtures.healthy, canaries: 0, missing: [missing])
    #expect(page.contains("<header class=\"is-unknown\">"))
    #expect(page.contains("are met, 1 canary cannot run</h1>"))
  }
}
