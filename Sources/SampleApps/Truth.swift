package import Samples

/// What a sample program really did: a line that it wrote itself.
package struct Truth: Hashable, Sendable, Decodable {
  /// Why its loop was held; `nil` if it was not.
  package var cause: StallCause?
  /// The function that held it; `nil` if the loop's own code did not.
  package var frame: String?
  /// By CLOCK_MONOTONIC.
  package var startedNs: Int64?
  package var endedNs: Int64?
  /// Of it, on a core.
  package var cpuNs: Int64?
  /// Whether it was many short calls in one turn.
  package var overload: Bool?
  /// The thread that had Python's lock, and the function that it was in.
  package var thread: String?
  package var holder: String?
  /// `queue` or `tasks`, if that grows without end.
  package var grows: String?
  /// Of what grows.
  package var name: String?

  package init(
    cause: StallCause? = nil, frame: String? = nil, startedNs: Int64? = nil, endedNs: Int64? = nil, cpuNs: Int64? = nil
  ) {
    self.cause = cause
    self.frame = frame
    self.startedNs = startedNs
    self.endedNs = endedNs
    self.cpuNs = cpuNs
  }

  /// When it was held.
  package var interval: ClosedRange<Int64>? {
    guard let startedNs, let endedNs, startedNs < endedNs else { return nil }
    return startedNs...endedNs
  }
}
