package import Samples
package import Storage

/// Counts by interval and lateness on a grid of whole numbers: x counts intervals, y rows.
package struct HeatGrid: Sendable {
  /// Neighbours in a row with the same level.
  package struct Block: Hashable, Sendable {
    let level: HeatLevel
    let row: Int
    let x: Int
    var width: Int

    /// A run of intervals.
    package init(level: HeatLevel, row: Int, x: Int, width: Int) {
      self.level = level
      self.row = row
      self.x = x
      self.width = width
    }
  }

  /// The upper ends of the rows but the last, which has none; in seconds, ascending.
  let bounds: [Double]
  let since: Timestamp
  let until: Timestamp
  /// Length of an interval, in seconds.
  let step: Double
  /// What x is 0 at.
  let origin: Timestamp
  /// Ticks in all, by row.
  package let totals: [UInt64]
  /// How many intervals have ticks.
  package let intervals: Int
  /// Row by row, each from left to right.
  package let blocks: [Block]

  /// Of the intervals that have ticks.
  package init(_ heat: LatencyHeat, since: Timestamp, until: Timestamp) {
    let rows = heat.bounds.count + 1
    let step = heat.step > 0 && heat.step.isFinite ? heat.step : 1
    let columns = heat.columns.filter { $0.counts.contains { $0 > 0 } }
    let origin = columns.first?.start ?? since
    self.since = since
    self.until = until
    self.step = step
    self.origin = origin
    bounds = heat.bounds
    intervals = columns.count
    var totals = [UInt64](repeating: 0, count: rows)
    var blocks = [[Block]](repeating: [], count: rows)
    for column in columns {
      let x = Int((min(1e9, column.start.seconds - origin.seconds) / step).rounded())
      let sum = column.counts.reduce(0, &+)
      for (row, count) in column.counts.prefix(rows).enumerated() {
        guard let level = HeatLevel(count, of: sum) else { continue }
        totals[row] &+= count
        if let last = blocks[row].last, last.level == level, last.x + last.width == x {
          blocks[row][blocks[row].count - 1].width += 1
        } else {
          blocks[row].append(Block(level: level, row: row, x: x, width: 1))
        }
      }
    }
    self.totals = totals
    self.blocks = blocks.flatMap(\.self)
  }

  var isEmpty: Bool { blocks.isEmpty }

  /// Ticks in all.
  var count: UInt64 { totals.reduce(0, &+) }

  /// Where in the rows a lateness is: 2 is the upper end of the second row. Within a row by its logarithm, as near as one can.
  package func height(_ seconds: Double) -> Double {
    guard let row = bounds.firstIndex(where: { seconds <= $0 * (1 + 1e-9) }) else { return Double(bounds.count) }
    let upper = bounds[row]
    guard row > 0, seconds < upper * (1 - 1e-9) else { return Double(row + 1) }
    let lower = bounds[row - 1]
    return Double(row) + HeatScale.share(seconds, lower, upper)
  }

  /// The first row whose ticks are all later than this.
  package func firstRow(laterThan seconds: Double) -> Int {
    (bounds.firstIndex { $0 >= seconds * (1 - 1e-9) } ?? bounds.count) + 1
  }
}

/// The rows that are shown of all pictures: those that hold something, and what is around the limits.
package struct HeatSpan: Sendable {
  let rows: Range<Int>

  /// Of all pictures of a page: they share their rows.
  package init(of grids: [HeatGrid], limits: [Double]) {
    let used = grids.flatMap { grid in grid.totals.indices.filter { grid.totals[$0] > 0 } }
    let last = grids.map(\.bounds.count).max() ?? 0
    let marked = grids.flatMap { grid in limits.map { min(last, grid.firstRow(laterThan: $0)) } }
    let lowest = used.min() ?? 0
    rows = lowest..<max(lowest + 1, (used + marked).max() ?? 0) + 1
  }
}
