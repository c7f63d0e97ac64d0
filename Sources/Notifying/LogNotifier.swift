import Alerting
import Logging
import Samples

/// The agent's own log: a line an alert.
struct LogNotifier: Notifier {
  let name = NotifierSettings.log.name
  let logger: Logger

  func send(_ alerts: [NotifiedAlert]) async -> SendOutcome {
    for alert in alerts {
      let word = alert.isFiring ? "firing" : "resolved"
      logger.log(level: alert.isFiring ? .warning : .notice, "\(alert.alertName) is \(word)", metadata: Self.metadata(alert))
    }
    return .delivered
  }

  /// calcmon's own keys stand above labels of the same names.
  private static func metadata(_ notified: NotifiedAlert) -> Logger.Metadata {
    let alert = notified.alert
    var metadata = Dictionary(alert.labels.pairs.map { ($0.name, "\($0.value)") }) { $1 } as Logger.Metadata
    metadata["id"] = "\(alert.id)"
    metadata["since"] = "\(notified.startsAt.rfc3339)"
    metadata["summary"] = alert.annotations["summary"].map { "\($0)" }
    metadata["value"] = alert.value.map { "\($0)" }
    if !notified.isFiring { metadata["until"] = "\(notified.endsAt.rfc3339)" }
    return metadata
  }
}
