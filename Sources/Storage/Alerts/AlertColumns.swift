import Alerting
import GRDB
import Samples

/// The columns of `alerts` that make an `Alert`.
struct AlertColumns {
  static let sql = """
    alertname, mix, strategy, runtime, labels, annotations, state, value, active_ms, fired_ms, resolved_ms, keep_ms, unknown_ms,
    paused_ms
    """

  private let name, mix, strategy, runtime, labels, annotations, state, value: StoredColumn
  private let active, fired, resolved, keep, unknown, paused: StoredColumn

  init(_ columns: ColumnMap) throws {
    name = try columns("alertname")
    mix = try columns("mix")
    strategy = try columns("strategy")
    runtime = try columns("runtime")
    labels = try columns("labels")
    annotations = try columns("annotations")
    state = try columns("state")
    value = try columns("value")
    active = try columns("active_ms")
    fired = try columns("fired_ms")
    resolved = try columns("resolved_ms")
    keep = try columns("keep_ms")
    unknown = try columns("unknown_ms")
    paused = try columns("paused_ms")
  }

  /// `nil` if it holds a word that this calcmon does not know.
  func alert(_ row: Row) throws -> Alert? {
    guard let subject = try subject(row), let state = try AlertState(rawValue: state.value(row)) else { return nil }
    var alert = Alert(
      subject: subject, labels: Labels(try labels.strings(row).map { ($0.key, $0.value) }),
      annotations: try annotations.strings(row), state: state, value: try value.optional(row),
      activeAt: try active.timestamp(row),
      firedAt: try fired.optionalTimestamp(row), resolvedAt: try resolved.optionalTimestamp(row),
      keepSince: try keep.optionalTimestamp(row), unknownSince: try unknown.optionalTimestamp(row))
    alert.paused = try paused.value(row)
    return alert
  }

  private func subject(_ row: Row) throws -> AlertSubject? {
    guard let name = try AlertName(rawValue: name.value(row)) else { return nil }
    let mix: String = try mix.value(row)
    guard let strategy: String = try strategy.optional(row), let runtime: String = try runtime.optional(row) else {
      return AlertSubject(name, mix: mix)
    }
    guard let strategy = Strategy(rawValue: strategy), let runtime = Runtime(rawValue: runtime) else { return nil }
    return AlertSubject(name, RunIdentity(mix: mix, strategy: strategy, runtime: runtime))
  }
}
