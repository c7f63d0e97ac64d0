import Alerting
import Samples
import Testing
import Thresholds

/// What becomes of an alert if what it is breached for has another cause than before, as scripts: see `AlertScript`.
@Suite struct AlertCauseTests {
  @Test func `What is breached for another cause goes on at once as another alert, and the one before is over`() {
    AlertBookTests.expect(
      """
      0s breached warning/host: inactive>pending breached@0s host
      60s breached warning/program: pending>inactive cause_changed@60s host; inactive>pending cause_changed@60s program
      120s time: pending>firing held@120s program
      300s breached warning/host: firing>inactive cause_changed@300s program; inactive>firing cause_changed@300s host
      310s met: kept since 310s
      330s breached warning/unexplained: firing>inactive cause_changed@330s host; inactive>firing cause_changed@330s unexplained
      400s met: kept since 400s
      760s time: firing>inactive cleared@760s unexplained
      """
    ) { ($0.hold, $0.keepFiringFor) = (120, 360) }
  }

  @Test func `A cause that changes at each evaluation does not keep the alert from firing`() {
    AlertBookTests.expect(
      """
      0s breached warning/host: inactive>pending breached@0s host
      50s breached warning/program: pending>inactive cause_changed@50s host; inactive>pending cause_changed@50s program
      100s breached warning/host: pending>inactive cause_changed@100s program; inactive>pending cause_changed@100s host
      120s time: pending>firing held@120s host
      """
    ) { $0.hold = 120 }
  }

  @Test func `A critical alert that the host is no reason for ends at once if the host is the cause`() {
    AlertBookTests.expect(
      """
      0s breached warning/program critical/program: inactive>pending breached@0s program; pending>firing held@0s program; \
      inactive>pending breached@0s (critical) program; pending>firing held@0s (critical) program
      60s breached warning/host: firing>inactive cause_changed@60s program; inactive>firing cause_changed@60s host; \
      firing>inactive cause_changed@60s (critical) program
      """
    ) { $0.keepFiringFor = 360 }
  }

  @Test func `Of a cause that nobody wants to hear of there is no alert, and one that fires ends as if it were over`() {
    AlertBookTests.expect(
      """
      0s breached warning/host:
      60s breached warning/program: inactive>pending breached@60s program; pending>firing held@60s program
      120s breached warning/host: kept since 120s
      180s breached warning/program: goes on
      240s breached warning/unexplained: kept since 240s
      600s time: firing>inactive cleared@600s program
      """
    ) { ($0.keepFiringFor, $0.causes) = (360, [.program]) }
  }

  @Test func `An alert of another cause than the new rules want is over at once`() throws {
    var script = AlertScript("0s breached warning/host: ", rule: AlertRule(.queueGrowing, hold: 0, keepFiringFor: 360))
    _ = script.play()
    var book = script.book
    var rule = AlertRule(.queueGrowing, hold: 0, keepFiringFor: 360)
    rule.causes = [.program]
    let changes = book.apply([rule], watches: { _ in true }, at: AlertScript.instant("60s"))
    #expect(changes.map(AlertScript.text) == ["firing>inactive reconfigured@60s"])
  }
}
