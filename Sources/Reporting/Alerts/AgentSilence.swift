package import Samples
package import Storage

/// An agent that is not there any more: what the history says of alerts is how they stood when it was last heard of.
package struct AgentSilence: Hashable, Sendable {
  /// While there are alerts, an agent says at least so often that it watches them. In seconds.
  private static let longest = 30.0

  /// Since when no agent has written.
  package let since: Timestamp

  /// - Parameter since: since when no agent has written.
  package init(since: Timestamp) { self.since = since }

  /// `nil`: an agent is there, or never was.
  ///
  /// - Throws: what SQLite says.
  package init?(_ reader: HistoryReader, at now: Timestamp) throws {
    if let stopped = try reader.agentStoppedAt() {
      since = stopped
    } else if let alive = try reader.alertsAliveAt(), alive.advanced(bySeconds: Self.longest) < now {
      since = alive
    } else {
      return nil
    }
  }

  /// A sentence for those who read of alerts that are not over.
  package var text: String {
    "No agent has written since \(since.iso8601): what is not over stood so then, and may be over by now."
  }
}
