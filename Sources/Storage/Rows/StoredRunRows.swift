import GRDB
import Samples

/// A place among runs, in the order in which they ended.
package struct RunPosition: Hashable, Comparable, Sendable {
  /// `runs.ended_ms`.
  package let ended: Int64
  /// `runs.id`.
  package let id: Int64

  /// That of a run.
  package init(ended: Int64, id: Int64) {
    self.ended = ended
    self.id = id
  }

  /// That of a run.
  package init(_ run: StoredRun) { self.init(ended: run.endedAt.milliseconds, id: run.id) }

  /// Earlier is less.
  package static func < (a: RunPosition, b: RunPosition) -> Bool { (a.ended, a.id) < (b.ended, b.id) }

  /// Before all of them.
  static let first = RunPosition(ended: .min, id: .min)
}

extension Database {
  /// `nil` where it is not kept any more, or holds a word that this calcmon does not know.
  func run(_ id: Int64) throws -> StoredRun? {
    try Row.fetchOne(self, sql: "SELECT \(StoredRun.columns) FROM runs WHERE id = ?", arguments: [id]).flatMap(StoredRun.init)
  }

  /// Ascending in time.
  func forEachSample(of run: StoredRun, _ quantities: [Quantity], _ body: (StoredSample) throws -> Void) throws {
    let columns = quantities.map(\.storedColumn).joined(separator: ", ")
    let statement = try cachedStatement(
      sql: """
        SELECT work_started_ms + elapsed_ms, \(columns) FROM runs JOIN instants ON run_id = runs.id WHERE runs.id = ?
        ORDER BY elapsed_ms
        """)
    let rows = try Row.fetchCursor(statement, arguments: [run.id])
    while let row = try rows.next() {
      let at = Timestamp(milliseconds: row[0])
      for (index, quantity) in quantities.enumerated() {
        guard let stored: Int64 = row[index + 1] else { continue }
        let value = Double(stored) / quantity.storedScale
        try body(StoredSample(identity: run.identity, quantity: quantity, at: at, value: value, runID: run.id))
      }
    }
  }

  /// In order of time.
  func stalls(of run: StoredRun) throws -> [StoredStall] {
    let statement = try cachedStatement(
      sql: "SELECT \(Stall.columns.joined(separator: ", ")) FROM stalls WHERE run_id = ? ORDER BY number")
    return try Row.fetchAll(statement, arguments: [run.id]).map { row in
      StoredStall(
        identity: run.identity, runID: run.id, startedAt: Timestamp(milliseconds: row[0]), stall: Stall(row, from: 0))
    }
  }
}

extension StoredRun {
  static let columns = """
    mix, strategy, runtime, kind, outcome, id, reason, started_ms, ended_ms, duration_seconds, ideal_seconds, items_ok, items_failed,
    items_timeout, items_dropped, retries, queue_peak, cpu_user_seconds, cpu_system_seconds, cores, io_wait_seconds, memory_peak_bytes,
    event_loop_latency_p99_seconds, event_loop_latency_max_seconds
    """

  init?(_ row: Row) {
    var names = RunNames()
    self.init(row, &names)
  }

  init?(_ row: Row, _ names: inout RunNames) {
    guard let name = names[row] else { return nil }
    self.init(
      id: row[5], identity: name.identity, kind: name.kind, outcome: name.outcome, reason: row[6],
      startedAt: Timestamp(milliseconds: row[7]), endedAt: Timestamp(milliseconds: row[8]), figures: Figures(row))
  }
}

extension StoredRun.Figures {
  /// `nil` where the run did not complete. Runs of the first schema count neither timeouts, nor drops, nor retries.
  fileprivate init?(_ row: Row) {
    guard let seconds: Double = row[9], let ok: Int = row[11], let failed: Int = row[12], let peak: Int = row[16],
      let user: Double = row[17], let system: Double = row[18], let cores: Double = row[19], let waited: Double = row[20]
    else { return nil }
    self.init(
      seconds: seconds, idealSeconds: row[10], itemsOk: ok, itemsFailed: failed, itemsTimeout: row[13] ?? 0,
      itemsDropped: row[14] ?? 0, retries: row[15] ?? 0, queuePeak: peak, cpuUserSeconds: user, cpuSystemSeconds: system,
      cores: cores, ioWaitSeconds: waited, memoryPeakBytes: row[21], latencyP99Seconds: row[22], latencyMaxSeconds: row[23])
  }
}
