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

  /// `nil` if it holds a word that this calcmon does not know, or is of the schema that had fewer columns.
  func transition(_ row: Row) throws -> StoredTransition? {
    guard let from = try from.optional(row, as: String.self).flatMap(AlertState.init),
      let to = try AlertState(rawValue: to.value(row)),
      let reason = try reason.optional(row, as: String.self).flatMap(AlertTransition.Reason.init)
    else { return nil }
    return StoredTransition(
      id: try alertID.value(row), labels: Labels(try labels.strings(row).map { ($0.key, $0.value) }), from: from, to: to,
      at: try time.timestamp(row), value: try value.optional(row), reason: reason,
      annotations: try annotations.optionalStrings(row) ?? [:])
  }
}
