import Alerting
import CalcmonTesting
import Samples
import Storage

extension SweptStore {
  /// The stores that every sweep goes over. **The history is plugged in here, and only here.**
  static let all: [SweptStore] = [PlainStore.store(synchronous: "NORMAL"), history]

  private static let start = Timestamp(milliseconds: 1_700_000_000_000)

  private static let history = SweptStore(
    name: "history",
    open: { path in
      let store = try HistoryStore(path: path, version: "test", pid: 1, at: start)
      return Session(
        write: { number in
          try await store.write(
            [.run(Records.completed(at: start.advanced(bySeconds: Double(number) * 10)))] + alerts(number) + apps(number))
        }, close: { try await store.close(at: start) })
    },
    batches: { database in
      guard try database.text("SELECT count(*) FROM sqlite_schema WHERE name = 'runs'") == "1" else { return [:] }
      let runs = try database.rows("SELECT (started_ms - \(start.milliseconds)) / 10000, count(*) FROM runs GROUP BY 1")
      let batches = Dictionary(uniqueKeysWithValues: runs.map { (Int($0[0]) ?? 0, Int($0[1]) ?? 0) })
      // Twenty samples of five quantities each.
      guard try database.text("SELECT count(*) FROM samples") == String(100 * batches.values.reduce(0, +)) else {
        throw HalfBatch()
      }
      guard try alertCounts(database) == expectedAlertCounts(batches) else { throw HalfBatch() }
      guard try appCounts(database) == expectedAppCounts(batches) else { throw HalfBatch() }
      return batches
    })

  /// Batches that tell of alerts as well: a sweep takes the longer the more is written.
  private static let alertBatches = [2, 4]

  /// Each entry that tells of alerts: one that fires, one that never does, and one that is forgotten.
  private static func alerts(_ number: Int) -> [HistoryEntry] {
    guard alertBatches.contains(number) else { return [] }
    let at = start.advanced(bySeconds: Double(number) * 10)
    let (firing, brief, gone) = (
      Episode(severity: "firing \(number)", start: at), Episode(severity: "brief \(number)", start: at),
      Episode(severity: "gone \(number)", start: at)
    )
    let alert = firing.fires().alert
    return [
      .alert(firing.pends()), .alert(firing.fires()), .alertState(alert), .alert(brief.pends()), .alert(brief.clears(after: 5)),
      .alertState(gone.alert(.firing)), .alertForgotten(gone.alert(.firing).fingerprint),
      .delivery(Delivery(notifier: "log", fingerprint: alert.fingerprint, activeAt: at, state: .firing, sentAt: at)),
      .alertsAlive(at),
    ]
  }

  private static func alertCounts(_ database: PlainDatabase) throws -> [String] {
    let tables = ["alert_transitions", "alerts", "deliveries", "alert_evidence", "alert_clock"]
    return try tables.map { try database.text("SELECT count(*) FROM \($0)") }
      + [database.text("SELECT count(*) FROM alert_clock WHERE alive_ms IS NOT NULL")]
  }

  /// Each run explains each alert: those that fired before it, and those that fired after.
  private static func expectedAlertCounts(_ batches: [Int: Int]) -> [String] {
    let alerts = alertBatches.count { batches[$0] != nil }
    return [4 * alerts, alerts, alerts, alerts * batches.count, 1, min(1, alerts)].map(String.init)
  }

  /// Batches that tell of an application.
  private static let appBatches = [3, 4]

  private static func apps(_ number: Int) -> [HistoryEntry] {
    guard appBatches.contains(number) else { return [] }
    let end = Double(number) * 30
    return [
      .appInterval(WatchedApp.interval(endedAt: end), judgements: []),
      .appStall(WatchedApp.entry(endedAt: end, WatchedApp.stall(milliseconds: 200))),
      .appOccurrence(AppOccurrence(app: "shop", at: start.advanced(bySeconds: end), kind: .processDied, pid: number)),
    ]
  }

  private static func appCounts(_ database: PlainDatabase) throws -> [String] {
    let tables = ["apps", "app_intervals", "app_intervals_1h", "app_stalls", "app_occurrences"]
    return try tables.map { try database.text("SELECT count(*) FROM \($0)") }
      + [database.text("SELECT ifnull(sum(stalls), 0) FROM app_intervals_1h")]
  }

  private static func expectedAppCounts(_ batches: [Int: Int]) -> [String] {
    let written = appBatches.count { batches[$0] != nil }
    return [min(1, written), written, min(1, written), written, written, written].map(String.init)
  }
}
