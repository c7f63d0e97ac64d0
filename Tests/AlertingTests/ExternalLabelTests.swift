import Alerting
import Samples
import Testing
import Thresholds

/// Which host an alert is of, and what becomes of one that was told by other labels.
@Suite struct ExternalLabelTests {
  private static let identity = WatchTests.identity

  private static func plan(_ labels: [String: String]) -> WatchPlan {
    var plan = WatchTests.plan(hold: 0)
    plan.externalLabels = labels
    return plan
  }

  private static func firing(_ labels: [String: String]) throws -> Watch {
    var watch = Watch(plan(labels), at: WatchTests.at(0))
    _ = watch.runEnded(identity, .completed, evidence: try WatchTests.run(late: 0.2), at: WatchTests.at(1))
    return watch
  }

  @Test func `The same fault on two hosts is two alerts`() throws {
    let alerts = try ["web-01", "web-02"].map { try #require(try Self.firing(["instance": $0]).book.all.first) }
    #expect(alerts.map { $0.labels["instance"] } == ["web-01", "web-02"])
    #expect(Set(alerts.map(\.fingerprint)).count == 2)
    let items = AlertmanagerPayload(alerts.map { NotifiedAlert(alert: $0, endsAt: WatchTests.at(9), generatorURL: "") }).items
    #expect(items.map { $0.labels["instance"] } == ["web-01", "web-02"])
  }

  @Test func `A rule's own labels stand above them, and one without a value is none`() throws {
    var plan = Self.plan(["instance": "web-01", "rack": ""])
    for index in plan.rules.indices { plan.rules[index].labels = ["instance": "other"] }
    var watch = Watch(plan, at: WatchTests.at(0))
    _ = watch.runEnded(Self.identity, .completed, evidence: try WatchTests.run(late: 0.2), at: WatchTests.at(1))
    let labels = try #require(watch.book.all.first).labels
    #expect(labels["instance"] == "other")
    #expect(labels["rack"] == nil)
  }

  @Test(arguments: [true, false])
  func `An alert that fires without an instance ends by its old labels, and goes on by the new ones at once`(_ isBreached: Bool)
    throws
  {
    let old = try #require(try Self.firing([:]).book.all.first)
    var next = Watch(Self.plan(["instance": "web-01"]), at: WatchTests.at(60))
    let run = (
      Self.identity, RunOutcome.completed, nil as String?, try WatchTests.run(late: 0.2) as RunEvidence?, WatchTests.at(1)
    )
    let changes = next.resume([old], aliveAt: WatchTests.at(60), runs: isBreached ? [run] : [])
    let transitions = changes.compactMap { change in if case .transition(let transition) = change { transition } else { nil } }
    #expect(
      transitions.map { "\($0.from)>\($0.to) \($0.reason)" } == ["firing>inactive reconfigured", "inactive>firing reconfigured"])
    let new = try #require(next.book.all.first { $0.state == .firing })
    #expect(new.labels["instance"] == "web-01")
    #expect([new.activeAt, new.firedAt] == [old.activeAt, old.firedAt])
    #expect(new.annotations["evidence"] == "calcmon alerts show \(new.id)")

    // Who was told that the old one fires is told that it is over, and that the new one fires.
    let policy = DeliveryBook.Policy(.webhook(HTTPReceiver(url: "http://hook/", place: "hook")))
    let told = Delivery(
      notifier: policy.notifier, fingerprint: old.fingerprint, activeAt: old.activeAt, state: .firing, sentAt: WatchTests.at(2))
    var book = DeliveryBook([policy], deliveries: [told])
    let orders = book.orders(for: next.book.all, at: WatchTests.at(61), isMuted: { _ in false }, generatorURL: { _ in "" })
    #expect(
      Set(orders[policy.notifier]?.send.map { "\($0.alert.state) \($0.alert.fingerprint.text)" } ?? [])
        == ["inactive \(old.fingerprint.text)", "firing \(new.fingerprint.text)"])
  }

  @Test func `So does one whose labels another configuration changes; what stays the same is not touched`() throws {
    var watch = try Self.firing(["instance": "web-01"])
    #expect(
      watch.apply(Self.plan(["instance": "web-01"]), at: WatchTests.at(5)).allSatisfy {
        if case .updated = $0 { true } else { false }
      })
    let changes = watch.apply(Self.plan(["instance": "web-01", "rack": "a"]), at: WatchTests.at(6))
    #expect(WatchTests.words(changes).prefix(2) == ["firing>inactive reconfigured@6s", "inactive>firing reconfigured@6s"])
    #expect(watch.book.all.filter { $0.state == .firing }.map { $0.labels["rack"] } == ["a"])
  }
}
