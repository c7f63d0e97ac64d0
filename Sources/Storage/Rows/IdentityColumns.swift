import GRDB
import Samples

/// The columns mix, strategy and runtime of a query.
struct IdentityColumns {
  private let mix: StoredColumn
  private let strategy: StoredColumn
  private let runtime: StoredColumn

  init(_ columns: ColumnMap) throws {
    (mix, strategy, runtime) = (try columns("mix"), try columns("strategy"), try columns("runtime"))
  }

  /// `nil` if the row holds a word that this calcmon does not know.
  func identity(_ row: Row) throws -> RunIdentity? {
    guard let strategy = try Strategy(rawValue: strategy.value(row)), let runtime = try Runtime(rawValue: runtime.value(row))
    else { return nil }
    return RunIdentity(mix: try mix.value(row), strategy: strategy, runtime: runtime)
  }
}
