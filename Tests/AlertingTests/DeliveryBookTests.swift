import Alerting
import Samples
import Testing

/// Who is told what, and when again.
@Suite struct DeliveryBookTests {
  private static let alertmanager = NotifierSettings.alertmanager(HTTPReceiver(url: "http://am:9093", place: "am:9093"))
  private static let webhook = NotifierSettings.webhook(HTTPReceiver(url: "http://hook/", place: "hook"))

  private static func at(_ seconds: Int64) -> Timestamp { Timestamp(milliseconds: seconds * 1000) }

  private static func alert(
    _ state: AlertState, fired: Int64? = 10, resolved: Int64? = nil, mix: String = "mixed", active: Int64 = 0
  ) -> Alert {
    Alert(
      subject: AlertSubject(.queueGrowing, mix: mix), labels: Labels([("alertname", "A"), ("mix", mix)]), annotations: [:],
      state: state, value: 1, activeAt: at(active), firedAt: fired.map(at), resolvedAt: resolved.map(at))
  }

  private struct Player {
    var book: DeliveryBook
    var muted = false

    init(_ notifiers: NotifierSettings...) { book = DeliveryBook(notifiers.map(DeliveryBook.Policy.init)) }

    /// `am send mixed firing until 250s`
    mutating func tell(_ alerts: [Alert], at seconds: Int64) -> [String] {
      let muted = muted
      let orders = book.orders(
        for: alerts, at: DeliveryBookTests.at(seconds), isMuted: { _ in muted }, generatorURL: { "http://here/\($0.id)" })
      return orders.sorted { $0.key < $1.key }.flatMap { name, orders in
        orders.send.map {
          "\(name) \($0.alert.labels["mix"] ?? "") \($0.alert.state.rawValue) until \($0.endsAt.milliseconds / 1000)s"
        }
          + orders.withdraw.map { _ in "\(name) withdraw" }
      }
    }

    mutating func took(_ alert: Alert, _ notifier: NotifierSettings, at seconds: Int64) {
      _ = book.delivered(alert, to: notifier.name, at: DeliveryBookTests.at(seconds))
    }
  }

  @Test func `an Alertmanager is told every minute that an alert fires, until four minutes later`() {
    var player = Player(Self.alertmanager)
    let firing = Self.alert(.firing)
    #expect(player.tell([firing], at: 10) == ["alertmanager/am:9093 mixed firing until 250s"])
    #expect(player.tell([firing], at: 15).isEmpty)
    player.took(firing, Self.alertmanager, at: 16)
    #expect(player.tell([firing], at: 75).isEmpty)
    #expect(player.tell([firing], at: 76) == ["alertmanager/am:9093 mixed firing until 316s"])
  }

  @Test func `a resolved alert is told at once, and again for as long as it is remembered`() {
    var player = Player(Self.alertmanager)
    player.took(Self.alert(.firing), Self.alertmanager, at: 10)
    let resolved = Self.alert(.inactive, resolved: 20)
    #expect(player.tell([resolved], at: 20) == ["alertmanager/am:9093 mixed inactive until 20s"])
    player.took(resolved, Self.alertmanager, at: 21)
    #expect(player.tell([resolved], at: 80).isEmpty)
    #expect(player.tell([resolved], at: 81) == ["alertmanager/am:9093 mixed inactive until 20s"])
    #expect(player.tell([], at: 1000).isEmpty)
  }

  @Test func `a webhook hears of each change once, and of what goes on firing every four hours`() {
    var player = Player(Self.webhook)
    let firing = Self.alert(.firing)
    #expect(player.tell([firing], at: 10).count == 1)
    player.took(firing, Self.webhook, at: 10)
    #expect(player.tell([firing], at: 14_409).isEmpty)
    #expect(player.tell([firing], at: 14_410).count == 1)
    let resolved = Self.alert(.inactive, resolved: 14_420)
    #expect(player.tell([resolved], at: 14_420) == ["webhook/hook mixed inactive until 14420s"])
    player.took(resolved, Self.webhook, at: 14_421)
    #expect(player.tell([resolved], at: 15_000).isEmpty)
  }

  @Test func `nobody is told that something is over of which nobody was told that it had begun`() {
    var player = Player(Self.webhook)
    #expect(player.tell([Self.alert(.firing)], at: 10).count == 1)
    #expect(player.tell([Self.alert(.inactive, resolved: 12)], at: 12) == ["webhook/hook withdraw"])
    #expect(player.tell([Self.alert(.inactive, resolved: 12)], at: 20).isEmpty)
    // It was under way, and arrived after all.
    player.took(Self.alert(.firing), Self.webhook, at: 21)
    #expect(player.tell([Self.alert(.inactive, resolved: 12)], at: 22) == ["webhook/hook mixed inactive until 12s"])
  }

  @Test func `what was not confirmed is handed over again after a minute, newer`() {
    var player = Player(Self.alertmanager)
    #expect(player.tell([Self.alert(.firing)], at: 10).count == 1)
    #expect(player.tell([Self.alert(.firing)], at: 69).isEmpty)
    #expect(player.tell([Self.alert(.firing)], at: 70) == ["alertmanager/am:9093 mixed firing until 310s"])
  }

  @Test func `pending alerts are nobody's business`() {
    var player = Player(Self.alertmanager)
    #expect(player.tell([Self.alert(.pending, fired: nil)], at: 10).isEmpty)
  }

  @Test func `a muted alert is told when the silence is over`() {
    var player = Player(Self.webhook)
    player.muted = true
    #expect(player.tell([Self.alert(.firing)], at: 10).isEmpty)
    player.muted = false
    #expect(player.tell([Self.alert(.firing)], at: 11).count == 1)
  }

  @Test func `each notifier has its own account, which a restart and other notifiers leave alone`() {
    let firing = Self.alert(.firing)
    var player = Player(Self.alertmanager, Self.webhook)
    let kept = player.book.delivered(firing, to: Self.webhook.name, at: Self.at(10))
    player.book = DeliveryBook([Self.alertmanager, Self.webhook].map(DeliveryBook.Policy.init), deliveries: [kept])
    #expect(player.tell([firing], at: 20) == ["alertmanager/am:9093 mixed firing until 260s"])
    player.book.apply([Self.webhook, .log].map(DeliveryBook.Policy.init))
    #expect(player.tell([firing], at: 30) == ["log mixed firing until 270s"])
  }

  @Test func `a new episode of the same alert is news`() {
    var player = Player(Self.webhook)
    player.took(Self.alert(.firing), Self.webhook, at: 10)
    #expect(player.tell([Self.alert(.firing, fired: 50, active: 40)], at: 50).count == 1)
  }

  @Test func `alerts go out in the order in which they became what they are`() {
    var player = Player(Self.webhook)
    let alerts = [Self.alert(.firing, fired: 30, mix: "a"), Self.alert(.firing, fired: 20, mix: "b")]
    #expect(player.tell(alerts, at: 40).map { $0.split(separator: " ")[1] } == ["b", "a"])
  }

  @Test func `a clock that is set back delays nothing`() {
    var player = Player(Self.alertmanager, Self.webhook)
    let firing = Self.alert(.firing)
    player.took(firing, Self.alertmanager, at: 50_000)
    player.took(firing, Self.webhook, at: 50_000)
    #expect(player.tell([firing], at: 50_000) == [])
    #expect(player.tell([firing], at: 39_200).map { $0.prefix(7) } == ["alertma", "webhook"])
    #expect(player.tell([firing], at: 39_201) == [])
    #expect(player.tell([firing], at: 30_000).count == 2)
  }
}
