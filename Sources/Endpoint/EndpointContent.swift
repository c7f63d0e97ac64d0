package import Samples
package import Thresholds

/// What the endpoint serves. Every member is quick: a request never waits for a run or for the database.
package struct EndpointContent: Sendable {
  /// The exposition in the text format.
  package let metrics: @Sendable () -> [UInt8]
  /// Whether a run has ended, so that there is something to judge by.
  package let isReady: @Sendable () -> Bool
  /// The state for the page.
  package let status: @Sendable () -> AgentStatus
  /// The newest runs with their stalls, as JSON.
  package let runs: @Sendable () throws -> String

  /// Each closure is called anew at every request that needs it.
  package init(
    metrics: @escaping @Sendable () -> [UInt8], isReady: @escaping @Sendable () -> Bool,
    status: @escaping @Sendable () -> AgentStatus, runs: @escaping @Sendable () throws -> String
  ) {
    self.metrics = metrics
    self.isReady = isReady
    self.status = status
    self.runs = runs
  }
}

/// What the page shows.
package struct AgentStatus: Sendable {
  /// One target of one mix, strategy and runtime.
  package struct Row: Sendable {
    /// What was run.
    package let identity: RunIdentity
    /// The target with its value and verdict, over the agent's window.
    package let judgement: Judgement

    /// Pairs what was run with how it is judged.
    package init(identity: RunIdentity, judgement: Judgement) {
      self.identity = identity
      self.judgement = judgement
    }
  }

  /// An alert.
  package struct Alert: Sendable {
    /// Names its episode; see `calcmon alerts show`.
    package let id: String
    /// `CalcmonQueueGrowing`
    package let name: String
    /// `pending`, `firing` or `resolved`
    package let state: String
    /// `mix=mixed, severity=warning`
    package let labels: String
    /// Since when it is in the state, RFC 3339.
    package let since: String
    /// Its annotations.
    package let summary: String
    /// Its annotations.
    package let description: String
    /// Whether nobody is told of it, by a silence or a maintenance window.
    package let isMuted: Bool

    /// Joins the parts.
    package init(
      id: String, name: String, state: String, labels: String, since: String, summary: String, description: String, isMuted: Bool
    ) {
      self.id = id
      self.name = name
      self.state = state
      self.labels = labels
      self.since = since
      self.summary = summary
      self.description = description
      self.isMuted = isMuted
    }
  }

  /// With the revision: `0.1.0 (revision 0123456789ab)`.
  package let version: String
  /// In the order in which the page shows them.
  package let rows: [Row]
  /// In the order in which the page shows them.
  package let alerts: [Alert]
  /// The run under way.
  package let running: RunIdentity?
  /// The newest runs in which the loop stood still: a line each, the newest first.
  package let stalls: [String]
  /// What else a reader should know, a sentence each.
  package let notes: [String]

  /// The state at one moment.
  package init(
    version: String, rows: [Row], alerts: [Alert] = [], running: RunIdentity?, stalls: [String] = [], notes: [String] = []
  ) {
    self.version = version
    self.rows = rows
    self.alerts = alerts
    self.running = running
    self.stalls = stalls
    self.notes = notes
  }
}
