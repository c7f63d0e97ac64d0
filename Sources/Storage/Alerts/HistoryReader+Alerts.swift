package import Alerting
import GRDB
package import Samples

/// Alerts and what explains them.
extension HistoryReader {
  /// Those that are pending, firing or lately resolved, in order of their labels.
  package func alerts() throws -> [Alert] {
    try read(orIfEmpty: []) { try $0.alerts($1) }
  }

  /// Until when alerts were surely evaluated; `nil`: they never were.
  package func alertsAliveAt() throws -> Timestamp? {
    try read(orIfEmpty: nil) { try $0.alertsAliveAt($1) }
  }

  /// When the agent that was started last was stopped; `nil`: it runs, or was killed, or there was none.
  package func agentStoppedAt() throws -> Timestamp? {
    try read(orIfEmpty: nil) { try $0.agentStoppedAt($1) }
  }

  /// All of a window, both ends included, ascending in time.
  package func alertTransitions(since: Timestamp, until: Timestamp) throws -> [StoredTransition] {
    try read(orIfEmpty: []) {
      try $0.transitions(where: "time_ms BETWEEN ? AND ?", [since.milliseconds, until.milliseconds], $1)
    }
  }

  /// The one episode whose id begins so, with its transitions and the runs that explain it.
  ///
  /// - Parameter idPrefix: hexadecimal digits, at least one.
  package func alertEpisode(idPrefix: String) throws -> FoundEpisode {
    try read(orIfEmpty: .none) { try $0.episode(idPrefix: idPrefix, $1) }
  }

  /// In order of time.
  package func stalls(ofRun id: Int64) throws -> [StoredStall] {
    try read(orIfEmpty: []) { database, damages in
      guard let run = try database.run(id) else { return [] }
      return try database.stalls(of: run, damages)
    }
  }

  /// Of all quantities, ascending in time; none where they are not kept any more.
  package func samples(ofRun id: Int64) throws -> [StoredSample] {
    try read(orIfEmpty: []) { database, damages in
      guard let run = try database.run(id) else { return [] }
      var samples: [StoredSample] = []
      try database.forEachSample(of: run, Quantity.allCases, damages) { samples.append($0) }
      return samples
    }
  }

  /// Those that hold at an instant.
  package func silences(at instant: Timestamp) throws -> [StoredSilence] {
    try read(orIfEmpty: []) { try $0.silences(endingAfter: instant, $1).filter { $0.silence.startsAt <= instant } }
  }

  /// Those that hold at an instant, or later.
  package func silences(endingAfter instant: Timestamp) throws -> [StoredSilence] {
    try read(orIfEmpty: []) { try $0.silences(endingAfter: instant, $1) }
  }
}
