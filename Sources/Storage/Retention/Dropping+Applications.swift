import GRDB
import Thresholds

/// Each drops a bounded part of what is too old of applications, and returns whether there may be more.
extension Database {
  /// Those of a table, but none that explains an alert. What is kept nevertheless is passed by once in a pass.
  ///
  /// - Parameter position: up to where was looked.
  func dropAppIntervals(_ table: AppTable, before cutoff: Int64, after position: inout Int64, rows: Int) throws -> Bool {
    let evidence =
      "SELECT 1 FROM alert_app_evidence AS evidence WHERE evidence.app_id = old.app_id AND at_ms BETWEEN since_ms AND until_ms"
    switch table {
    case .raw:
      try noteDropped("app_intervals_dropped_before_ms", cutoff)
      return try drop(from: table.name, "at_ms", before: cutoff, after: &position, rows: rows, unless: evidence)
    case .minute:
      try noteDropped("app_minutes_dropped_before_ms", cutoff)
      return try drop(from: table.name, "at_ms", before: cutoff - RollupTier.minute.milliseconds, after: &position, rows: rows)
    case .hour:
      return try drop(from: table.name, "at_ms", before: cutoff - RollupTier.hour.milliseconds, after: &position, rows: rows)
    }
  }

  /// Before the rows go: whoever reads in between takes what is coarser.
  private func noteDropped(_ column: String, _ cutoff: Int64) throws {
    try cachedStatement(
      sql: "UPDATE store SET \(column) = max(ifnull(\(column), ?1), ?1) WHERE \(column) IS NULL OR \(column) < ?1"
    )
    .execute(arguments: [cutoff])
  }

  /// But none that explains an alert.
  func dropAppStalls(before cutoff: Int64, after position: inout Int64, rows: Int) throws -> Bool {
    try drop(
      from: "app_stalls", "ended_ms", before: cutoff, after: &position, rows: rows,
      unless: "SELECT 1 FROM alert_app_stalls WHERE stall_id = old.id")
  }

  func dropAppOccurrences(before cutoff: Int64, after position: inout Int64, rows: Int) throws -> Bool {
    try drop(from: "app_occurrences", "time_ms", before: cutoff, after: &position, rows: rows)
  }

  private func drop(
    from table: String, _ instant: String, before cutoff: Int64, after position: inout Int64, rows: Int,
    unless kept: String = "SELECT 1 WHERE FALSE"
  ) throws -> Bool {
    let last = try Int64.fetchOne(
      cachedStatement(
        sql: """
          SELECT max(instant) FROM (
            SELECT \(instant) AS instant FROM \(table) WHERE \(instant) > ? AND \(instant) < ? ORDER BY \(instant) LIMIT ?)
          """), arguments: [position, cutoff, rows])
    guard let last else { return false }
    try cachedStatement(
      sql: "DELETE FROM \(table) AS old WHERE \(instant) > ? AND \(instant) <= ? AND NOT EXISTS (\(kept))"
    ).execute(arguments: [position, last])
    position = last
    return true
  }

  func dropAppVerdicts(before cutoff: Int64) throws {
    for app in try Int64.fetchAll(self, sql: "SELECT id FROM apps") {
      for target in TargetName.allCases {
        try cachedStatement(sql: "DELETE FROM app_verdicts WHERE app_id = ? AND target = ? AND time_ms < ?")
          .execute(arguments: [app, target.rawValue, cutoff])
      }
    }
  }

  /// Stacks that nothing stood at any more.
  func dropAppStacks() throws {
    let users =
      ["app_stalls", "app_occurrences"].map { ($0, "stack_id") } + AppTable.allCases.map { ($0.name, "longest_stack_id") }
    let isUsed = users.map { "EXISTS (SELECT 1 FROM \($0.0) WHERE \($0.1) = app_stacks.id)" }.joined(separator: " OR ")
    try execute(sql: "DELETE FROM app_stacks WHERE NOT (\(isUsed))")
  }

  /// Applications of which nothing is kept any more. There is an hour wherever there is something finer.
  func dropApps() throws {
    let users = ["app_intervals_1h", "app_occurrences", "app_stalls", "alert_app_evidence"]
    let used = users.map { "SELECT app_id FROM \($0)" }.joined(separator: " UNION ")
    try execute(sql: "DELETE FROM apps WHERE id NOT IN (\(used))")
  }

  /// Names that no interval tells any more: those of hours are the oldest, and a name is noted as used a day late.
  func dropAppWords(before cutoff: Int64) throws {
    try execute(sql: "DELETE FROM app_words WHERE used_ms < ?", arguments: [cutoff - 2 * 86_400_000])
  }
}
