import GRDB
import Samples
import Thresholds

/// How applications were judged, as rows. There are as many judgements as intervals times targets: one is kept if its verdict is another than
/// that before, and one an hour at least.
extension Database {
  func insert(_ judgements: [Judgement], of interval: AppInterval) throws {
    guard !judgements.isEmpty else { return }
    let (appID, at) = (try appID(interval.app), interval.endedAt.milliseconds)
    for judgement in judgements where try !isKept(judgement, appID: appID, at: at) {
      let bounds = Dictionary(uniqueKeysWithValues: judgement.condition.limit.bounds.map { ($0.bound, $0.value) })
      try cachedStatement(
        sql: """
          INSERT OR REPLACE INTO app_verdicts (app_id, target, time_ms, value, lower, upper, verdict, samples, queue)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
          """
      ).execute(arguments: [
        appID, judgement.target.name.rawValue, at, judgement.value, bounds["lower"], bounds["upper"], judgement.verdict.rawValue,
        judgement.samples, judgement.queue,
      ])
    }
  }

  private func isKept(_ judgement: Judgement, appID: Int64, at: Int64) throws -> Bool {
    let last = try cachedStatement(
      sql: """
        SELECT verdict = ?1 AND time_ms > ?2 FROM app_verdicts WHERE app_id = ?3 AND target = ?4 AND time_ms <= ?5
        ORDER BY time_ms DESC LIMIT 1
        """)
    return try Bool.fetchOne(
      last,
      arguments: [judgement.verdict.rawValue, at - RollupTier.hour.milliseconds, appID, judgement.target.name.rawValue, at])
      ?? false
  }
}
