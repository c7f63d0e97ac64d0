import CLinux
import Glibc

/// The disk that a directory is on, as far as the kernel tells.
package enum DiskPlace: Hashable, Sendable {
  /// On the disk, or the partition, with this number.
  case device(major: UInt32, minor: UInt32)
  /// On some disk: the file system has a number of its own, as Btrfs and the layers of containers have.
  case someDisk
  /// In memory, or on another machine.
  case elsewhere

  /// Finds that of a directory.
  package init(of directory: String) {
    var status = stat()
    guard stat(directory, &status) == 0 else {
      self = .elsewhere
      return
    }
    let (major, minor) = DiskPlace.numbers(of: UInt64(status.st_dev))
    if major > 0 {
      self = .device(major: major, minor: minor)
    } else {
      self = DiskPlace.isOnSomeDisk(directory) ? .someDisk : .elsewhere
    }
  }

  /// The two numbers of a device, as glibc packs them.
  static func numbers(of device: UInt64) -> (major: UInt32, minor: UInt32) {
    (
      UInt32(truncatingIfNeeded: (device >> 8) & 0xfff | (device >> 32) & 0xffff_f000),
      UInt32(truncatingIfNeeded: device & 0xff | (device >> 12) & 0xffff_ff00)
    )
  }

  /// Btrfs, overlayfs, ZFS, bcachefs. Source: `linux/magic.h`.
  private static let numberless: Set<UInt32> = [0x9123_683E, 0x794C_7630, 0x2FC1_2FC1, 0xCA45_1A4E]

  private static func isOnSomeDisk(_ directory: String) -> Bool { numberless.contains(calcmon_file_system_type(directory)) }
}
