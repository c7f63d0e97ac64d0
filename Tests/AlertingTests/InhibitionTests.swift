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
}
