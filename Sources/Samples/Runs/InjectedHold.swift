/// A disturbance that was ordered, as it really happened: what a reported stall is compared with.
package struct InjectedHold: Codable, Hashable, Sendable {
  /// What held the loop.
  package let kind: String
  /// CLOCK_MONOTONIC before it.
  package let startedNs: Int64
  /// CLOCK_MONOTONIC after it.
  package let endedNs: Int64

  /// A disturbance and when it was.
  package init(kind: String, startedNs: Int64, endedNs: Int64) {
    self.kind = kind
    self.startedNs = startedNs
    self.endedNs = endedNs
  }
}
