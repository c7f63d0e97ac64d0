import Alerting
import Exposition
import Logging
import Notifying
import Samples
import Scheduling
import Storage
import Synchronization

/// Who is told of alerts, and what they were told. Notifiers come and go with the configuration; each works for itself.
final class AlertDesk: Sendable {
  typealias MakeNotifier = @Sendable (NotifierSettings) -> any Notifier

  private struct Running {
    let settings: NotifierSettings
    let worker: NotifierWorker
    let task: Task<Void, Never>
  }

  private struct Contents {
    var book: DeliveryBook
    var settings: AlertingSettings
    var silences: [Silence] = []
    var running: [String: Running] = [:]
    /// Workers that send their last words.
    var ending: [ObjectIdentifier: Task<Void, Never>] = [:]
    var logged: [String: (reason: String, at: Duration)] = [:]
  }

  /// By then a notifier that goes has sent what it had.
  private static let drain = Duration.seconds(2)
  /// The same failure of a notifier is logged so often.
  private static let logInterval = Duration.seconds(300)

  private let contents: Mutex<Contents>
  private let makeNotifier: MakeNotifier
  private let state: AgentState
  private let store: StoreService
  private let time: any TimeSource
  private let logger: Logger

  init(
    _ settings: AlertingSettings, deliveries: [Delivery], makeNotifier: @escaping MakeNotifier, state: AgentState,
    store: StoreService, time: any TimeSource, logger: Logger
  ) {
    contents = Mutex(
      Contents(book: DeliveryBook(settings.notifiers.map(DeliveryBook.Policy.init), deliveries: deliveries), settings: settings))
    self.makeNotifier = makeNotifier
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

  /// Starts the notifiers that do not run yet, and ends those that should not any more.
  func start() {
    contents.withLock { contents in
      let wanted = Set(contents.settings.notifiers)
      for (name, running) in contents.running where !wanted.contains(running.settings) { end(name, &contents) }
      for settings in contents.settings.notifiers where contents.running[settings.name] == nil {
        let worker = NotifierWorker(makeNotifier(settings), time: time) { [weak self] in self?.receive($0, from: settings.name) }
        contents.running[settings.name] = Running(
          settings: settings, worker: worker,
          task: Task { [weak self] in
            await worker.run(drain: Self.drain)
            self?.contents.withLock { $0.ending[ObjectIdentifier(worker)] = nil }
          })
      }
    }
  }

  /// Ends all notifiers, and returns when they have.
  func stop() async {
    let tasks = contents.withLock { contents in
      for name in contents.running.keys { end(name, &contents) }
      return contents.ending.values
    }
    for task in tasks { await task.value }
  }

  private func end(_ name: String, _ contents: inout Contents) {
    guard let running = contents.running.removeValue(forKey: name) else { return }
    running.worker.finish()
    contents.book.forgetOffers(to: name)
    contents.ending[ObjectIdentifier(running.worker)] = running.task
  }

  // MARK: Telling

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
    let (orders, workers) = contents.withLock { contents in
      let muted = Set(alerts.filter { Self.isMuted($0, contents, now) })
      let orders = contents.book.orders(for: alerts, at: now, isMuted: { muted.contains($0) }, generatorURL: generatorURL)
      return (orders, contents.running.mapValues(\.worker))
    }
    for (name, order) in orders {
      for fingerprint in order.withdraw { workers[name]?.withdraw(fingerprint) }
      if !order.send.isEmpty { workers[name]?.offer(order.send) }
    }
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
