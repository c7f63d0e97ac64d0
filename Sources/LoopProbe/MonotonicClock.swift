import NIOCore

/// CLOCK_MONOTONIC, the clock of the event loop's timers. One for all processes of a host.
package enum MonotonicClock {
  /// In nanoseconds.
  package static func now() -> Int64 { Int64(NIODeadline.now().uptimeNanoseconds) }
}
