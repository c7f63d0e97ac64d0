import GRDB
import Samples

/// Which roll-up goes as far back as there is something.
extension Database {
  /// Whether the minutes of a window are kept from where its hours are.
  ///
  /// - Parameter table: of a tier: that of its samples, or of its latencies.
  func keepsMinutes(
    _ filter: HistoryFilter, of quantity: Quantity, _ table: (RollupTier) -> String
  ) throws -> Bool {
    guard let hour = try first(RollupTier.hour, filter, quantity, table) else { return true }
    guard let minute = try first(RollupTier.minute, filter, quantity, table) else { return false }
    return minute < hour + RollupTier.hour.milliseconds
  }

  /// The first interval that lies in the window as a whole.
  private func first(
    _ tier: RollupTier, _ filter: HistoryFilter, _ quantity: Quantity, _ table: (RollupTier) -> String
  ) throws -> Int64? {
    try Int64.fetchOne(
      self,
      sql: """
        SELECT min((SELECT min(start_ms) FROM \(table(tier)) WHERE series_id = series.id AND start_ms >= :from AND start_ms <= :until))
        FROM series WHERE quantity = :quantity AND \(filter.series)
        """,
      arguments: filter.identityArguments
        &+ [
          "quantity": quantity.rawValue, "from": tier.start(of: filter.since.milliseconds + tier.milliseconds - 1),
          "until": filter.until.milliseconds,
        ])
  }
}
