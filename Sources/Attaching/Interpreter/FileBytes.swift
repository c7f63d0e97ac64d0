import Glibc

/// A regular file, read in parts.
final class FileBytes {
  private let descriptor: Int32

  /// `nil`: it cannot be opened, or is no regular file.
  init?(_ path: String) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    var status = stat()
    guard descriptor >= 0, fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// As many as were asked for; `nil`: there are not so many.
  func read(_ offset: UInt64, _ count: Int) -> [UInt8]? {
    guard let offset = off_t(exactly: offset), count >= 0 else { return nil }
    var filled = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, length in
      filled = max(0, pread(descriptor, buffer.baseAddress, count, offset))
      length = filled
    }
    return filled == count ? bytes : nil
  }
}
