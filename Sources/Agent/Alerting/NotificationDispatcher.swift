import Alerting
import Exposition
import Logging
import Notifying
import Samples
import Scheduling
import Storage
import Synchronization

/// Decides which notifier is to send what, has it sent, and counts and persists what was sent.
final class NotificationDispatcher: Sendable {
  private struct Contents {
    var book: DeliveryBook
    var settings: AlertingSettings
    var silences: [Silence] = []
    var logged: [String: (reason: String, at: Duration)] = [:]
  }

  /// Between two log lines of the same failure of a notifier.
  private static let logInterval = Duration.seconds(300)

  private let contents: Mutex<Contents>
  private let notifiers: NotifierPool
  private let state: AgentState
  private let store: StoreService
  private let time: any TimeSource
  private let logger: Logger

  init(
    _ settings: AlertingSettings, deliveries: [Delivery], makeNotifier: @escaping @Sendable (NotifierSettings) -> any Notifier,
    state: AgentState, store: StoreService, time: any TimeSource, logger: Logger
  ) {
    contents = Mutex(
      Contents(book: DeliveryBook(settings.notifiers.map(DeliveryBook.Policy.init), deliveries: deliveries), settings: settings))
    notifiers = NotifierPool(makeNotifier: makeNotifier, time: time)
    self.state = state
    self.store = store
    self.time = time
    self.logger = logger
    begin(settings)
  }

  private func begin(_ settings: AlertingSettings) {
    state.update { for notifier in settings.notifiers { $0.notifierBegins(notifier.name) } }
  }

  // MARK: Notifiers

  /// Takes other settings: notifiers that are new start, those that are gone send what they have, the others go on.
  func apply(_ settings: AlertingSettings) {
    contents.withLock {
      $0.settings = settings
      $0.book.apply(settings.notifiers.map(DeliveryBook.Policy.init))
    }
    begin(settings)
    start()
  }

  /// Starts the notifiers that do not run yet, and ends those that are not wanted any more.
  func start() {
    let wanted = contents.withLock { $0.settings.notifiers }
    let changed = notifiers.apply(wanted) { [weak self] in self?.receive($0, from: $1) }
    contents.withLock { contents in
      for name in changed { contents.book.forgetOffers(to: name) }
    }
  }

  /// Ends all notifiers, and returns when they have ended.
  func stop() async { await notifiers.stop() }

  // MARK: Telling

  /// Whether the log is told of alerts by a notifier of its own.
  var tellsLog: Bool { contents.withLock { $0.settings.notifiers.contains(.log) } }

  /// What is silenced.
  func silence(by silences: [Silence]) {
    contents.withLock { $0.silences = silences }
  }

  /// Whether nobody is told of an alert now.
  func isMuted(_ alert: Alert, at now: Timestamp) -> Bool {
    contents.withLock { Self.isMuted(alert, $0, now) }
  }

  private static func isMuted(_ alert: Alert, _ contents: Contents, _ now: Timestamp) -> Bool {
    contents.silences.contains { $0.mutes(alert.labels, at: now) }
      || contents.settings.maintenance.contains { $0.mutes(alert.labels, at: now) }
  }

  /// Hands over what is to be sent now. Never waits.
  func tell(_ alerts: [Alert], at now: Timestamp, generatorURL: (Alert) -> String) {
    let orders = contents.withLock { contents in
      let muted = Set(alerts.filter { Self.isMuted($0, contents, now) })
      return contents.book.orders(for: alerts, at: now, isMuted: { muted.contains($0) }, generatorURL: generatorURL)
    }
    notifiers.carryOut(orders)
  }

  private func receive(_ event: NotifierEvent, from notifier: String) {
    switch event {
    case .delivered(let alerts):
      state.update { $0.notified(notifier, MetricCatalog.notifications, alerts.count) }
      let now = time.wall
      let deliveries = contents.withLock { contents in
        contents.logged[notifier] = nil
        return alerts.map { contents.book.delivered($0.alert, to: notifier, at: now) }
      }
      store.keep(deliveries.map { .delivery($0) })
    case .failed(let count, let reason):
      state.update { $0.notified(notifier, MetricCatalog.notificationsFailed, count) }
      log(reason, of: notifier)
    case .dropped(let count):
      state.update { $0.notified(notifier, MetricCatalog.notificationsDropped, count) }
      logger.error("notifications were dropped", metadata: ["notifier": "\(notifier)", "alerts": "\(count)"])
    }
  }

  private func log(_ reason: String, of notifier: String) {
    let now = time.uptime
    let isNews = contents.withLock { contents in
      if let logged = contents.logged[notifier], logged.reason == reason, now - logged.at < Self.logInterval { return false }
      contents.logged[notifier] = (reason, now)
      return true
    }
    if isNews { logger.error("a notifier could not be told: \(reason)", metadata: ["notifier": "\(notifier)"]) }
  }
}
