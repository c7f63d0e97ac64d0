import GRDB
import Samples

/// The columns of `runs` that tell where the time of a run's threads went, what the host did meanwhile, what was in the way, and when its loop
/// was late.
struct SurroundingsColumns {
  /// What they make.
  struct Value {
    let account: RunAccount?
    let host: HostUse?
    let bottleneck: Bottleneck?
    let late: LateIntervals?
  }

  static let names = AccountColumns.names + HostColumns.names + ["bottleneck", LateIntervalsColumn.name]
  static let sql = names.joined(separator: ", ")

  private let account: AccountColumns
  private let host: HostColumns
  private let bottleneck: StoredColumn
  private let late: LateIntervalsColumn

  init(_ columns: ColumnMap) throws {
    account = try AccountColumns(columns)
    host = try HostColumns(columns)
    bottleneck = try columns("bottleneck")
    late = try LateIntervalsColumn(columns)
  }

  /// In the order of `names`.
  static func arguments(_ record: RunRecord) throws -> StatementArguments {
    try AccountColumns.arguments(record.account) + HostColumns.arguments(record.host)
      + [record.measurements?.bottleneck?.rawValue, LateIntervalsColumn.text(record.late)]
  }

  /// - Throws: `DamagedValue`.
  func value(_ row: Row) throws -> Value {
    Value(
      account: try account.value(row), host: try host.value(row),
      bottleneck: try bottleneck.word(row, Bottleneck.init(rawValue:)),
      late: try late.value(row))
  }
}
