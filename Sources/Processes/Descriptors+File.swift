import CLinux
import Glibc

extension Descriptors {
  /// A file in memory, at its beginning. As a child's standard input it holds any amount, and the child's reading is not waited for. Closed on
  /// exec.
  package static func file(holding bytes: [UInt8]) throws(DescriptorError) -> Int32 {
    let fd = calcmon_memory_file()
    guard fd >= 0 else { throw DescriptorError(what: "make a file in memory", errno: errno) }
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { pwrite(fd, $0.baseAddress?.advanced(by: done), bytes.count - done, off_t(done)) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let code = errno
        close(fd)
        throw DescriptorError(what: "write to a file in memory", errno: code)
      }
      done += count
    }
    return fd
  }
}
