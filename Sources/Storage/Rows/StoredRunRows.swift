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
  /// `nil` where it is not kept any more.
  ///
  /// - Throws: `DamagedValue`
  func run(_ id: Int64) throws -> StoredRun? {
    let (columns, rows) = try query("SELECT \(StoredRunColumns.sql) FROM runs WHERE id = ?", of: "runs", key: "id", [id])
    var run = try StoredRunColumns(columns)
    return try rows.first { try run.run($0) }
  }

  /// The runs of a query that has the columns of `StoredRunColumns`.
  func storedRuns(_ sql: String, _ arguments: StatementArguments, _ damages: DamageTally) throws -> [StoredRun] {
    let (columns, rows) = try query(sql, of: "runs", key: "id", arguments)
    var run = try StoredRunColumns(columns)
    return try rows.all(damages) { try run.run($0) }
  }

  /// Ascending in time.
  func forEachSample(
    of run: StoredRun, _ quantities: [Quantity], _ damages: DamageTally, _ body: (StoredSample) throws -> Void
  ) throws {
    let statement = try cachedStatement(
      sql: """
        SELECT runs.id, work_started_ms, elapsed_ms, \(quantities.map(\.storedColumn).joined(separator: ", "))
        FROM runs JOIN instants ON run_id = runs.id WHERE runs.id = ? ORDER BY elapsed_ms
        """)
    let columns = ColumnMap(statement, of: "instants", key: "id")
    let instants = try InstantColumns(columns, quantities)
    let rows = try Row.fetchCursor(statement, arguments: [run.id])
    try rows.forEach(damages) { row in
      let at = try instants.time(row)
      for (quantity, value) in try instants.values(row) {
        try body(StoredSample(identity: run.identity, quantity: quantity, at: at, value: value, runID: run.id))
      }
    }
  }

  /// In order of time.
  func stalls(of run: StoredRun, _ damages: DamageTally) throws -> [StoredStall] {
    let statement = try cachedStatement(
      sql: "SELECT run_id, \(Stall.columns.joined(separator: ", ")) FROM stalls WHERE run_id = ? ORDER BY number")
    let columns = try StallColumns(ColumnMap(statement, of: "stalls", key: "run_id"))
    let rows = try Row.fetchCursor(statement, arguments: [run.id])
    return try rows.all(damages) { row in
      StoredStall(identity: run.identity, runID: run.id, startedAt: try columns.startedAt(row), stall: try columns.stall(row))
    }
  }
}
