package import Samples

/// Some labels that an alert must have.
package struct AlertMatcher: Hashable, Sendable {
  /// Names with the values that they must have; all of them.
  package let labels: [String: String]

  /// Matches alerts that have all of these labels.
  package init(_ labels: [String: String]) {
    self.labels = labels
  }

  /// Whether it matches.
  package func matches(_ alert: Labels) -> Bool {
    labels.allSatisfy { name, value in alert.pairs.contains { $0.name == name && $0.value == value } }
  }
}

/// Somebody does not want to hear of some alerts for a while. They go on being evaluated.
package struct Silence: Hashable, Sendable {
  /// Which alerts.
  package let matcher: AlertMatcher
  /// From here …
  package let startsAt: Timestamp
  /// … until before here.
  package let endsAt: Timestamp
  /// Why.
  package let comment: String
  /// By whom.
  package let createdBy: String

  /// Joins the parts.
  package init(matcher: AlertMatcher, startsAt: Timestamp, endsAt: Timestamp, comment: String, createdBy: String) {
    self.matcher = matcher
    self.startsAt = startsAt
    self.endsAt = endsAt
    self.comment = comment
    self.createdBy = createdBy
  }

  /// Whether nobody is to be told of an alert now.
  package func mutes(_ alert: Labels, at now: Timestamp) -> Bool {
    startsAt <= now && now < endsAt && matcher.matches(alert)
  }
}
