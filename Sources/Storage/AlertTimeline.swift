package import Alerting
package import Samples

/// Alerts from when they became pending until they were over: what a history of transitions comes to.
package struct AlertTimeline: Sendable {
  /// One episode of an alert.
  package struct Episode: Hashable, Sendable {
    /// See `Alert.id`.
    package let id: String
    /// `alertname` among them.
    package let labels: Labels
    /// What was judged when it last changed its state.
    package internal(set) var value: Double?
    /// When it became pending; `nil`: before the history begins.
    package internal(set) var pendingAt: Timestamp?
    /// When it first fired.
    package internal(set) var firedAt: Timestamp?
    /// When it was over; `nil`: it is not.
    package internal(set) var endedAt: Timestamp?
    /// Why it was over.
    package internal(set) var endReason: AlertTransition.Reason?
    /// As people read them, when it last changed its state.
    package internal(set) var annotations: [String: String]

    /// How long it fired, until an instant at the most; `nil`: it never did.
    package func firingSeconds(until: Timestamp) -> Double? {
      firedAt.map { Double((endedAt ?? until).milliseconds - $0.milliseconds) / 1000 }
    }

    /// Of a label; empty where it has none of that name.
    package func label(_ name: String) -> String { labels[name] ?? "" }
  }

  /// In the order in which they began.
  package let episodes: [Episode]

  /// - Parameter transitions: ascending in time.
  package init(_ transitions: [StoredTransition]) {
    var episodes: [Episode] = []
    var open: [String: Int] = [:]
    for transition in transitions {
      let index = open[transition.id] ?? episodes.endIndex
      if index == episodes.endIndex {
        episodes.append(Episode(id: transition.id, labels: transition.labels, annotations: [:]))
        open[transition.id] = index
      }
      episodes[index].take(transition)
    }
    self.episodes = episodes
  }
}

extension AlertTimeline.Episode {
  fileprivate mutating func take(_ transition: StoredTransition) {
    value = transition.value ?? value
    annotations = transition.annotations
    switch transition.to {
    case .pending:
      pendingAt = pendingAt ?? transition.at
      goesOn()
    case .firing:
      firedAt = firedAt ?? transition.at
      goesOn()
    case .inactive:
      endedAt = transition.at
      endReason = transition.reason
    }
  }

  /// An alert whose cause changed to and fro is one episode.
  private mutating func goesOn() {
    endedAt = nil
    endReason = nil
  }
}

extension StoredTransition {
  /// A transition that nobody has stored.
  package init(_ transition: AlertTransition) {
    self.init(
      id: transition.alert.id, labels: transition.alert.labels, from: transition.from, to: transition.to, at: transition.at,
      value: transition.alert.value, reason: transition.reason, annotations: transition.alert.annotations)
  }
}
