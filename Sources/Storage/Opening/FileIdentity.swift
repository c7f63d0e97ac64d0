import CLinux
import Glibc

/// Which file is at a path.
struct FileIdentity: Hashable, Sendable {
  let device: UInt64
  let inode: UInt64
  /// When it was made, in nanoseconds since the Unix epoch; 0 where the file system does not know. The number of a file that was removed is
  /// given to the next one.
  let born: Int64

  /// `nil` where there is none.
  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    born = calcmon_file_birth(path)
  }
}

enum FileSize {
  /// In bytes; 0 where there is no such file.
  static func of(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }
}
