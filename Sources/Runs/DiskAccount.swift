import Samples
import Sampling

/// Makes the account of a run's disk from readings that were taken while it worked. A value without I/O.
struct DiskAccount: Sendable {
  private var first: DiskReading?
  /// `nil` until it was read twice.
  private var last: DiskReading?
  private var consumers: StorageConsumers?

  /// Takes a reading of the disk.
  mutating func receive(_ reading: DiskReading) {
    if first == nil { first = reading } else { last = reading }
  }

  /// Takes those who read and wrote most beside the run.
  mutating func receive(_ consumers: StorageConsumers) { self.consumers = consumers }

  /// Returns the account: of several disks that of the busiest; `nil` if none could be read twice.
  ///
  /// - Parameter seconds: for how long the run worked.
  func use(in seconds: Double) -> DiskUse? {
    guard let first, let last else { return nil }
    let grown = last.disks.compactMap { name, now -> (name: String, busy: Double, bytes: Double)? in
      guard let before = first.disks[name] else { return nil }
      return (name, max(0, now.busySeconds - before.busySeconds), now.bytes > before.bytes ? Double(now.bytes - before.bytes) : 0)
    }
    guard let busiest = grown.max(by: { ($0.busy, $0.bytes, $1.name) < ($1.busy, $1.bytes, $0.name) }) else { return nil }
    var use = DiskUse(
      device: busiest.name, isGuess: last.isGuess, busySeconds: busiest.busy, bytes: busiest.bytes,
      ownBytes: ownBytes(first, last))
    if let others = use.othersBytes, others >= HostUse.notableShare * use.bytes, others > 0 { name(others, in: &use, seconds) }
    return use
  }

  private func ownBytes(_ first: DiskReading, _ last: DiskReading) -> Double? {
    guard let before = first.ownBytes, let now = last.ownBytes else { return nil }
    return now > before ? Double(now - before) : 0
  }

  /// The interval of the consumers begins before the work of the run and ends after it.
  private func name(_ others: Double, in use: inout DiskUse, _ seconds: Double) {
    guard let consumers, consumers.seconds > 0 else { return }
    let part = min(1, seconds / consumers.seconds)
    use.consumers = consumers.consumers.map { DiskConsumer(name: $0.name, bytes: $0.bytes * part) }
    use.hiddenReason = 2 * consumers.seenBytes * part < others ? consumers.hidden ?? .ended : nil
  }
}
