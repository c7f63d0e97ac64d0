package import Samples

/// Where instants come from. Only the agent holds the real one; tests move their own.
package protocol TimeSource: Sendable {
  /// The wall clock, for stamps.
  var wall: Timestamp { get }
  /// A monotonic clock that stands still while the machine is suspended, for durations. Its origin means nothing.
  var uptime: Duration { get }
  /// A monotonic clock that goes on while the machine is suspended: what the wall clock does, unless somebody sets it.
  var sinceBoot: Duration { get }
  /// Returns when `uptime` has reached the instant.
  ///
  /// - Throws: `CancellationError`.
  func sleep(until uptime: Duration) async throws
}

extension TimeSource {
  /// As on a machine that is never suspended.
  package var sinceBoot: Duration { uptime }
}
