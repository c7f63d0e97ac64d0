import GRDB
import Samples

/// The columns of `verdicts` in a query.
struct VerdictColumns {
  private let identity: IdentityColumns
  private let time, target, value, lower, upper, verdict, samples: StoredColumn

  init(_ columns: ColumnMap) throws {
    identity = try IdentityColumns(columns)
    time = try columns("time_ms")
    target = try columns("target")
    value = try columns("value")
    lower = try columns("lower")
    upper = try columns("upper")
    verdict = try columns("verdict")
    samples = try columns("samples")
  }

  /// `nil` if it holds a word that this calcmon does not know.
  func verdict(_ row: Row) throws -> StoredVerdict? {
    guard let identity = try identity.identity(row) else { return nil }
    return StoredVerdict(
      identity: identity, at: try time.timestamp(row), target: try target.value(row), value: try value.optional(row),
      lower: try lower.optional(row), upper: try upper.optional(row), verdict: try verdict.value(row),
      samples: try samples.value(row))
  }
}
