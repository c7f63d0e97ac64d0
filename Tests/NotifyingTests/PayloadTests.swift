import Alerting
import CalcmonTesting
import Foundation
import Samples
import Testing

struct PayloadTests {
  private let alerts: [NotifiedAlert] = [
    .sample(mix: "b", isFiring: false),
    .sample(mix: "b", more: [("team", ""), ("zone", "a\"\\\n\u{1}ü")]),
    .sample(mix: "a", annotations: ["summary": "The queue grows.", "description": "12.5 > 0"]),
  ]

  @Test func `An Alertmanager gets an array of all alerts`() throws {
    let text = String(decoding: try AlertmanagerPayload(alerts).json(), as: UTF8.self)
    try Golden.expect(text + "\n", matches: "\(Repository.root)/Tests/NotifyingTests/Golden/alertmanager.json")
  }

  @Test func `A webhook gets the alerts of a name, firing ones first`() throws {
    let payload = WebhookPayload(alerts, receiver: "webhook/127.0.0.1:8080", externalURL: "http://host:9090")
    try Golden.expect(
      String(decoding: try payload.json(), as: UTF8.self) + "\n",
      matches: "\(Repository.root)/Tests/NotifyingTests/Golden/webhook.json")
  }

  @Test func `Payloads can be read back`() throws {
    let webhook = WebhookPayload(alerts, receiver: "r", externalURL: "")
    #expect(try JSONDecoder().decode(WebhookPayload.self, from: Data(webhook.json())) == webhook)
    let alertmanager = AlertmanagerPayload(alerts)
    #expect(try JSONDecoder().decode(AlertmanagerPayload.self, from: Data(alertmanager.json())) == alertmanager)
  }

  @Test func `The order of the alerts does not matter to a webhook's text`() throws {
    let texts = try [alerts, alerts.reversed()].map { try WebhookPayload($0, receiver: "r", externalURL: "").json() }
    #expect(texts[0] == texts[1])
  }

  @Test func `A webhook's alerts are all resolved where none fires`() {
    let payload = WebhookPayload([.sample(isFiring: false)], receiver: "r", externalURL: "")
    #expect(payload.status == "resolved")
    #expect(payload.alerts.map(\.endsAt) == ["2023-11-14T22:25:20.000Z"])
  }

  @Test func `Alerts are grouped by name, in the order of the names' first alerts`() {
    let alerts: [NotifiedAlert] = [
      .sample(.queueGrowing, mix: "a"), .sample(.ioWaitHigh, mix: "b"), .sample(.queueGrowing, mix: "c"),
    ]
    #expect(WebhookPayload.groups(alerts).map { $0.map(\.mix) } == [["a", "c"], ["b"]])
  }

  @Test func `All maps are there, and empty ones are not null`() throws {
    let alert = Alert(
      subject: AlertSubject(.runFailing, mix: "m"), labels: .none, annotations: [:], state: .firing, value: nil,
      activeAt: NotifiedAlert.start)
    let notified = NotifiedAlert(alert: alert, endsAt: NotifiedAlert.start, generatorURL: "")
    let text = String(decoding: try WebhookPayload([notified], receiver: "r", externalURL: "").json(), as: UTF8.self)
    for part in [
      #""commonAnnotations":{}"#, #""commonLabels":{}"#, #""groupLabels":{}"#, #""labels":{}"#, #""annotations":{}"#,
      #""groupKey":"{}:{}""#, #""truncatedAlerts":0"#, #""version":"4""#, #""fingerprint":"cbf29ce484222325""#,
    ] {
      #expect(text.contains(part))
    }
    let other = String(decoding: try AlertmanagerPayload([notified]).json(), as: UTF8.self)
    #expect(!other.contains("generatorURL"))
  }

  @Test func `Long values are cut between characters`() throws {
    let long = String(repeating: "ü", count: 40_000)
    let notified = NotifiedAlert.sample(annotations: ["summary": "x" + long], more: [("long", long)])
    let item = try #require(AlertmanagerPayload([notified]).items.first)
    #expect(item.annotations["summary"] == "x" + long.prefix(32_767) + "…")
    #expect(item.labels["long"] == long.prefix(32_768) + "…")
    #expect(WebhookPayload([notified], receiver: "r", externalURL: "").commonLabels["long"]?.utf8.count == 65_539)
  }

  @Test(arguments: ["\u{0}\u{1f}\u{7f}", "\u{2028}\u{feff}", "\u{FFFD}", "\"\\/", "\r\n", "e\u{301}🏳️‍🌈"])
  func `Any text stays as it is`(_ text: String) throws {
    let notified = NotifiedAlert.sample(annotations: ["summary": text])
    let read = try JSONDecoder().decode(AlertmanagerPayload.self, from: Data(AlertmanagerPayload([notified]).json()))
    #expect(read.items.first?.annotations["summary"].map { Array($0.utf8) } == Array(text.utf8))
  }

  @Test(
    arguments: [
      ([("alertname", "good")], "fff7f30401697f7b"),
      ([("severity", "page"), ("alertname", "show")], "4c866b6f25cab893"),
      ([("alertname", "good"), ("team", "")], "fff7f30401697f7b"),
      ([], "cbf29ce484222325"),
    ] as [([(String, String)], String)])
  func `Fingerprints are those that an Alertmanager computes`(_ labels: [(String, String)], _ text: String) {
    #expect(Fingerprint(Labels(labels)).text == text)
  }
}
