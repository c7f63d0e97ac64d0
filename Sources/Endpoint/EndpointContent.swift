package import Samples
package import Thresholds

/// What the endpoint serves. Every member is quick: a request never waits for a run or for the database.
package struct EndpointContent: Sendable {
  /// The exposition in the text format.
  package let metrics: @Sendable () -> [UInt8]
  /// Whether the first sample is in and the agent is not stopping.
  package let isReady: @Sendable () -> Bool
  /// The state for the page.
  package let status: @Sendable () -> AgentStatus

  package init(
    metrics: @escaping @Sendable () -> [UInt8], isReady: @escaping @Sendable () -> Bool,
    status: @escaping @Sendable () -> AgentStatus
  ) {
    self.metrics = metrics
    self.isReady = isReady
    self.status = status
  }
}

/// What the page shows.
package struct AgentStatus: Sendable {
  /// One target of one mix, strategy and runtime.
  package struct Row: Sendable {
    package let identity: RunIdentity
    package let judgement: Judgement

    package init(identity: RunIdentity, judgement: Judgement) {
      self.identity = identity
      self.judgement = judgement
    }
  }

  package let version: String
  package let rows: [Row]
  /// The run under way.
  package let running: RunIdentity?

  package init(version: String, rows: [Row], running: RunIdentity?) {
    self.version = version
    self.rows = rows
    self.running = running
  }
}
