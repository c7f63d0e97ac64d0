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

  @Test func `What is breached says why beside its plots`() throws {
    let cards = Self.sick.components(separatedBy: "<article id=\"mix-").dropFirst()
    let breached = try #require(cards.first { $0.contains("class=\"why\"") })
    #expect(breached.contains("<b>unexplained.</b> No stall was seen that explains it."))
    #expect(!Self.healthy.contains("class=\"why\""))
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
    // What is stretched inside of a picture is none of its own.
    let parts = html.matches(of: /<svg[^>]*(aria-hidden|shape-rendering|preserveAspectRatio="none">)/).count
    let axes = PageText.count("<div class=\"plot-row axis\" aria-hidden=\"true\">", in: html)
    let pictures = PageText.count("<svg", in: html) - parts - axes
    #expect(html.matches(of: /role="img">\s*<title>[^<]/).count == pictures)
  }

  @Test(arguments: names)
  func `Headings descend step by step from one h1`(name: String) throws {
    let html = try page(name)
    let levels = html.matches(of: /<h([1-6])/).compactMap { Int($0.output.1) }
    #expect(levels.first == 1 && levels.count { $0 == 1 } == 1)
    #expect(zip(levels, levels.dropFirst()).allSatisfy { $1 <= $0 + 1 })
  }

  @Test func `What is not well comes first, in words, with the name of the host`() {
    #expect(Self.sick.contains("<bdi>web-1</bdi>: 3 of 29 targets are breached, nothing explains it</h1>"))
    #expect(Self.sick.contains("<title>breached - web-1 - calcmon</title>"))
    #expect(Self.sick.contains("mixed, hybrid, asyncio: Event-loop latency 143 ms, limit p(99) &lt; 100 ms; "))
    #expect(Self.healthy.contains("<bdi>web-1</bdi>: loops are fine</h1>"))
    #expect(Self.healthy.contains("None is firing or pending."))
  }

  @Test func `The host says what it is`() {
    for fact in ["Linux 6.1.0-18-amd64", "Test CPU", "4 cores", "Swift 6.3", "asyncio: CPython 3.11.2", "calcmon 0.1.0 "] {
      #expect(Self.healthy.contains("<span>\(fact)"), "\(fact)")
    }
    var bare = PageFixtures.healthy
    (bare.machine, bare.runtimes) = (nil, [.init(runtime: .asyncio, version: nil, isAvailable: false)])
    let html = StatusPage.html(bare, nil, window: nil, root: "")
    #expect(html.contains("<title>met - 127.0.0.1:9873 - calcmon</title>"))
    #expect(html.contains("asyncio: not there"))
  }

  @Test func `Each cell of the matrix has mark, word, value and line, and leads to its details`() throws {
    let row = try #require(Self.sick.components(separatedBy: "<tr id=\"canary-4\"").last?.components(separatedBy: "</tr>").first)
    #expect(row.contains("<td><a class=\"cell is-breached\" href=\"#mix-2-event_loop_latency\">"))
    #expect(row.contains("<span aria-hidden=\"true\">✗</span><span class=\"hidden\">breached</span>"))
    #expect(row.contains("<b>143 ms</b>"))
    #expect(row.contains("<b>+400<span class=\"word\"> items</span>/s</b>"))
    #expect(PageText.count("<svg class=\"sparkline\"", in: row) == 4)
    #expect(Self.sick.contains("<article id=\"mix-2-event_loop_latency\""))
    #expect(Self.healthy.contains("<b>steady</b>") && !Self.healthy.contains("-400"))
  }

  @Test func `A host that has just started is grey, and says when the first run is`() {
    #expect(Self.empty.contains("<header>\n<h1><bdi>web-1</bdi>: nothing to judge yet</h1>"))
    #expect(Self.empty.contains("The first run is at \(PageFixtures.empty.nextRunAt?.iso8601.dropFirst(11).prefix(8) ?? "-")."))
    #expect(Self.empty.contains("<title>starting - web-1 - calcmon</title>"))
    #expect(Self.empty.contains("No run with items has completed in this window."))
    #expect(Self.empty.contains("No loop has ticked in this window."))
    #expect(!Self.empty.contains("<figure") && !Self.empty.contains("is-unknown"))
  }

  @Test func `Without canaries nothing is claimed to be well`() {
    let html = StatusPage.html(PageFixtures.snapshot([]), nil, window: .day, root: "")
    #expect(html.contains("nothing is judged</h1>"))
    #expect(!html.contains("class=\"is-met\""))
  }

  @Test func `A history that cannot be read is told, and the rest is shown`() {
    #expect(Self.unreadable.contains("The history cannot be read now"))
    #expect(Self.unreadable.contains("143 ms"))
    #expect(!Self.unreadable.contains("class=\"sparkline\""))
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
    #expect(page.contains("too much fails in 1 of \(PageFixtures.healthy.canaries.count) canaries</h1>"))
    #expect(page.contains("1 of 2 runs failed, since: no &lt;room&gt;"))
    #expect(page.contains("<tr id=\"canary-0\" class=\"is-breached\""))
    #expect(
      Self.failing(PageFixtures.sick).contains("3 of 29 targets are breached, nothing explains it, and too much fails in 1 of"))
    #expect(Self.failing(PageFixtures.empty).contains("too much fails in 1 of"))
  }

  @Test func `What was asked for and cannot run is not met`() {
    let missing = RunIdentity(mix: "shop", strategy: .hybrid, runtime: .asyncio)
    let page = Self.failing(PageFixtures.healthy, canaries: 0, missing: [missing])
    #expect(page.contains("<header class=\"is-unknown\">"))
    #expect(page.contains("1 canary cannot run."))
  }
}
