import Glibc
package import Samples

/// The real clocks: CLOCK_REALTIME for stamps, CLOCK_MONOTONIC for durations, CLOCK_BOOTTIME to tell what becomes of the first.
package struct SystemTime: TimeSource {
  /// Holds nothing: the kernel is asked each time.
  package init() {}

  package var wall: Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }

  package var uptime: Duration { duration(CLOCK_MONOTONIC) }

  package var sinceBoot: Duration { duration(CLOCK_BOOTTIME) }

  private func duration(_ clock: clockid_t) -> Duration {
    var time = timespec()
    clock_gettime(clock, &time)
    return Duration(secondsComponent: Int64(time.tv_sec), attosecondsComponent: Int64(time.tv_nsec) * 1_000_000_000)
  }

  package func sleep(until instant: Duration) async throws {
    try await Task.sleep(for: instant - uptime, clock: .suspending)
  }
}
