import Alerting
import CalcmonTesting
import Foundation
import Samples
import Storage
import Thresholds

/// A small history with a row in each table, to be damaged.
struct DamagedHistory {
  static let now = Timestamp(milliseconds: 1_700_000_000_000)
  static let window = HistoryFilter(since: now.advanced(bySeconds: -3600), until: now.advanced(bySeconds: 7200))

  let directory: TemporaryDirectory
  let path: String
  private let bytes: Data

  init() async throws {
    // In memory: thousands of small databases are written.
    directory = try TemporaryDirectory(in: "/dev/shm/")
    path = directory.file("calcmon.db")
    let store = try HistoryStore(path: path, version: "test", pid: 1, at: Self.now)
    try await store.write(Self.entries)
    try await store.close(at: Self.now)
    try SilenceWriter.add(
      Silence(
        matcher: AlertMatcher(["mix": "idle"]), startsAt: Self.now, endsAt: Self.now.advanced(bySeconds: 3600), comment: "test",
        createdBy: "test"), path: path)
    try PlainDatabase(path).rows(
      """
      INSERT INTO verdicts VALUES (\(Self.now.milliseconds + 10), 'mixed', 'hybrid', 'swift', 'memory', 1, NULL, 2, 'met', 20);
      PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE
      """)
    bytes = try Data(contentsOf: URL(fileURLWithPath: path))
  }

  /// Makes it as it was.
  func restore() throws {
    for suffix in ["-wal", "-shm", ".state", ".lock"] { unlink(path + suffix) }
    try write(bytes)
  }

  /// With bytes changed, somewhere.
  func restore(flipping count: Int, seed: UInt64) throws {
    try restore()
    var random = SplitMix64(state: seed)
    var bytes = bytes
    // The first page tells whose file it is: with it damaged nothing is read.
    for _ in 0..<count { bytes[Int.random(in: 4096..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random) }
    try write(bytes)
  }

  private func write(_ bytes: Data) throws { try bytes.write(to: URL(fileURLWithPath: path)) }

  /// Table and column.
  func columns() throws -> [(table: String, column: String)] {
    try PlainDatabase(path).rows(
      """
      SELECT m.name, c.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS c
      WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'grdb_migrations' ORDER BY 1, c.cid
      """
    ).map { ($0[0], $0[1]) }
  }

  /// Puts a value into a column, past all constraints. Returns false where SQLite itself knows better: a row's number is a number.
  func damage(_ table: String, _ column: String, _ value: String) throws -> Bool {
    do {
      try PlainDatabase(path).rows(
        """
        PRAGMA ignore_check_constraints = ON; PRAGMA writable_schema = ON;
        UPDATE sqlite_schema SET sql = replace(sql, 'NOT NULL', '        ') WHERE name = '\(table)';
        PRAGMA writable_schema = RESET; UPDATE OR REPLACE \(table) SET \(column) = \(value)
        """)
      return true
    } catch is PlainError {
      return false
    }
  }

  private static var entries: [HistoryEntry] {
    let stall = Stall(
      startedNanoseconds: 500_000_000, endedNanoseconds: 700_000_000, budget: StallBudget([.callback: 0.2]),
      noticedNanoseconds: 550_000_000, waitChannel: "futex", stack: ["f", "g"], wasStopped: false, controlLateSeconds: 0.1)
    let runs = (1...4).map { HistoryEntry.run(Records.completed(at: now.advanced(bySeconds: Double($0) * 20), stalls: [stall])) }
    let failed = HistoryEntry.run(Records.ended(.timeout, reason: "too slow", at: now.advanced(bySeconds: 100)))
    let alert = alert
    let fires = AlertTransition(alert: alert, from: .pending, at: now.advanced(bySeconds: 60), reason: .held)
    return runs + [
      failed, .calibration(CalibrationEntry(runtime: .swift, kernel: .integer, operationsPerSecond: 1e9, at: now)),
      .calibrationCheck(CalibrationCheckEntry(runtime: .swift, kernel: .integer, ratio: 1, at: now)),
      .runtimeCosts(RuntimeCostsEntry(runtime: .swift, seconds: ["start": 0.001, "trip": 0.00001], at: now)), .alert(fires),
      .delivery(
        Delivery(notifier: "log", fingerprint: alert.fingerprint, activeAt: alert.activeAt, state: .firing, sentAt: fires.at)),
      .alertsAlive(now),
    ]
  }

  private static var alert: Alert {
    let subject = AlertSubject(.eventLoopLatencyHigh, RunIdentity(mix: "mixed", strategy: .hybrid, runtime: .swift))
    let labels = Labels(
      subject.labels.pairs.map { ($0.name, $0.value) } + [("alertname", subject.name.rawValue), ("severity", "warning")])
    return Alert(
      subject: subject, labels: labels, annotations: ["summary": "late"], state: .firing, value: 0.25, activeAt: now,
      firedAt: now.advanced(bySeconds: 60), resolvedAt: nil)
  }
}
