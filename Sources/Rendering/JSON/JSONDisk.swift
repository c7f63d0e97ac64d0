import Samples

/// What the disk of a run's files did, as JSON.
struct JSONDisk: Encodable {
  struct Consumer: Encodable {
    let name: String
    let bytes: Double
  }

  let device: String
  let isGuess: Bool
  let busySeconds: Double
  let bytes: Double
  let ownBytes: OrNull<Double>
  let consumers: [Consumer]
  let hiddenReason: OrNull<String>

  init(_ disk: DiskUse) {
    device = disk.device
    isGuess = disk.isGuess
    busySeconds = disk.busySeconds
    bytes = disk.bytes
    ownBytes = OrNull(disk.ownBytes)
    consumers = disk.consumers.map { Consumer(name: $0.name, bytes: $0.bytes) }
    hiddenReason = OrNull(disk.hiddenReason?.rawValue)
  }
}
