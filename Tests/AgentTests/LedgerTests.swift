import Agent
import Alerting
import Exposition
import Processes
import Samples
import Scheduling
import Testing
import WebSecurity

@Suite struct LedgerTests {
  private static func ledger() -> Ledger {
    let build = BuildInfo(version: "1.2.3", revision: "0123", swiftVersion: "6.3")
    let now = Moment(wall: Timestamp(milliseconds: 0), uptime: .zero)
    return Ledger(WatchPlan(canaries: []), unavailable: [:], build: build, at: now)
  }

  @Test func `A web configuration that stays unusable is told of at each look, and pages are drawn anew once`() {
    var ledger = Self.ledger()
    let missing = WebSecurityError.file(what: "the key", path: "key.pem", problem: "there is no such file")
    var revisions = [ledger.pageRevision]
    for event in [
      WebSecurity.Event.refused(missing), .refused(missing), .refused(.tls("too old")), .loaded(certificateExpiry: nil),
      .loaded(certificateExpiry: nil),
    ] {
      ledger.webChanged(event)
      revisions.append(ledger.pageRevision - revisions[0])
    }
    #expect(revisions.dropFirst() == [1, 1, 2, 3, 3])
    #expect(ledger.notes.isEmpty)
  }

  @Test func `What was stamped moves along when the clock is set, and stands still while the machine sleeps`() {
    let identity = RunIdentity(mix: "idle", strategy: .async, runtime: .swift)
    let build = BuildInfo(version: "1.2.3", revision: "0123", swiftVersion: "6.3")
    let canary = WatchPlan.Canary(identity: identity, targets: [], alerts: true)
    let at = { (wall: Int64, uptime: Int64, sinceBoot: Int64) in
      Moment(wall: Timestamp(milliseconds: wall * 1000), uptime: .seconds(uptime), sinceBoot: .seconds(sinceBoot))
    }
    var ledger = Ledger(WatchPlan(canaries: [canary]), unavailable: [:], build: build, at: at(100, 10, 10))
    ledger.reloaded(successfully: true, at: Timestamp(milliseconds: 100_000))
    ledger.runStarted(identity, at: Timestamp(milliseconds: 101_000))
    ledger.advance(to: at(105, 15, 15))
    #expect(ledger.startedAt == Timestamp(milliseconds: 100_000))
    // The machine sleeps for an hour, then the clock is set from 1970 to 2027, then by another second.
    ledger.advance(to: at(3710, 20, 3620))
    #expect(ledger.startedAt == Timestamp(milliseconds: 100_000))
    ledger.advance(to: at(1_800_003_720, 30, 3630))
    #expect(ledger.startedAt == Timestamp(milliseconds: 1_800_000_100_000))
    #expect(ledger.running?.startedAt == Timestamp(milliseconds: 1_800_000_101_000))
    #expect(ledger.registry.value(MetricCatalog.reloadTimestamp) == 1_800_000_100)
    ledger.advance(to: at(1_800_003_721, 30, 3630))
    #expect(ledger.startedAt == Timestamp(milliseconds: 1_800_000_101_000))
  }
}
