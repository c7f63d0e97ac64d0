import GRDB
import Samples

/// The columns of `samples_1m` or `samples_1h` in a query.
struct RollupColumns {
  private let start, count, min, max, sum, last: StoredColumn

  /// So many values are in no interval. Sums of such counts do not overflow.
  private static let possibleCounts = 1...(1 << 40)

  init(_ columns: ColumnMap) throws {
    start = try columns("start_ms")
    count = try columns("count")
    min = try columns("min")
    max = try columns("max")
    sum = try columns("sum")
    last = try columns("last")
  }

  /// Where the interval begins.
  func start(_ row: Row) throws -> Timestamp { try start.timestamp(row) }

  func rollup(_ row: Row) throws -> Rollup {
    let values: Int = try count.value(row)
    guard Self.possibleCounts.contains(values) else { throw count.damage(row) }
    return Rollup(
      count: values, min: try min.number(row), max: try max.number(row), sum: try sum.number(row), last: try last.number(row))
  }
}
