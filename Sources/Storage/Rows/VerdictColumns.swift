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

  func verdict(_ row: Row) throws -> StoredVerdict {
    StoredVerdict(
      identity: try identity.identity(row), at: try time.timestamp(row), target: try target.value(row),
      value: try value.optionalNumber(row), lower: try lower.optionalNumber(row), upper: try upper.optionalNumber(row),
      verdict: try verdict.value(row), samples: try samples.count(row))
  }
}
