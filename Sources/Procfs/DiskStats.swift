/// `/proc/diskstats`: what the disks, and their partitions, have read and written since the boot.
///
/// Source: `Documentation/admin-guide/iostats.rst`. A restricted container may have none.
package struct DiskStats: Equatable, Sendable {
  /// One line of the file.
  package struct Disk: Hashable, Sendable {
    package let major: UInt32
    package let minor: UInt32
    /// Such as `sda`, `sda1`, `nvme0n1p2`, `dm-0`.
    package let name: String
    package let readBytes: UInt64
    package let writtenBytes: UInt64
    /// For how long there was something to do, in seconds. The kernel counts milliseconds in 32 bits: after 49 days it begins anew.
    package let busySeconds: Double
  }

  /// In the order of the file.
  package let disks: [Disk]

  /// Reads `/proc/diskstats`.
  ///
  /// - Throws: `ProcError.unavailable` if there is no such file.
  package init(_ root: ProcRoot) throws(ProcError) {
    try self.init(parsing: root.readFeature("diskstats"), path: "\(root.path)/diskstats")
  }

  /// Takes the text apart. Sectors are of 512 bytes whatever the disk's are.
  package init(parsing text: String, path: String) throws(ProcError) {
    var disks: [Disk] = []
    for line in text.lines where !line.trimmingSpaces.isEmpty {
      let fields = NumberedFields(line, path: path)
      let name = try fields.word(3, "name")
      // Partitions had four counters only before Linux 2.6.25.
      guard fields[13] != nil else { continue }
      let (read, written, busy): (UInt64, UInt64, UInt64) = (
        try fields.integer(6, "sectors read"), try fields.integer(10, "sectors written"), try fields.integer(13, "time busy")
      )
      disks.append(
        Disk(
          major: try fields.integer(1, "major"), minor: try fields.integer(2, "minor"), name: String(name),
          readBytes: read &* 512, writtenBytes: written &* 512, busySeconds: Double(busy) / 1000))
    }
    self.disks = disks
  }

  /// The disk with this number, or the one that the partition with this number is on; `nil` if there is none.
  package func disk(major: UInt32, minor: UInt32) -> Disk? {
    disks.first { $0.major == major && $0.minor == minor }.map { found in
      disks.first { found.isPartition(of: $0) } ?? found
    }
  }

  /// Those that are no partitions.
  package var wholes: [Disk] { disks.filter { disk in !disks.contains { disk.isPartition(of: $0) } } }
}

extension DiskStats.Disk {
  /// The kernel names a partition after its disk and a number, with a `p` between if the disk's name ends with a digit.
  fileprivate func isPartition(of disk: DiskStats.Disk) -> Bool {
    guard name.utf8.count > disk.name.utf8.count, name.hasPrefix(disk.name) else { return false }
    var rest = name.utf8.dropFirst(disk.name.utf8.count)
    if disk.name.utf8.last.map(isDigit) == true {
      guard rest.first == UInt8(ascii: "p") else { return false }
      rest = rest.dropFirst()
    }
    return !rest.isEmpty && rest.allSatisfy(isDigit)
  }
}

private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
