import GRDB
import Samples

/// A row of `instants`: what was measured at one instant of a run.
struct InstantRow: Hashable {
  let elapsedMilliseconds: Int64
  /// In the order of `Quantity.allCases`, in the whole numbers of the table.
  private(set) var stored: [Int64?] = Array(repeating: nil, count: Quantity.allCases.count)

  static let columns = Quantity.allCases.map(\.storedColumn)

  /// The samples of a run by instant, ascending.
  static func rows(of samples: [Sample]) -> [InstantRow] {
    var rows: [Int64: InstantRow] = [:]
    for sample in samples {
      let elapsed = Int64((sample.elapsed * 1000).rounded())
      rows[elapsed, default: InstantRow(elapsedMilliseconds: elapsed)].stored[sample.quantity.position] = sample.stored
    }
    return rows.values.sorted { $0.elapsedMilliseconds < $1.elapsedMilliseconds }
  }
}

extension Database {
  /// So many rows go into one statement: what GRDB does for each statement costs more than what SQLite does for a row.
  private static let rowsPerStatement = 32

  func insert(_ rows: [InstantRow], runID: Int64) throws {
    var rest = rows[...]
    while !rest.isEmpty {
      let piece = rest.prefix(Database.rowsPerStatement)
      rest = rest.dropFirst(piece.count)
      let statement = try cachedStatement(sql: Database.insertion(rows: piece.count))
      statement.setUncheckedArguments(
        StatementArguments(
          piece.flatMap { [runID.databaseValue, $0.elapsedMilliseconds.databaseValue] + $0.stored.map(\.databaseValue) }))
      try statement.execute()
    }
  }

  private static func insertion(rows: Int) -> String {
    let columns = ["run_id", "elapsed_ms"] + InstantRow.columns
    let row = "(" + columns.map { _ in "?" }.joined(separator: ", ") + ")"
    return "INSERT INTO instants (\(columns.joined(separator: ", "))) VALUES "
      + Array(repeating: row, count: rows).joined(separator: ", ")
  }
}

extension Optional<Int64> {
  fileprivate var databaseValue: DatabaseValue { self?.databaseValue ?? .null }
}

extension Quantity {
  /// Its column in `instants`.
  var storedColumn: String {
    switch self {
    case .eventLoopLatency: "event_loop_latency_us"
    case .queueDepth: "queue_depth"
    case .cpuUtilization: "cpu_utilization_ppm"
    case .memory: "memory_bytes"
    case .ioWait: "io_wait_ppm"
    }
  }

  /// What one of its unit is in `instants`.
  var storedScale: Double {
    switch self {
    case .eventLoopLatency, .cpuUtilization, .ioWait: 1e6
    case .queueDepth, .memory: 1
    }
  }

  fileprivate var position: Int {
    switch self {
    case .eventLoopLatency: 0
    case .queueDepth: 1
    case .cpuUtilization: 2
    case .memory: 3
    case .ioWait: 4
    }
  }
}

extension Sample {
  /// In the whole numbers of `instants`; `nil` where it is none, as NaN.
  var stored: Int64? { Int64(exactly: (value * quantity.storedScale).rounded()) }
}
