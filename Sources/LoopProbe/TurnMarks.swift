/// Notes which turn of a loop was under way when the next tick became due: where the tick comes late, that turn is what held the loop.
///
/// It lives on its loop: every member but `init` is to be used there. Unchecked `Sendable` for that reason alone.
package final class TurnMarks: @unchecked Sendable {
  /// Intended instant of the next tick.
  private var due = Int64.max
  /// Begin of the first turn that was under way at that instant; `nil` where the loop was asleep, or the instant has not come.
  package private(set) var holder: Int64?

  /// Nothing is expected.
  package init() {}

  /// Does something as one turn of the loop. Costs two readings of the clock.
  package func turn<Result>(_ body: () throws -> Result) rethrows -> Result {
    let start = MonotonicClock.now()
    defer { ended(from: start, until: MonotonicClock.now()) }
    return try body()
  }

  /// A turn of the loop has ended.
  package func ended(from start: Int64, until end: Int64) {
    if holder == nil, start <= due, due <= end { holder = start }
  }

  /// The next tick is intended for this instant.
  package func expect(_ due: Int64) {
    self.due = due
    holder = nil
  }
}
