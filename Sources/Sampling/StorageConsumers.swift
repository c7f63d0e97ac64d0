package import Samples

/// Who used disks in an interval, as far as the processes tell.
package struct StorageConsumers: Hashable, Sendable {
  /// Length of the interval.
  package let seconds: Double
  /// Those that moved most, the greatest first.
  package let consumers: [DiskConsumer]
  /// What all that were seen have moved, calcmon left out.
  package let seenBytes: Double
  /// Why there may be others; `nil` if only processes that came and went between the two tables can be missing.
  package let hidden: HiddenConsumers?

  package init(seconds: Double, consumers: [DiskConsumer], seenBytes: Double, hidden: HiddenConsumers? = nil) {
    self.seconds = seconds
    self.consumers = consumers
    self.seenBytes = seenBytes
    self.hidden = hidden
  }
}
