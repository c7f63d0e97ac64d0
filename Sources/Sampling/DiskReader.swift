package import Procfs

/// Counters, at one moment, of the disks that may be meant, and of what some processes have asked of disks. They begin at the boot.
package struct DiskReading: Hashable, Sendable {
  /// The counters of a disk.
  package struct Counters: Hashable, Sendable {
    package let busySeconds: Double
    package let bytes: UInt64

    package init(busySeconds: Double, bytes: UInt64) {
      self.busySeconds = busySeconds
      self.bytes = bytes
    }
  }

  /// By the name of the disk: the one that is meant; all if the kernel does not tell which one.
  package let disks: [String: Counters]
  /// Whether the kernel does not tell which one it is.
  package let isGuess: Bool
  /// What the run, and calcmon, have read and written; `nil` if the kernel does not tell.
  package let ownBytes: UInt64?

  package init(disks: [String: Counters], isGuess: Bool = false, ownBytes: UInt64?) {
    self.disks = disks
    self.isGuess = isGuess
    self.ownBytes = ownBytes
  }
}

/// Reads the disk that a directory is on.
package struct DiskReader: Sendable {
  private let proc: ProcTrees
  private let place: DiskPlace

  /// Reads in these trees. `nil` if the directory is on no disk.
  package init?(proc: ProcTrees, place: DiskPlace) {
    guard place != .elsewhere else { return nil }
    self.proc = proc
    self.place = place
  }

  /// Reads now.
  ///
  /// - Parameter pids: the run's.
  /// - Throws: `ProcError.unavailable` if the kernel does not tell what disks do, and what cannot be understood.
  package func read(_ pids: [Int32]) throws(ProcError) -> DiskReading {
    let stats = try DiskStats(proc.machine)
    let known = disk(in: stats)
    let disks = (known.map { [$0] } ?? stats.wholes).map {
      ($0.name, DiskReading.Counters(busySeconds: $0.busySeconds, bytes: $0.readBytes &+ $0.writtenBytes))
    }
    return DiskReading(disks: Dictionary(disks) { first, _ in first }, isGuess: known == nil, ownBytes: try ownBytes(pids))
  }

  private func disk(in stats: DiskStats) -> DiskStats.Disk? {
    guard case .device(let major, let minor) = place else { return nil }
    return stats.disk(major: major, minor: minor)
  }

  private func ownBytes(_ pids: [Int32]) throws(ProcError) -> UInt64? {
    var bytes: UInt64 = 0
    for pid in pids.map(String.init) + ["self"] {
      do {
        bytes &+= try ProcessIO(proc.processes, pid: pid).storageBytes
      } catch .gone {
        continue
      } catch .unavailable {
        return nil
      }
    }
    return bytes
  }
}

extension ProcessIO {
  /// Fetched from storage and sent there.
  var storageBytes: UInt64 { storageReadBytes &+ storageWrittenBytes }
}
