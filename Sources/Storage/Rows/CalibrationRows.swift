import GRDB
import Samples

/// How fast the host computes, and what runtimes cost. Rows of kernels and runtimes that this calcmon does not know are left out.
extension Database {
  /// So many operations a second no core does.
  private static let fastest = 1e15
  /// No runtime adds more seconds to anything. A difference of two measurements may be slightly below 0.
  private static let dearest = 60.0

  /// The newest of each runtime and kernel.
  func calibrations(_ damages: DamageTally) throws -> [CalibrationEntry] {
    let (columns, rows) = try query(
      "SELECT runtime, kernel, operations_per_second, time_ms FROM calibrations ORDER BY runtime, kernel, time_ms",
      of: "calibrations", key: "time_ms")
    var newest: [[String]: CalibrationEntry] = [:]
    try rows.forEach(damages) { row in
      let names: [String] = [try columns("runtime").value(row), try columns("kernel").value(row)]
      guard let runtime = Runtime(rawValue: names[0]), let kernel = Kernel(rawValue: names[1]) else { return }
      newest[names] = CalibrationEntry(
        runtime: runtime, kernel: kernel,
        operationsPerSecond: try columns("operations_per_second").positive(row, atMost: Database.fastest),
        at: try columns("time_ms").timestamp(row))
    }
    return newest.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
  }

  /// Ascending in time.
  func calibrationChecks(since: Timestamp, until: Timestamp, _ damages: DamageTally) throws -> [CalibrationCheckEntry] {
    let (columns, rows) = try query(
      """
      SELECT * FROM calibration_checks WHERE time_ms BETWEEN ? AND ? OR \(Misplaced.condition("time_ms"))
      ORDER BY time_ms, runtime, kernel
      """, of: "calibration_checks", key: "time_ms", [since.milliseconds, until.milliseconds])
    return try rows.all(damages) { row in
      let at = try columns("time_ms").timestamp(row)
      guard let runtime = try Runtime(rawValue: columns("runtime").value(row)),
        let kernel = try Kernel(rawValue: columns("kernel").value(row))
      else { return nil }
      return CalibrationCheckEntry(
        runtime: runtime, kernel: kernel, ratio: try columns("ratio").positive(row, atMost: Database.fastest), at: at)
    }
  }

  /// Of a table with one row; `nil` if it holds none.
  func instant(_ column: String, of table: String, _ damages: DamageTally) throws -> Timestamp? {
    let (columns, rows) = try query("SELECT \(column) FROM \(table)", of: table)
    return try rows.all(damages) { try columns(column).optionalTimestamp($0) }.first
  }

  /// Those that were found last, of each runtime.
  func runtimeCosts(_ damages: DamageTally) throws -> [RuntimeCostsEntry] {
    let (columns, rows) = try query(
      "SELECT * FROM runtime_costs ORDER BY runtime, time_ms", of: "runtime_costs", key: "time_ms")
    var found: [Runtime: RuntimeCostsEntry] = [:]
    try rows.forEach(damages) { row in
      guard let runtime = try Runtime(rawValue: columns("runtime").value(row)) else { return }
      let at = try columns("time_ms").timestamp(row)
      let cost: String = try columns("cost").value(row)
      let seconds = try columns("seconds").within(-Database.dearest...Database.dearest, row, columns("seconds").value(row))
      let known = found[runtime].flatMap { $0.at == at ? $0.seconds : nil } ?? [:]
      found[runtime] = RuntimeCostsEntry(runtime: runtime, seconds: known.merging([cost: seconds]) { $1 }, at: at)
    }
    return Runtime.allCases.compactMap { found[$0] }
  }
}
