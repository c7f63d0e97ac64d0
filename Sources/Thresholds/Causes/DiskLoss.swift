import Samples

/// The use that others made of the disk that some runs' files were on.
struct DiskLoss {
  /// The share of the time from which on a disk that is at work is one that others may wait for, and the share of what it moved from which on
  /// it is theirs.
  static let halfOfIt = 0.5

  private let host: HostUse?

  init(_ host: HostUse?) { self.host = host }

  /// Whether the disk was busy, and that with others' bytes.
  var isTheLimit: Bool {
    guard let host, let disk = host.disk, let others = disk.othersShare, host.seconds > 0 else { return false }
    return disk.busySeconds >= DiskLoss.halfOfIt * host.seconds && others >= DiskLoss.halfOfIt
  }

  /// How busy the disk was and with whose bytes, and how long tasks of the host waited for disks.
  var text: String {
    guard let host, host.seconds > 0 else { return pressureText }
    return [host.disk?.text(of: host.seconds), pressureText].compactMap { $0 }.joined(separator: " ")
  }

  private var pressureText: String {
    guard let host, host.seconds > 0, let pressure = host.ioPressureSeconds else {
      return "The kernel does not tell \(host?.disk == nil ? "how busy the disks were" : "how long tasks waited for disks")."
    }
    return "Tasks of the host waited for disks for \(Percent.text(min(1, pressure / host.seconds))) of the time."
  }
}
