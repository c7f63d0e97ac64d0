import Agent
import Alerting
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
}
