/// Where the time of the threads of a run went while it worked: all threads of its process tree, workers included.
///
/// The sums are of all threads together, so they may be longer than the run. What is neither of them is time in which a thread had
/// nothing to do, or waited for another.
package struct RunAccount: Codable, Hashable, Sendable {
  /// On a processor.
  package var ranSeconds: Double
  /// Ready to run, and waiting for a processor that others had. `nil` if the kernel does not tell.
  package var waitedSeconds: Double?
  /// Ready to run, and stopped by the CPU quota of the control group. `nil` if no group tells.
  package var throttledSeconds: Double?
  /// Taken by the hypervisor from the processors that the run was on. `nil` if the kernel does not tell.
  package var stolenSeconds: Double?
  /// Waiting for disks. `nil` if the kernel does not count it, which is the default since Linux 5.14.
  package var blockedSeconds: Double?

  package init(
    ranSeconds: Double, waitedSeconds: Double? = nil, throttledSeconds: Double? = nil, stolenSeconds: Double? = nil,
    blockedSeconds: Double? = nil
  ) {
    self.ranSeconds = ranSeconds
    self.waitedSeconds = waitedSeconds
    self.throttledSeconds = throttledSeconds
    self.stolenSeconds = stolenSeconds
    self.blockedSeconds = blockedSeconds
  }

  /// The time that the host kept from the run: waited, throttled and stolen; `nil` if none of the three is known.
  package var lostSeconds: Double? {
    let known = [waitedSeconds, throttledSeconds, stolenSeconds].compactMap { $0 }
    return known.isEmpty ? nil : known.reduce(0, +)
  }

  /// Adds the account of another run. A figure that one of the two lacks is the other's.
  package mutating func add(_ other: RunAccount) {
    ranSeconds += other.ranSeconds
    waitedSeconds = sum(waitedSeconds, other.waitedSeconds)
    throttledSeconds = sum(throttledSeconds, other.throttledSeconds)
    stolenSeconds = sum(stolenSeconds, other.stolenSeconds)
    blockedSeconds = sum(blockedSeconds, other.blockedSeconds)
  }
}

private func sum(_ a: Double?, _ b: Double?) -> Double? {
  guard let a else { return b }
  return a + (b ?? 0)
}
