/// The intended instants of a tick: a fixed grid, which a late tick does not move.
///
/// A stall swallows ticks. Each of them would have been late, the first the most; leaving them out is *coordinated omission*, and
/// makes a loop that stood still for half a second look like one late tick among hundreds of punctual ones.
package struct TickGrid: Sendable {
  /// Nanoseconds between two ticks.
  package let interval: Int64
  /// The intended instant of the next tick, in nanoseconds of a monotonic clock.
  package private(set) var next: Int64

  /// - Parameters:
  ///   - start: instant of the first tick.
  ///   - interval: above zero.
  package init(start: Int64, interval: Int64) {
    precondition(interval > 0, "a tick needs an interval")
    self.interval = interval
    next = start
  }

  /// The loop turned at `now` to run the next tick: hands out the lateness of that tick and of every other that is due by now, the
  /// worst first, and moves on to the first that is not. A tick cannot be early: where the clock says so, its lateness is zero.
  package mutating func turn(at now: Int64, lateness: (Int64) -> Void) {
    repeat {
      lateness(max(0, now - next))
      next += interval
    } while next <= now
  }
}
