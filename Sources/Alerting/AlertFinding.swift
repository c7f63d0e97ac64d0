package import Samples

/// What an evaluation has found for a subject.
package enum AlertFinding: Hashable, Sendable {
  /// It is breached, in these ways.
  case breached([AlertResult])
  /// It is not breached any more, and not clear enough either: what fires goes on.
  case holding
  case met
  /// There is no data to judge by. That is no reason for anything, for a while.
  case unknown
}

/// One way in which a subject is breached.
package struct AlertResult: Hashable, Sendable {
  /// Without `alertname`.
  package let labels: Labels
  /// In the target's unit.
  package let value: Double?
  /// What templates may name, beside labels.
  package let facts: [String: String]
  /// Since when it is so, as far as `for` is concerned; `nil`: since it is found.
  package let since: Timestamp?

  package init(labels: Labels, value: Double?, facts: [String: String], since: Timestamp? = nil) {
    self.labels = labels
    self.value = value
    self.facts = facts
    self.since = since
  }
}

/// What an evaluation has changed, for whoever keeps it.
package enum AlertChange: Hashable, Sendable {
  case transition(AlertTransition)
  /// Its state is the same, and something else of it is not.
  case updated(Alert)
  /// It was resolved long enough ago.
  case forgotten(Alert)
}
