import Alerting
import GRDB
import Samples

/// The columns of `alert_transitions` in a query.
struct TransitionColumns {
  private let alertID, labels, from, to, time, value, reason, annotations: StoredColumn

  init(_ columns: ColumnMap) throws {
    alertID = try columns("alert_id")
    labels = try columns("labels")
    from = try columns("from_state")
    to = try columns("state")
    time = try columns("time_ms")
    value = try columns("value")
    reason = try columns("reason")
    annotations = try columns("annotations")
  }

  /// `nil` if it is of the schema that had fewer columns.
  ///
  /// - Throws: `DamagedValue`; also if a word is none that this calcmon knows.
  func transition(_ row: Row) throws -> StoredTransition? {
    guard let before: String = try from.optional(row), let why: String = try reason.optional(row) else { return nil }
    guard let from = AlertState(rawValue: before) else { throw self.from.damage(row) }
    guard let to = try AlertState(rawValue: to.value(row)) else { throw self.to.damage(row) }
    guard let reason = AlertTransition.Reason(rawValue: why) else { throw self.reason.damage(row) }
    return StoredTransition(
      id: try alertID.value(row), labels: Labels(try labels.strings(row).map { ($0.key, $0.value) }), from: from, to: to,
      at: try time.timestamp(row), value: try value.optionalNumber(row), reason: reason,
      annotations: try annotations.optionalStrings(row) ?? [:])
  }
}
