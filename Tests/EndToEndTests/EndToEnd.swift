import Testing

/// The built binary where it measures, or where times are looked at: one test at a time, and nothing beside it.
@Suite(.serialized, .timeLimit(.minutes(5))) enum EndToEnd {}

/// The built binary where it mostly waits: groups of tests beside each other, and within a group one test at a time.
@Suite(.timeLimit(.minutes(5))) enum Beside {
  /// What is told of alerts.
  @Suite(.serialized) enum Alerts {}
  /// Pages, formats, and the life of an agent.
  @Suite(.serialized) enum Serving {}
  /// The dashboards and rules that calcmon brings along.
  @Suite(.serialized) enum Dashboards {}
}
