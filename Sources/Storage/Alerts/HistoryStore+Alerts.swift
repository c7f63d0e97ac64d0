package import Alerting
import GRDB
package import Samples

/// What the agent reads of its own history. On the database's own thread.
extension HistoryStore {
  /// What alerting goes on from.
  ///
  /// - Parameter leavingOut: is told of alerts and deliveries whose rows are damaged; the others are read.
  package func alertMemory(
    leavingOut: @escaping @Sendable (DamagedValue) -> Void = { _ in }
  ) async throws -> AlertMemory {
    try await queue.read { database in
      let alerts = try database.alerts(leavingOut: leavingOut)
      return AlertMemory(
        alerts: alerts, deliveries: try database.deliveries(of: alerts, leavingOut: leavingOut),
        aliveAt: try database.alertsAliveAt())
    }
  }

  /// Those that hold at an instant. Cheap: there are few.
  ///
  /// - Parameter leavingOut: is told of silences whose rows are damaged, or were written wrongly by hand; the others are read.
  package func silences(
    at instant: Timestamp, leavingOut: @escaping @Sendable (DamagedValue) -> Void = { _ in }
  ) async throws -> [Silence] {
    try await queue.read { try $0.silences(endingAfter: instant, leavingOut: leavingOut) }.map(\.silence)
      .filter { $0.startsAt <= instant }
  }

  /// What the runs have shown that ended from an instant on, ascending in the time of their end.
  package func recentRunEvidence(since: Timestamp) async throws -> [StoredRunEvidence] {
    try await queue.read { database in
      var runs: [StoredRunEvidence] = []
      let filter = HistoryFilter(since: since, until: Timestamp(milliseconds: .max))
      _ = try database.forEachRunEvidence(filter, after: .first, limit: .max) { runs.append($0) }
      return runs
    }
  }
}
