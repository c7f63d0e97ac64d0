import GRDB
import Samples

/// The column of `runs` that tells of the intervals in which the loop was late and stood not still.
struct LateIntervalsColumn {
  static let name = "late_intervals"

  private let column: StoredColumn

  init(_ columns: ColumnMap) throws { column = try columns(LateIntervalsColumn.name) }

  /// The text of the column.
  static func text(_ late: LateIntervals?) throws -> String? {
    try late.map { try JSONColumn.text(Stored($0)) }
  }

  /// - Throws: `DamagedValue`.
  func value(_ row: Row) throws -> LateIntervals? {
    guard let stored: Stored = try column.optionalJSON(row) else { return nil }
    guard let late = stored.intervals else { throw column.damage(row) }
    return late
  }

  private struct Stored: Codable {
    let limit, stallLimit, hostSeconds: Double
    let count: Int
    let seconds: [String: Double]

    enum CodingKeys: String, CodingKey {
      case limit, count, seconds
      case stallLimit = "stall_limit"
      case hostSeconds = "host_seconds"
    }

    init(_ late: LateIntervals) {
      limit = late.limitSeconds
      stallLimit = late.stallLimitSeconds
      hostSeconds = late.hostSeconds
      count = late.count
      seconds = Dictionary(uniqueKeysWithValues: late.budget.ranked.map { ($0.cause.rawValue, $0.seconds) })
    }

    /// `nil` if they say what cannot be. A cause that a newer calcmon knows is none of this one's.
    var intervals: LateIntervals? {
      let figures = [limit, stallLimit, hostSeconds] + seconds.values
      guard figures.allSatisfy({ (0..<1e9).contains($0) }), (0...(1 << 40)).contains(count) else { return nil }
      let known = StallCause.allCases.map { ($0, seconds[$0.rawValue] ?? 0) }
      return LateIntervals(
        limitSeconds: limit, stallLimitSeconds: stallLimit, count: count, hostSeconds: hostSeconds,
        budget: StallBudget(Dictionary(uniqueKeysWithValues: known)))
    }
  }
}
