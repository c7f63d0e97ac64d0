import NIOCore

/// CLOCK_MONOTONIC, the clock of the event loop's timers.
enum MonotonicClock {
  /// In nanoseconds.
  static func now() -> Int64 { Int64(NIODeadline.now().uptimeNanoseconds) }
}
