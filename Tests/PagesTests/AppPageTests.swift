import Alerting
import AppFixtures
import CalcmonTesting
import Samples
import Snapshots
import Storage
import Testing
import Thresholds

import Pages

@Suite struct AppPageTests {
  static let shop = AppPage.html("shop", AppFixtures.snapshot, AppFixtures.excerpt, window: .sixHours, root: "", revision: 3)
  static let unreadable = AppPage.html("shop", AppFixtures.snapshot, nil, window: nil, root: "/calcmon", revision: 3)
  static let gone = AppPage.html(
    "shop", PageFixtures.snapshot([]),
    AppExcerpt(
      app: "shop", since: AppFixtures.history.since, until: AppFixtures.at, occurrences: AppFixtures.history.occurrences),
    window: .month, root: "")
  static let list = AppListPage.html(
    AppFixtures.snapshot, hour: AppFixtures.intervals.compactMapValues { Array($0.suffix(120)).merged }, root: "", revision: 3)
  static let noApps = AppListPage.html(PageFixtures.snapshot([]), hour: [:], root: "")
  static let status: String = {
    var excerpt = Fleet.excerpt(Fleet.standard, seconds: 6 * 3600)
    excerpt.apps = AppFixtures.intervals
    return StatusPage.html(AppFixtures.watching(PageFixtures.healthy), excerpt, window: .sixHours, root: "", revision: 3)
  }()
  static let alert: String = {
    let alert = AppFixtures.alert.alert
    return AlertPage.html(
      AlertEpisode(id: alert.id, labels: alert.labels, alert: alert, transitions: [], runs: []), runs: [], isMuted: false,
      now: AppFixtures.at, current: AppFixtures.snapshot.now(of: alert), app: AppFixtures.excerpt, target: .eventLoopLatency,
      root: "",
      version: "0.1.0")
  }()
  static let all = [
    "app": shop, "app-unreadable": unreadable, "app-gone": gone, "app-list": list, "app-none": noApps, "app-status": status,
    "app-alert": alert,
  ]
  static let names = all.keys.sorted()

  private func page(_ name: String) throws -> String { try #require(Self.all[name]) }

  @Test(arguments: ["app", "app-list"])
  func `A page is as it was`(name: String) throws {
    let text = try page(name).replacing(/\?v=[0-9a-f]{8}/, with: "?v=HASH")
    try Golden.expect(text, matches: "\(Repository.root)/Tests/PagesTests/Golden/\(name).html")
  }

  @Test(arguments: names)
  func `A page is well-formed, and has each name once`(name: String) throws {
    let html = try page(name)
    #expect(PageText.mistake(in: html) == nil)
    let names = PageText.values(of: "id", in: html)
    #expect(Set(names).count == names.count)
    for link in PageText.values(of: "href", in: html) where link.hasPrefix("#") { #expect(names.contains(link.dropFirst())) }
    for piece in [" style=", "<style", "javascript:", "<form", "NaN"] { #expect(!html.contains(piece), "\(piece)") }
  }

  @Test(arguments: names)
  func `Headings descend step by step from one h1`(name: String) throws {
    let levels = try page(name).matches(of: /<h([1-6])/).compactMap { Int($0.output.1) }
    #expect(levels.first == 1 && levels.count { $0 == 1 } == 1)
    #expect(zip(levels, levels.dropFirst()).allSatisfy { $1 <= $0 + 1 })
  }

  @Test func `How it is comes first: the verdict in a sentence, and what stands now`() throws {
    let header = try #require(Self.shop.components(separatedBy: "</header>").dropFirst().first)
    #expect(header.contains("targets are breached: "))
    #expect(
      header.contains(
        "The loop of process 4711 has stood for 12 s, since 21:59:53, in db.py:14:query: asleep in poll_schedule_timeout."))
    #expect(Self.gone.contains("No process of it is connected."))
  }

  @Test func `The places that cost most come with their cause, their cost and the stack of the worst`() throws {
    let places = try #require(
      Self.shop.components(separatedBy: "<ol class=\"places\">").last?.components(separatedBy: "</ol>\n</section>").first)
    let first = try #require(places.components(separatedBy: "<li>").dropFirst().first)
    #expect(first.contains("<code>checkout.py:88:price</code>"))
    #expect(first.contains("of all standing") && first.contains("Code on the loop computed."))
    #expect(places.contains("lock held by thread <bdi>resize_0</bdi>"))
    #expect(PageText.count("<details class=\"frames\">", in: places) == AppFixtures.history.places.count)
  }

  @Test func `Each target has value, limit, verdict and plot, and the queue that decides is named`() {
    for name in ["event_loop_latency", "queue_depth", "memory", "tasks", "saturation"] {
      #expect(Self.shop.contains("<article id=\"target-\(name)\""), "\(name)")
    }
    #expect(Self.shop.contains("of <bdi>mail</bdi>"))
    #expect(Self.shop.contains("Queue mail, items that wait"))
    #expect(Self.shop.contains("calcmon_probe.timed times it"))
  }

  @Test func `What happened is marked in the plots and told`() {
    #expect(PageText.count("<line class=\"event is-bad\"", in: Self.shop) > 5)
    #expect(Self.shop.contains("<b>Deployed, version 1.4.2.</b>"))
    #expect(Self.shop.contains("Its loop had stood for 30 s in <code>checkout.py:88:price</code>."))
  }

  @Test func `A stall of the host says who had it`() {
    let contended = AppFixtures.history.stalls.filter(\.stall.stall.isHostCaused)
    let excerpt = AppExcerpt(
      app: "shop", since: AppFixtures.history.since, until: AppFixtures.at, intervals: AppFixtures.history.intervals,
      stalls: contended.suffix(2))
    let html = AppPage.html("shop", AppFixtures.snapshot, excerpt, window: .sixHours, root: "")
    #expect(html.contains("backup.service 1.4"))
  }

  @Test func `A bystander is told apart`() { #expect(Self.shop.contains("a bystander: its loop does next to nothing")) }

  @Test func `Without the history what memory has is shown`() {
    #expect(Self.unreadable.contains("The history cannot be read now"))
    #expect(Self.unreadable.contains("<article id=\"target-memory\"") && !Self.unreadable.contains("<figure"))
    for link in PageText.values(of: "href", in: Self.unreadable) where !link.hasPrefix("#") && !link.hasPrefix("data:") {
      #expect(link.hasPrefix("/calcmon/"), "\(link)")
    }
  }

  @Test func `The status page counts applications, and says first what stands`() {
    #expect(Self.status.contains("shop stands; "))
    #expect(Self.status.contains("of 9 mixes and 2 applications") || Self.status.contains("and 2 applications"))
    #expect(Self.status.contains("<span data-standing>shop: The loop of process 4711"))
    #expect(Self.status.contains("href=\"/apps/shop#target-event_loop_latency\""))
    #expect(Self.status.contains("<title>breached - "))
  }

  @Test func `Without an application one line says how to watch one`() {
    let line = "<p class=\"note\">No application is watched. This watches one: <code>calcmon exec -- python app.py</code></p>"
    #expect(PageText.count(line, in: StatusPageTests.healthy) == 1)
    #expect(PageText.count(line, in: Self.noApps) == 1)
    #expect(!Self.status.contains("No application is watched"))
  }

  @Test func `An alert on an application shows what it did then and does now`() {
    #expect(Self.alert.contains("What shop did around it"))
    #expect(Self.alert.contains("checkout.py:88:price"))
    #expect(Self.alert.contains("<a href=\"/apps/shop\">"))
    #expect(Self.alert.contains("&#39;app=shop&#39;") || Self.alert.contains("app=shop"))
    #expect(!Self.alert.contains("The runs that explain it"))
  }

  @Test func `Names are text wherever they stand`() {
    for text in HostilePageTests.texts where !text.isEmpty {
      let history = AppHistory(app: text, until: AppFixtures.at)
      let html = AppPage.html(text, AppFixtures.snapshot, AppFixtures.excerpt(history), window: .hour, root: "")
      #expect(PageText.mistake(in: html) == nil, "\(text)")
      #expect(!html.contains("<script>alert"))
    }
  }
}
