import Alerting
import Logging
import Samples
import Scheduling
import ServiceLifecycle
import Storage

/// Advances the alerts, persists what becomes of them, and has notifications sent.
struct AlertService: Service {
  /// While there are alerts, they are looked at so often: for what is to be sent again, silences, and until when they were surely watched.
  private static let interval = Duration.seconds(5)

  let alarm: Alarm
  let dispatcher: NotificationDispatcher
  let state: AgentState
  let store: StoreService
  let time: any TimeSource
  let logger: Logger

  func run() async throws {
    dispatcher.start()
    try await runUntilShutdown {
      while !Task.isCancelled {
        let next = await look()
        try await alarm.sleep(until: next)
      }
    } atEnd: {
      // What has happened since the last look is kept, and told.
      _ = await look()
      await dispatcher.stop()
    }
  }

  /// Returns when to look again, by uptime; `nil`: when the alarm rings.
  private func look() async -> Duration? {
    let now = time.moment
    let (changes, alerts, due, url) = state.update {
      $0.advance(to: now)
      return ($0.takeAlertChanges(), $0.alerts, $0.nextDue, $0.externalURL)
    }
    await keep(changes, isWatched: alerts.contains { $0.state != .inactive }, at: now.wall)
    let next = due.map { now.uptime + .milliseconds($0.milliseconds - now.wall.milliseconds) }
    guard !alerts.isEmpty else { return next }
    if let silences = await store.silences() { dispatcher.silence(by: silences) }
    dispatcher.tell(alerts, at: now.wall) { "\(url)/alerts/\($0.id)" }
    return [next, now.uptime + Self.interval].compactMap { $0 }.min()
  }

  /// What somebody will be told of is written before: an agent that is killed then goes on with the same alert.
  private func keep(_ changes: [AlertChange], isWatched: Bool, at now: Timestamp) async {
    for case .transition(let transition) in changes { log(transition) }
    let alive: [HistoryEntry] = isWatched || !changes.isEmpty ? [.alertsAlive(now)] : []
    let entries = changes.map(HistoryEntry.init) + alive
    if changes.contains(where: \.isTold) { await store.keepNow(entries) } else { store.keep(entries) }
  }

  private func log(_ transition: AlertTransition) {
    var metadata = Logger.Metadata(
      uniqueKeysWithValues: transition.alert.labels.pairs.map { ($0.name, "\($0.value)") })
    metadata["id"] = "\(transition.alert.id)"
    metadata["reason"] = "\(transition.reason.rawValue)"
    let text: Logger.Message = "\(transition.alert.subject.name.rawValue) \(transition.words)"
    // What notifiers hear of, the log among them, is told there.
    if AlertChange.transition(transition).isTold, dispatcher.tellsLog, !dispatcher.isMuted(transition.alert, at: transition.at) {
      logger.debug(text, metadata: metadata)
    } else {
      logger.info(text, metadata: metadata)
    }
  }
}

extension AlertTransition {
  /// The alert's new state, as its line in the log says it: `is pending`, `is firing`, `is resolved`.
  fileprivate var words: String {
    switch to {
    case .pending: "is pending"
    case .firing: "is firing"
    case .inactive: from == .firing ? "is resolved" : "is not pending any more"
    }
  }
}

extension AlertChange {
  /// Whether notifiers hear of it.
  fileprivate var isTold: Bool {
    if case .transition(let transition) = self { transition.to == .firing || transition.from == .firing } else { false }
  }
}

extension HistoryEntry {
  fileprivate init(_ change: AlertChange) {
    switch change {
    case .transition(let transition): self = .alert(transition)
    case .updated(let alert): self = .alertState(alert)
    case .forgotten(let alert): self = .alertForgotten(alert.fingerprint)
    }
  }
}
