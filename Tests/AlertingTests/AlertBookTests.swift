import Alerting
import Samples
import Testing

/// The state machine over time, as scripts: see `AlertScript`. Semantics: Prometheus, `rules/alerting.go`.
@Suite struct AlertBookTests {
  static func expect(
    _ text: String, _ change: (inout AlertRule) -> Void, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    var rule = AlertRule(.queueGrowing, hold: 0)
    change(&rule)
    var script = AlertScript(text, rule: rule)
    let lines = script.lines
    #expect(script.play() == lines, sourceLocation: sourceLocation)
  }

  @Test func `a breach that lasts fires after its for, to the millisecond, however late anybody looks`() {
    Self.expect(
      """
      0s breached: inactive>pending breached@0s
      60s breached:
      500s time: pending>firing held@120s
      """
    ) { $0.hold = 120 }
  }

  @Test func `without a for it fires with the breach`() {
    Self.expect("5s breached: inactive>pending breached@5s; pending>firing held@5s") { _ in }
  }

  @Test func `a breach that ends before its for was nothing`() {
    Self.expect(
      """
      0s breached: inactive>pending breached@0s
      119s met: pending>inactive cleared@119s
      200s breached: inactive>pending breached@200s
      319s time:
      320s time: pending>firing held@320s
      """
    ) { $0.hold = 120 }
  }

  @Test func `a resolved alert is remembered for 15 minutes`() {
    Self.expect(
      """
      0s breached: inactive>pending breached@0s; pending>firing held@0s
      10s met: firing>inactive cleared@10s
      910s time:
      911s time: forgotten
      """
    ) { _ in }
  }

  @Test func `an alert goes on firing for as long as it should be kept`() {
    Self.expect(
      """
      0s breached: inactive>pending breached@0s; pending>firing held@0s
      10s met: kept since 10s
      50s met:
      60s breached: goes on
      70s met: kept since 70s
      369s time:
      400s time: firing>inactive cleared@370s
      """
    ) { $0.keepFiringFor = 300 }
  }

  @Test func `what only is no longer breached holds what fires, and not what is pending`() {
    Self.expect(
      """
      0s breached: inactive>pending breached@0s
      1s holding: pending>inactive cleared@1s
      2s breached: inactive>pending breached@2s
      12s time: pending>firing held@12s
      20s holding:
      30s met: firing>inactive cleared@30s
      """
    ) { $0.hold = 10 }
  }

  @Test func `no data is neither a breach nor an end, until it lasts`() {
    Self.expect(
      """
      0s breached: inactive>pending breached@0s
      5s unknown: unknown since 5s
      20s time:
      25s breached: goes on; pending>firing held@25s
      30s unknown: unknown since 30s
      40s unknown:
      629s time:
      700s time: firing>inactive no_data@630s
      """
    ) {
      $0.hold = 10
      $0.noDataAfter = 600
    }
  }

  @Test func `a warning and a critical alert of one breach have lives of their own`() {
    Self.expect(
      """
      0s breached warning: inactive>pending breached@0s
      6s breached warning critical: inactive>pending breached@6s (critical)
      12s time: pending>firing held@10s
      14s breached warning: pending>inactive cleared@14s (critical)
      20s met: firing>inactive cleared@20s
      """
    ) { $0.hold = 10 }
  }

  @Test func `there is a limit of alerts of one rule, and what is beyond is counted`() {
    var script = AlertScript(
      "0s breached a b c d e: inactive>pending breached@0s (a); inactive>pending breached@0s (b); inactive>pending breached@0s (c)",
      rule: AlertRule(.queueGrowing, hold: 10))
    let lines = script.lines
    #expect(script.play() == lines)
    #expect(script.book.dropped == 2)
  }

  @Test func `a restart changes nothing but that the time it took does not count`() {
    Self.expect(
      """
      0s breached: inactive>pending breached@0s
      50s restart:
      60s breached:
      140s time: pending>firing held@140s
      150s met: kept since 150s
      200s restart:
      471s time: firing>inactive cleared@470s
      500s restart:
      1371s time: forgotten
      """
    ) {
      $0.hold = 120
      $0.keepFiringFor = 300
    }
  }

  @Test func `after more than an hour nobody knows any more`() throws {
    var book = AlertBook(rules: [AlertRule(.queueGrowing, hold: 0)], limit: 3)
    _ = book.evaluate(
      AlertScript.subject, .breached([AlertResult(labels: .none, value: 1, facts: [:])]), at: .init(milliseconds: 0))
    var next = AlertBook(rules: [AlertRule(.queueGrowing, hold: 0)], limit: 3)
    let changes = next.resume(book.all, aliveAt: .init(milliseconds: 0), at: .init(milliseconds: 3_600_001))
    #expect(changes.map(AlertScript.text) == ["firing>inactive agent_down@3600001ms"])
  }

  @Test func `a longer for makes what fires wait again, and a rule that goes ends its alerts`() {
    var script = AlertScript(
      "0s breached: inactive>pending breached@0s; pending>firing held@0s", rule: AlertRule(.queueGrowing, hold: 0))
    _ = script.play()
    var book = script.book
    let longer = book.apply([AlertRule(.queueGrowing, hold: 60)], watches: { _ in true }, at: AlertScript.instant("10s"))
    #expect(longer.map(AlertScript.text) == ["firing>pending reconfigured@10s"])
    #expect(book.advance(to: AlertScript.instant("61s")).map(AlertScript.text) == ["pending>firing held@60s"])
    let gone = book.apply([], watches: { _ in true }, at: AlertScript.instant("70s"))
    #expect(gone.map(AlertScript.text) == ["firing>inactive reconfigured@70s"])
  }

  @Test func `durations go on where the clock was set`() {
    var book = AlertBook(rules: [AlertRule(.queueGrowing, hold: 60)], limit: 3)
    _ = book.evaluate(
      AlertScript.subject, .breached([AlertResult(labels: .none, value: 1, facts: [:])]), at: .init(milliseconds: 0))
    book.pause(3_600_000)
    #expect(book.nextDue == Timestamp(milliseconds: 3_660_000))
  }

  @Test func `calcmon's labels stand above those of the rule, and all are in the templates`() throws {
    var rule = AlertRule(.queueGrowing, hold: 0)
    rule.labels = ["team": "checkout", "mix": "forged", "alertname": "forged", "severity": "forged"]
    rule.annotations = ["summary": "{{ $labels.mix }} of {{$labels.team}}: {{ $value }} {{ $nonsense }} {{ $labels.none }}|{{"]
    var book = AlertBook(rules: [rule], limit: 3)
    let result = AlertResult(labels: Labels([("severity", "page")]), value: 1, facts: ["value": "5 items/s"])
    _ = book.evaluate(AlertScript.subject, .breached([result]), at: .init(milliseconds: 0))
    let alert = try #require(book.all.first)
    #expect(
      alert.labels
        == Labels([
          ("alertname", "CalcmonQueueGrowing"), ("mix", "mixed"), ("runtime", "swift"), ("severity", "page"),
          ("strategy", "hybrid"),
          ("team", "checkout"),
        ]))
    #expect(alert.annotations["summary"] == "mixed of checkout: 5 items/s <error: there is no $nonsense> |{{")
  }

  @Test func `an annotation of any size stays small`() {
    let text = AlertTemplate.render("{{ $value }}", ["value": String(repeating: "ä", count: 1_000_000)], .none)
    #expect(text.utf8.count < 9000)
    #expect(AlertTemplate.unknownNames(in: "{{ $value }} {{ $labels.x }} {{ $foo }} {{ printf }}") == ["$foo", "printf"])
  }
}

@Suite struct StandardRuleTests {
  @Test(arguments: AlertRule.standard)
  func `each rule that calcmon brings along has texts that name nothing that there is not`(_ rule: AlertRule) {
    #expect(Set(rule.annotations.keys) == ["summary", "description", "evidence", "runbook_url"])
    #expect(rule.annotations.values.flatMap(AlertTemplate.unknownNames(in:)) == [])
  }

  @Test func `there is one rule a name, and one name a target`() {
    #expect(AlertRule.standard.map(\.name) == AlertName.allCases)
    #expect(Set(AlertName.allCases.map(\.key)).count == AlertName.allCases.count)
  }
}
