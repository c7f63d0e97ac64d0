import Alerting
import Samples
import Testing
import Thresholds

/// What alerts say of themselves, and of when it was so.
@Suite struct AlertTextTests {
  private static let identity = WatchTests.identity

  private static func description(_ watch: Watch) throws -> String {
    let alert = try #require(watch.book.all.first)
    return try #require(alert.currentAnnotations["description"])
  }

  /// Eight seconds after the start nobody has looked at ten minutes.
  @Test func `It says the time that was really looked at`() throws {
    var watch = Watch(WatchTests.plan(hold: 0), at: WatchTests.at(0))
    func says(_ span: String, at seconds: Int64) throws -> Bool {
      _ = watch.runEnded(Self.identity, .completed, evidence: try WatchTests.run(late: 0.2), at: WatchTests.at(seconds))
      let until = WatchTests.at(seconds).iso8601
      return try Self.description(watch).hasPrefix("Event-loop latency was 200 ms over the last \(span), up to \(until);")
    }
    // The runs last for ten seconds.
    #expect(try says("10 s", at: 18))
    #expect(try says("5 min", at: 300))
    // The first of them has left the window.
    #expect(try says("7 min", at: 700))
    #expect(try says("10 min", at: 890))
  }

  @Test func `It says how many of the newest runs were bad`() throws {
    var plan = WatchTests.plan(hold: 0)
    for index in plan.rules.indices { plan.rules[index].badRuns = .standard }
    var watch = Watch(plan, at: WatchTests.at(0))
    for late in [(1, 0.2), (2, 0.001), (3, 0.2)] {
      _ = watch.runEnded(Self.identity, .completed, evidence: try WatchTests.run(late: late.1), at: WatchTests.at(Int64(late.0)))
    }
    #expect(try Self.description(watch).contains("the target is p(99) < 100 ms. 2 of the last 3 runs broke it."))
  }

  @Test func `One that is kept firing says since when the breach is over; one without runs, since when there are none`() throws {
    var plan = WatchTests.plan(hold: 0)
    for index in plan.rules.indices { plan.rules[index].keepFiringFor = 100 }
    var watch = Watch(plan, at: WatchTests.at(0))
    _ = watch.runEnded(Self.identity, .completed, evidence: try WatchTests.run(late: 0.2), at: WatchTests.at(10))
    _ = watch.advance(to: WatchTests.at(700))
    let unknown = try Self.description(watch)
    #expect(
      unknown.hasPrefix("Since 1970-01-01T00:10:10Z there are too few runs to judge by. Before that: Event-loop latency was"))

    _ = watch.runEnded(Self.identity, .completed, evidence: try WatchTests.run(late: 0.001), at: WatchTests.at(800))
    let alert = try #require(watch.book.all.first)
    #expect(alert.state == .firing)
    let kept = try Self.description(watch)
    #expect(kept.hasPrefix("The breach is over since 1970-01-01T00:13:20Z; the alert goes on for a while (keep_firing_for)."))
    let notified = NotifiedAlert(alert: alert, endsAt: WatchTests.at(900), generatorURL: "")
    #expect(AlertmanagerPayload([notified]).items.map { $0.annotations["description"] } == [kept])
    #expect(WebhookPayload([notified], receiver: "", externalURL: "").alerts.map { $0.annotations["description"] } == [kept])

    _ = watch.advance(to: WatchTests.at(900))
    #expect(try Self.description(watch).hasPrefix("This is over since 1970-01-01T00:15:00Z."))
  }

  @Test func `Its command names the history as the agent does`() throws {
    var plan = WatchTests.plan(hold: 0)
    plan.storage = " --storage.path '/var/lib/my calcmon/x.db'"
    var watch = Watch(plan, at: WatchTests.at(0))
    _ = watch.runEnded(Self.identity, .completed, evidence: try WatchTests.run(late: 0.2), at: WatchTests.at(10))
    let alert = try #require(watch.book.all.first)
    #expect(alert.annotations["evidence"] == "calcmon alerts show \(alert.id) --storage.path '/var/lib/my calcmon/x.db'")
  }

  @Test func `Its value and words in the history are those of the newest run`() throws {
    var watch = Watch(WatchTests.plan(hold: 0), at: WatchTests.at(0))
    _ = watch.runEnded(Self.identity, .completed, evidence: try WatchTests.run(late: 0.2), at: WatchTests.at(10))
    let changes = watch.runEnded(Self.identity, .completed, evidence: try WatchTests.run(late: 0.4), at: WatchTests.at(20))
    let updated = changes.compactMap { change in if case .updated(let alert) = change { alert } else { nil } }
    #expect(updated.map(\.annotations) == watch.book.all.map(\.annotations))
    #expect(updated.first?.annotations["description"]?.contains("00:00:20Z") == true)
  }
}
