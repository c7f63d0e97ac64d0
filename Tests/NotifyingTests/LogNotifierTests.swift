import Alerting
import Logging
import ManualClock
import Notifying
import Synchronization
import Testing

struct LogNotifierTests {
  @Test func `An alert is a line, a warning when it fires`() async {
    let lines = Lines()
    let notifier = NotifierFactory.forTests(ManualTime(), logger: Logger(label: "test") { _ in lines }).make(.log)
    #expect(notifier.name == "log")
    let alerts: [NotifiedAlert] = [.sample(mix: "a", more: [("since", "forged")]), .sample(mix: "b", isFiring: false)]
    #expect(await notifier.send(alerts) == .delivered)
    await notifier.shutDown()
    let labels = { (mix: String) in
      "alertname=CalcmonQueueGrowing,id=\(alerts[mix == "a" ? 0 : 1].alert.id),mix=\(mix),runtime=swift,severity=warning"
    }
    #expect(
      lines.all == [
        "warning CalcmonQueueGrowing is firing: \(labels("a")),since=2023-11-14T22:15:20.250Z,strategy=hybrid,"
          + "summary=The queue grows.,value=12.5",
        "notice CalcmonQueueGrowing is resolved: \(labels("b")),since=2023-11-14T22:15:20.250Z,strategy=hybrid,"
          + "summary=The queue grows.,until=2023-11-14T22:25:20.000Z,value=12.5",
      ])
  }
}

private final class Lines: LogHandler {
  private let lines = Mutex<[String]>([])

  var all: [String] { lines.withLock { $0 } }
  var metadata: Logger.Metadata {
    get { [:] }
    set {}
  }
  var logLevel: Logger.Level {
    get { .trace }
    set {}
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { nil }
    set {}
  }

  func log(event: LogEvent) {
    let pairs = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    lines.withLock { $0.append("\(event.level) \(event.message): \(pairs.joined(separator: ","))") }
  }
}
