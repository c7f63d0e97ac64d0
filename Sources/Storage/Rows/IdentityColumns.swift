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

  /// - Throws: `DamagedValue`; also if a word is none that this calcmon knows.
  func identity(_ row: Row) throws -> RunIdentity {
    guard let known = try Strategy(rawValue: strategy.value(row)) else { throw strategy.damage(row) }
    guard let runtime = try Runtime(rawValue: runtime.value(row)) else { throw self.runtime.damage(row) }
    return RunIdentity(mix: try mix.value(row), strategy: known, runtime: runtime)
  }
}
