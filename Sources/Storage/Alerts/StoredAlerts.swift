package import Alerting
package import Samples

/// A change of an alert's state as the history keeps it: a row of `alert_transitions`.
package struct StoredTransition: Hashable, Sendable {
  /// Of the alert's episode; see `Alert.id`.
  package var id: String
  /// Of the alert.
  package var labels: Labels
  /// Before.
  package var from: AlertState
  /// After.
  package var to: AlertState
  /// When.
  package var at: Timestamp
  /// What was judged, in the target's unit; `nil`: nothing.
  package var value: Double?
  /// Why.
  package var reason: AlertTransition.Reason
  /// As people read them, by name.
  package var annotations: [String: String]

  /// Joins the columns.
  package init(
    id: String, labels: Labels, from: AlertState, to: AlertState, at: Timestamp, value: Double?, reason: AlertTransition.Reason,
    annotations: [String: String]
  ) {
    self.id = id
    self.labels = labels
    self.from = from
    self.to = to
    self.at = at
    self.value = value
    self.reason = reason
    self.annotations = annotations
  }
}

/// One episode of an alert with what is kept of it.
package struct AlertEpisode: Hashable, Sendable {
  /// See `Alert.id`.
  package let id: String
  /// Of the alert.
  package let labels: Labels
  /// As it stands; `nil` where it is over, and forgotten.
  package let alert: Alert?
  /// Ascending in time.
  package let transitions: [StoredTransition]
  /// The runs that explain it, ascending in the time of their end.
  package let runs: [StoredRun]
  /// The intervals of an application that explain it, ascending in time.
  package let appIntervals: [AppInterval]
  /// The stalls of an application that explain it, ascending in time.
  package let appStalls: [AppStallEntry]

  /// Joins the parts.
  package init(
    id: String, labels: Labels, alert: Alert?, transitions: [StoredTransition], runs: [StoredRun],
    appIntervals: [AppInterval] = [],
    appStalls: [AppStallEntry] = []
  ) {
    self.id = id
    self.labels = labels
    self.alert = alert
    self.transitions = transitions
    self.runs = runs
    self.appIntervals = appIntervals
    self.appStalls = appStalls
  }
}

/// What the beginning of an id leads to.
package enum FoundEpisode: Hashable, Sendable {
  /// No episode that is kept begins so.
  case none
  case one(AlertEpisode)
  /// Several do; their ids, ascending.
  case ambiguous([String])
}

/// A silence with its number: a row of `silences`.
package struct StoredSilence: Hashable, Sendable {
  /// What it is called when it is ended; given once.
  package let id: Int64
  /// What it says.
  package let silence: Silence

  /// Joins the columns.
  package init(id: Int64, silence: Silence) {
    self.id = id
    self.silence = silence
  }
}

/// What an agent goes on from where another has stopped.
package struct AlertMemory: Hashable, Sendable {
  /// Pending, firing and lately resolved, in order of their labels.
  package let alerts: [Alert]
  /// What notifiers were last told of them.
  package let deliveries: [Delivery]
  /// Until then they were surely evaluated; `nil`: they never were.
  package let aliveAt: Timestamp?

  /// Joins the parts.
  package init(alerts: [Alert], deliveries: [Delivery], aliveAt: Timestamp?) {
    self.alerts = alerts
    self.deliveries = deliveries
    self.aliveAt = aliveAt
  }
}
