package import Alerting
import GRDB
package import Samples

/// What the agent reads of its own history. On the database's own thread.
extension HistoryStore {
  /// What alerting goes on from. Rows that are damaged are left out, as everywhere here.
  package func alertMemory() async throws -> AlertMemory {
    try await queue.read { [damages] database in
      let alerts = try database.alerts(damages)
      return AlertMemory(
        alerts: alerts, deliveries: try database.deliveries(of: alerts, damages),
        aliveAt: try database.alertsAliveAt(damages))
    }
  }

  /// Those that hold at an instant. Cheap: there are few.
  package func silences(at instant: Timestamp) async throws -> [Silence] {
    try await queue.read { [damages] in try $0.silences(endingAfter: instant, damages) }.map(\.silence)
      .filter { $0.startsAt <= instant }
  }

  /// What the runs have shown that ended from an instant on, ascending in the time of their end.
  package func recentRunEvidence(since: Timestamp) async throws -> [StoredRunEvidence] {
    try await queue.read { [damages] database in
      var runs: [StoredRunEvidence] = []
      let filter = HistoryFilter(since: since, until: Timestamp(milliseconds: .max))
      _ = try database.forEachRunEvidence(filter, after: .first, limit: .max, damages) { runs.append($0) }
      return runs
    }
  }
}
