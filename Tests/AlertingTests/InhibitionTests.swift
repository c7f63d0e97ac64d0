import Alerting
import Samples
import Testing

/// A critical alert says what the warning of the same says.
@Suite struct InhibitionTests {
  private static let manager = NotifierSettings.alertmanager(HTTPReceiver(url: "http://am:9093", place: "am:9093"))
  private static let webhook = NotifierSettings.webhook(HTTPReceiver(url: "http://hook/", place: "hook"))

  private static func at(_ seconds: Int64) -> Timestamp { Timestamp(milliseconds: seconds * 1000) }

  private static func alert(
    _ severity: String, _ state: AlertState = .firing, mix: String = "mixed", resolved: Int64? = nil
  ) -> Alert {
    let identity = RunIdentity(mix: mix, strategy: .hybrid, runtime: .swift)
    let labels = [("alertname", "A"), ("severity", severity), ("mix", mix)]
    return Alert(
      subject: AlertSubject(.eventLoopLatencyHigh, identity), labels: Labels(labels), annotations: [:], state: state, value: 1,
      activeAt: at(0), firedAt: state == .pending ? nil : at(10), resolvedAt: resolved.map(at))
  }

  private struct Player {
    var book = DeliveryBook([manager, webhook].map(DeliveryBook.Policy.init))

    /// Who is told of what; all of it arrives.
    mutating func tell(_ alerts: [Alert], at seconds: Int64) -> [String] {
      let now = InhibitionTests.at(seconds)
      let orders = book.orders(for: alerts, at: now, isMuted: { _ in false }, generatorURL: { _ in "" })
      return orders.sorted { $0.key < $1.key }.flatMap { name, orders in
        orders.send.map { sent in
          _ = book.delivered(sent.alert, to: name, at: now)
          return "\(name.prefix(4)) \(sent.alert.labels["severity"] ?? "") \(sent.alert.state)"
        }
      }
    }
  }

  @Test func `While a critical alert fires nobody is told of the warning; when it is over they are`() {
    var player = Player()
    let both = [Self.alert("warning"), Self.alert("critical")]
    #expect(player.tell(both, at: 10) == ["aler critical firing", "webh critical firing"])
    #expect(player.tell(both, at: 4 * 3600 + 11) == ["aler critical firing", "webh critical firing"])
    let after = [Self.alert("warning"), Self.alert("critical", .inactive, resolved: 15_000)]
    #expect(
      Set(player.tell(after, at: 15_000)) == [
        "aler critical inactive", "webh critical inactive", "aler warning firing", "webh warning firing",
      ])
  }

  @Test func `A warning that was told before goes on in Alertmanager, is not repeated to others, and its end is told to all`() {
    var player = Player()
    #expect(player.tell([Self.alert("warning"), Self.alert("critical", .pending)], at: 10).count == 2)
    let both = [Self.alert("warning"), Self.alert("critical")]
    #expect(player.tell(both, at: 15) == ["aler critical firing", "webh critical firing"])
    // Alertmanager would take it to be over.
    #expect(player.tell(both, at: 5 * 3600) == ["aler critical firing", "aler warning firing", "webh critical firing"])
    let over = [Self.alert("warning", .inactive, resolved: 18_010), Self.alert("critical")]
    #expect(Set(player.tell(over, at: 18_010)) == ["aler warning inactive", "webh warning inactive"])
  }

  @Test func `A warning that was never told is not said to be over`() {
    var player = Player()
    _ = player.tell([Self.alert("warning"), Self.alert("critical")], at: 10)
    let over = [Self.alert("warning", .inactive, resolved: 20), Self.alert("critical", .inactive, resolved: 20)]
    #expect(Set(player.tell(over, at: 20)) == ["aler critical inactive", "webh critical inactive"])
  }

  @Test func `It is of the same runs, fires, and is critical`() {
    #expect(!Inhibition([Self.alert("critical", mix: "other")]).covers(Self.alert("warning")))
    #expect(!Inhibition([Self.alert("critical", .pending)]).covers(Self.alert("warning")))
    #expect(!Inhibition([Self.alert("critical", .inactive)]).covers(Self.alert("warning")))
    #expect(!Inhibition([Self.alert("critical")]).covers(Self.alert("critical")))
    #expect(Inhibition([Self.alert("critical")]).covers(Self.alert("page", .pending)))
  }

  // MARK: The host

  private static func contended(_ state: AlertState = .firing, resolved: Int64? = nil) -> Alert {
    Alert(
      subject: AlertSubject(ofHost: .hostContended),
      labels: Labels([("alertname", "CalcmonHostContended"), ("severity", "host"), ("cause", "host")]), annotations: [:],
      state: state, value: 1, activeAt: at(0), firedAt: state == .pending ? nil : at(10), resolvedAt: resolved.map(at))
  }

  private static func caused(_ cause: String, _ state: AlertState = .firing, mix: String = "mixed", resolved: Int64? = nil)
    -> Alert
  {
    alert("warning", state, mix: mix, resolved: resolved).labelled(cause)
  }

  @Test func `While the host's alert fires nobody is told of what it explains, in whatever mix; when it is over they are`() {
    var player = Player()
    let (mixed, other) = (Self.caused("host"), Self.caused("host", mix: "other"))
    let program = Self.caused("program", mix: "third")
    #expect(
      Set(player.tell([Self.contended(), mixed, other, program], at: 10)) == [
        "aler host firing", "webh host firing", "aler warning firing", "webh warning firing",
      ])
    let after = [
      Self.contended(.inactive, resolved: 15_000), mixed, Self.caused("host", .inactive, mix: "other", resolved: 14_000),
    ]
    #expect(
      Set(player.tell(after, at: 15_000)) == [
        "aler host inactive", "webh host inactive", "aler warning firing", "webh warning firing",
      ])
  }

  @Test func `What was told before the host's alert fired is told to be over when it is`() {
    var player = Player()
    #expect(player.tell([Self.contended(.pending), Self.caused("host")], at: 10).count == 2)
    #expect(player.tell([Self.contended(), Self.caused("host")], at: 15) == ["aler host firing", "webh host firing"])
    let over = [Self.contended(), Self.caused("host", .inactive, resolved: 20)]
    #expect(player.tell(over, at: 20) == ["aler warning inactive", "webh warning inactive"])
  }

  @Test func `It stands for firing and pending alerts of the host, and not for itself`() {
    let inhibition = Inhibition([Self.contended()])
    #expect(inhibition.covers(Self.caused("host")) && inhibition.covers(Self.caused("host", .pending)))
    #expect(!inhibition.covers(Self.contended()))
    #expect(!inhibition.covers(Self.caused("program")) && !inhibition.covers(Self.caused("unexplained")))
    #expect(!inhibition.covers(Self.caused("host", .inactive, resolved: 12)))
    #expect(!Inhibition([Self.contended(.pending)]).covers(Self.caused("host")))
    #expect(!Inhibition([Self.contended(.inactive, resolved: 12)]).covers(Self.caused("host")))
  }
}

extension Alert {
  fileprivate func labelled(_ cause: String) -> Alert {
    Alert(
      subject: subject, labels: labels.with("cause", cause), annotations: annotations, state: state, value: value,
      activeAt: activeAt, firedAt: firedAt, resolvedAt: resolvedAt)
  }
}
