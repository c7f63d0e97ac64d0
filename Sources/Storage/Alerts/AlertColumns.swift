import Alerting
import GRDB
import Samples

/// The columns of `alerts` that make an `Alert`.
struct AlertColumns {
  static let sql = """
    alertname, mix, strategy, runtime, labels, annotations, state, value, active_ms, fired_ms, resolved_ms, keep_ms, unknown_ms,
    paused_ms, app
    """

  private let name, mix, strategy, runtime, labels, annotations, state, value: StoredColumn
  private let active, fired, resolved, keep, unknown, paused, app: StoredColumn

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
    app = try columns("app")
  }

  /// - Throws: `DamagedValue`; also if a word is none that this calcmon knows.
  func alert(_ row: Row) throws -> Alert {
    guard let state = try AlertState(rawValue: state.value(row)) else { throw self.state.damage(row) }
    var alert = Alert(
      subject: try subject(row), labels: Labels(try labels.strings(row).map { ($0.key, $0.value) }),
      annotations: try annotations.strings(row), state: state, value: try value.optionalNumber(row),
      activeAt: try active.timestamp(row),
      firedAt: try fired.optionalTimestamp(row), resolvedAt: try resolved.optionalTimestamp(row),
      keepSince: try keep.optionalTimestamp(row), unknownSince: try unknown.optionalTimestamp(row))
    alert.paused = try paused.within(0...StoredColumn.instants.upperBound, row, paused.value(row))
    return alert
  }

  private func subject(_ row: Row) throws -> AlertSubject {
    guard let name = try AlertName(rawValue: name.value(row)) else { throw self.name.damage(row) }
    if let app: String = try app.optional(row) { return AlertSubject(name, app: app) }
    let mix: String = try mix.value(row)
    guard let strategy: String = try strategy.optional(row), let runtime: String = try runtime.optional(row) else {
      return mix.isEmpty ? AlertSubject(ofHost: name) : AlertSubject(name, mix: mix)
    }
    guard let strategy = Strategy(rawValue: strategy) else { throw self.strategy.damage(row) }
    guard let runtime = Runtime(rawValue: runtime) else { throw self.runtime.damage(row) }
    return AlertSubject(name, RunIdentity(mix: mix, strategy: strategy, runtime: runtime))
  }
}
