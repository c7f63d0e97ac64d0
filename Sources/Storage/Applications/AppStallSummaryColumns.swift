import GRDB
import Samples

/// The columns of an application's intervals that sum up its stalls.
struct AppStallSummaryColumns {
  static let names =
    ["stalls", "stalls_host_caused", "host_caused_seconds", "stalls_control_late"] + StallBudgetColumns.names
    + LongestStallColumns.names

  private let count, hostCaused, hostSeconds, controlLate: StoredColumn
  private let budget: StallBudgetColumns
  private let longest: LongestStallColumns

  init(_ columns: ColumnMap) throws {
    count = try columns("stalls")
    hostCaused = try columns("stalls_host_caused")
    hostSeconds = try columns("host_caused_seconds")
    controlLate = try columns("stalls_control_late")
    budget = try StallBudgetColumns(columns)
    longest = try LongestStallColumns(columns)
  }

  /// In the order of `names`.
  static func arguments(_ stalls: StallSummary, longestStackID: Int64?) throws -> StatementArguments {
    let counts: StatementArguments = [stalls.count, stalls.hostCaused, stalls.hostSeconds, stalls.controlLate]
    let longest: StatementArguments = [try LongestStallColumns.text(stalls.longest), longestStackID]
    return counts + StallBudgetColumns.arguments(stalls.budget) + longest
  }

  /// - Throws: `DamagedValue`.
  func value(_ row: Row) throws -> StallSummary {
    StallSummary(
      count: try count.count(row), hostCaused: try hostCaused.count(row), hostSeconds: try hostSeconds.seconds(row),
      controlLate: try controlLate.count(row), budget: try budget.value(row), longest: try longest.value(row))
  }
}

/// The seconds of stalls by cause, a column a cause.
struct StallBudgetColumns {
  static let names = StallCause.allCases.map { "\($0.rawValue)_seconds" }

  private let causes: [(cause: StallCause, column: StoredColumn)]

  init(_ columns: ColumnMap) throws {
    causes = try StallCause.allCases.map { ($0, try columns("\($0.rawValue)_seconds")) }
  }

  /// In the order of `names`.
  static func arguments(_ budget: StallBudget) -> StatementArguments {
    StatementArguments(StallCause.allCases.map { budget[$0] })
  }

  /// - Throws: `DamagedValue`.
  func value(_ row: Row) throws -> StallBudget {
    var seconds: [StallCause: Double] = [:]
    for (cause, column) in causes { seconds[cause] = try column.seconds(row) }
    return StallBudget(seconds)
  }
}
