import GRDB
import Samples

/// How fast the host computes, and what runtimes cost. Rows with words that this calcmon does not know are left out.
extension Database {
  /// The newest of each runtime and kernel.
  func calibrations() throws -> [CalibrationEntry] {
    let (columns, rows) = try query(
      "SELECT runtime, kernel, operations_per_second, max(time_ms) AS time_ms FROM calibrations GROUP BY runtime, kernel",
      of: "calibrations")
    return try rows.all(nil) { row in
      guard let runtime = try Runtime(rawValue: columns("runtime").value(row)),
        let kernel = try Kernel(rawValue: columns("kernel").value(row))
      else { return nil }
      return CalibrationEntry(
        runtime: runtime, kernel: kernel, operationsPerSecond: try columns("operations_per_second").value(row),
        at: try columns("time_ms").timestamp(row))
    }
  }

  /// Ascending in time.
  func calibrationChecks(since: Timestamp, until: Timestamp) throws -> [CalibrationCheckEntry] {
    let (columns, rows) = try query(
      "SELECT * FROM calibration_checks WHERE time_ms BETWEEN ? AND ? ORDER BY time_ms, runtime, kernel",
      of: "calibration_checks", [since.milliseconds, until.milliseconds])
    return try rows.all(nil) { row in
      guard let runtime = try Runtime(rawValue: columns("runtime").value(row)),
        let kernel = try Kernel(rawValue: columns("kernel").value(row))
      else { return nil }
      return CalibrationCheckEntry(
        runtime: runtime, kernel: kernel, ratio: try columns("ratio").value(row), at: try columns("time_ms").timestamp(row))
    }
  }

  /// Those that were found last, of each runtime.
  func runtimeCosts() throws -> [RuntimeCostsEntry] {
    let (columns, rows) = try query(
      """
      SELECT * FROM runtime_costs
      WHERE (runtime, time_ms) IN (SELECT runtime, max(time_ms) FROM runtime_costs GROUP BY runtime)
      """, of: "runtime_costs")
    var found: [Runtime: (at: Timestamp, seconds: [String: Double])] = [:]
    while let row = try rows.next() {
      guard let runtime = try Runtime(rawValue: columns("runtime").value(row)) else { continue }
      let at = try columns("time_ms").timestamp(row)
      found[runtime, default: (at, [:])].seconds[try columns("cost").value(row)] = try columns("seconds").value(row)
    }
    return Runtime.allCases.compactMap { runtime in
      found[runtime].map { RuntimeCostsEntry(runtime: runtime, seconds: $0.seconds, at: $0.at) }
    }
  }
}
