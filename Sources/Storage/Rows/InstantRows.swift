import GRDB
import GRDBSQLite
import Samples

/// A row of `instants`: what was measured at one instant of a run.
struct InstantRow: Hashable {
  let elapsedMilliseconds: Int64
  /// In the order of `Quantity.allCases`, in the whole numbers of the table.
  private(set) var stored: [Int64?] = Array(repeating: nil, count: Quantity.allCases.count)

  static let columns = Quantity.allCases.map(\.storedColumn)

  /// The samples of a run by instant, ascending.
  static func rows(of samples: [Sample]) -> [InstantRow] {
    var rows: [InstantRow] = []
    let instants = samples.map { (elapsed: Int64(($0.elapsed * 1000).rounded()), sample: $0) }
    for (elapsed, sample) in instants.sorted(by: { $0.elapsed < $1.elapsed }) {
      if rows.last?.elapsedMilliseconds != elapsed { rows.append(InstantRow(elapsedMilliseconds: elapsed)) }
      rows[rows.count - 1].stored[sample.quantity.position] = sample.stored
    }
    return rows
  }
}

extension Database {
  /// Through SQLite's own functions: these are nearly all rows that are ever written, and GRDB takes several times as long for one as SQLite
  /// does.
  func insert(_ rows: [InstantRow], runID: Int64) throws {
    let columns = ["run_id", "elapsed_ms"] + InstantRow.columns
    let statement = try cachedStatement(
      sql: """
        INSERT INTO instants (\(columns.joined(separator: ", "))) VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))
        """
    ).sqliteStatement
    for row in rows {
      sqlite3_bind_int64(statement, 1, runID)
      sqlite3_bind_int64(statement, 2, row.elapsedMilliseconds)
      for (index, value) in row.stored.enumerated() {
        let parameter = Int32(index + 3)
        if let value { sqlite3_bind_int64(statement, parameter, value) } else { sqlite3_bind_null(statement, parameter) }
      }
      let code = sqlite3_step(statement)
      sqlite3_reset(statement)
      guard code == SQLITE_DONE else { throw DatabaseError(resultCode: ResultCode(rawValue: code), message: lastErrorMessage) }
    }
  }
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
