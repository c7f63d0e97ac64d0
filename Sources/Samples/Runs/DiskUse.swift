/// Use of the disk that a run's files are on, while the run worked. Only runs whose items use a disk have one.
package struct DiskUse: Codable, Hashable, Sendable {
  /// As the kernel calls it: `sda`, `nvme0n1`.
  package var device: String
  /// Whether it is the busiest of the host, since the kernel does not tell on which disk the files are.
  package var isGuess: Bool
  /// For how long it had something to do.
  package var busySeconds: Double
  /// What it has read and written.
  package var bytes: Double
  /// What of that the processes of the run, and calcmon, have asked for. `nil` if the kernel does not tell.
  package var ownBytes: Double?
  /// Those of the others that read and wrote most, the greatest first; five at most.
  package var consumers: [DiskConsumer]
  /// Why `consumers` cannot name those who moved most of it; `nil` if it does.
  package var hiddenReason: HiddenConsumers?

  package init(
    device: String, isGuess: Bool = false, busySeconds: Double, bytes: Double, ownBytes: Double? = nil,
    consumers: [DiskConsumer] = [], hiddenReason: HiddenConsumers? = nil
  ) {
    self.device = device
    self.isGuess = isGuess
    self.busySeconds = busySeconds
    self.bytes = bytes
    self.ownBytes = ownBytes
    self.consumers = consumers
    self.hiddenReason = hiddenReason
  }

  /// What a file system may write besides for each byte that is synced: its journal and its tables. So much of what a disk has moved is
  /// put down to the run.
  package static let journalFactor = 8.0

  /// What others have read and written, at least. `nil` if the kernel does not tell what the run's own part is.
  package var othersBytes: Double? { ownBytes.map { max(0, bytes - DiskUse.journalFactor * $0) } }
  /// The share of it that is the others', at least.
  package var othersShare: Double? { bytes > 0 ? othersBytes.map { $0 / bytes } : ownBytes.map { _ in 0 } }

  /// Adds what was seen in another interval. Of two disks the busier one stays.
  package mutating func add(_ other: DiskUse) {
    guard device == other.device else {
      if other.busySeconds > busySeconds { self = other }
      return
    }
    isGuess = isGuess || other.isGuess
    busySeconds += other.busySeconds
    bytes += other.bytes
    // Without a part of it the rest would be put down to others.
    ownBytes = ownBytes.flatMap { own in other.ownBytes.map { own + $0 } }
    consumers = DiskUse.greatest(consumers + other.consumers)
    hiddenReason = hiddenReason ?? other.hiddenReason
  }

  /// The greatest of some consumers, those of one name added up.
  package static func greatest(_ consumers: [DiskConsumer]) -> [DiskConsumer] {
    let sums = Dictionary(consumers.map { ($0.name, $0.bytes) }, uniquingKeysWith: +)
    let ranked = sums.map { DiskConsumer(name: $0.key, bytes: $0.value) }
      .sorted { ($1.bytes, $0.name) < ($0.bytes, $1.name) }
    return Array(ranked.prefix(HostUse.consumerLimit))
  }
}
