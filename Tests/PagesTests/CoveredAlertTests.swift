import Alerting
import CalcmonTesting
import Pages
import Samples
import Snapshots
import Storage
import Testing

/// Alerts that a critical one says already, and alerts whose breach is over.
@Suite struct CoveredAlertTests {
  private static var snapshot: AgentSnapshot {
    var snapshot = PageFixtures.sick
    var covered = PageFixtures.alert(.eventLoopLatencyHigh, .firing, since: 720, ["cause": "program"])
    covered.isCovered = true
    let identity = RunIdentity(mix: "mixed", strategy: .hybrid, runtime: .asyncio)
    let alert = covered.alert
    let labels = Labels(alert.labels.pairs.map { ($0.name, $0.name == "severity" ? "critical" : $0.value) })
    let critical = Alert(
      subject: AlertSubject(.eventLoopLatencyHigh, identity), labels: labels, annotations: alert.annotations, state: .firing,
      value: 0.7, activeAt: alert.activeAt, firedAt: alert.firedAt)
    snapshot.alerts = [.init(alert: critical, isMuted: false), covered]
    return snapshot
  }

  private static func page(_ snapshot: AgentSnapshot) -> String { StatusPage.html(snapshot, nil, window: .sixHours, root: "") }

  @Test func `The status page counts and shows the critical alert, and folds the warning below it`() throws {
    let html = Self.page(Self.snapshot)
    #expect(html.contains("<h3>The program <span class=\"how\">2 firing</span></h3>"))
    let folded = try #require(html.range(of: "<summary>1 less severe alert of the same, not sent</summary>"))
    let ids = Self.snapshot.alerts.map { "id=\"alert-\($0.alert.id)\"" }
    #expect(html[..<folded.lowerBound].contains(ids[0]) && !html[..<folded.lowerBound].contains(ids[1]))
    #expect(html[folded.upperBound...].contains(ids[1]))
    #expect(HTMLShape.firstUnbalanced(html) == nil)
  }

  @Test func `So does the list of alerts`() throws {
    let html = AlertListPage.html(
      Self.snapshot.alerts, transitions: [], now: PageFixtures.at, root: "", version: DetailPageTests.version)
    let folded = try #require(html.range(of: "<summary>1 less severe alert of the same as a critical one</summary>"))
    #expect(html[folded.upperBound...].contains(Self.snapshot.alerts[1].alert.id))
    #expect(!html[..<folded.lowerBound].contains(Self.snapshot.alerts[1].alert.id))
    #expect(HTMLShape.firstUnbalanced(html) == nil)
  }

  /// The host's alert, one that it explains and one of the program.
  private static var contended: AgentSnapshot {
    var snapshot = PageFixtures.sick
    var explained = PageFixtures.alert(.queueGrowing, .firing, since: 720, ["cause": "host"])
    explained.isCovered = true
    let program = PageFixtures.alert(.cpuOutOfBand, .firing, since: 720, ["cause": "program"])
    let labels = Labels([("alertname", "CalcmonHostContended"), ("cause", "host"), ("severity", "warning")])
    let host = Alert(
      subject: AlertSubject(ofHost: .hostContended), labels: labels,
      annotations: ["summary": "Others have the cores of this host", "description": "Others used 1.6 of 2 cores: <backup> 1.1."],
      state: .firing, value: 1.6, activeAt: program.alert.activeAt, firedAt: program.alert.firedAt)
    snapshot.alerts = [explained, program, .init(alert: host, isMuted: false)]
    return snapshot
  }

  @Test
  func
    `What the program is to blame for stands first on the status page, then the host's alert with what it explains folded below it`()
    throws
  {
    let html = Self.page(Self.contended)
    let ids = Self.contended.alerts.map { "id=\"alert-\($0.alert.id)\"" }
    let places = try ids.map { try #require(html.range(of: $0)).lowerBound }
    let folded = try #require(html.range(of: "<summary>1 alert that it explains, not sent</summary>")).lowerBound
    #expect(places[1] < places[2] && places[2] < folded && folded < places[0])
    #expect(html.contains("&lt;backup&gt; 1.1."))
    #expect(HTMLShape.firstUnbalanced(html) == nil)
  }

  @Test func `Without the host's alert two of those that the host is the cause of are shown, and the rest is folded`() throws {
    var snapshot = PageFixtures.sick
    snapshot.alerts = (0..<4).map { number in
      PageFixtures.alert(
        [.queueGrowing, .cpuOutOfBand, .eventLoopLatencyHigh, .memoryGrowing][number], .firing, since: 60, ["cause": "host"])
    }
    let html = Self.page(snapshot)
    let folded = try #require(html.range(of: "<summary>2 alerts more of it</summary>")).lowerBound
    let places = try snapshot.alerts.map { try #require(html.range(of: "id=\"alert-\($0.alert.id)\"")).lowerBound }
    #expect(places.map { $0 < folded } == [true, true, false, false])
    #expect(html.contains("<h3>The host <span class=\"how\">4 firing</span></h3>"))
  }

  @Test func `The list of alerts folds what the host's explains, and says that it is of the host`() throws {
    let html = AlertListPage.html(
      Self.contended.alerts, transitions: [], now: PageFixtures.at, root: "", version: DetailPageTests.version)
    let folded = try #require(html.range(of: "<summary>1 alert that CalcmonHostContended explains</summary>"))
    #expect(html[folded.upperBound...].contains(Self.contended.alerts[0].alert.id))
    #expect(!html[..<folded.lowerBound].contains(Self.contended.alerts[0].alert.id))
    #expect(html[..<folded.lowerBound].contains("<bdi>the host</bdi>"))
    #expect(HTMLShape.firstUnbalanced(html) == nil)
  }

  @Test func `An alert that is kept firing says that its breach is over, on its page as well`() {
    var snapshot = PageFixtures.sick
    snapshot.alerts = [PageFixtures.alert(.eventLoopLatencyHigh, .firing, since: 720, [:])]
    #expect(!Self.page(snapshot).contains("the breach is over"))
    snapshot.alerts[0].alert.keepSince = PageFixtures.at.advanced(bySeconds: -30)
    let since = PageFixtures.at.advanced(bySeconds: -30).iso8601
    let html = Self.page(snapshot)
    #expect(html.contains("the breach is over, since"))
    #expect(html.contains("The breach is over since \(since); the alert goes on for a while"))
    #expect(DetailPageTests.page(of: snapshot.alerts[0].alert).contains("The breach is over since <time datetime=\"\(since)\">"))
  }

  @Test func `Commands name the history if it has a path`() {
    let alert = DetailFixtures.alert(.firing)
    let html = AlertPage.html(
      AlertEpisode(id: alert.id, labels: alert.labels, alert: alert, transitions: [], runs: []), runs: [], isMuted: false,
      now: DetailFixtures.now, storagePath: "/var/lib/my calcmon/x.db", root: "", version: "")
    #expect(html.contains("calcmon alerts show \(alert.id) \\\n  --storage.path &#39;/var/lib/my calcmon/x.db&#39;"))
    #expect(html.ranges(of: "--storage.path &#39;/var/lib/my calcmon/x.db&#39;").count == 2)
  }
}
