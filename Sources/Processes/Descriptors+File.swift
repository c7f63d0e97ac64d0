import CLinux
import Glibc

extension Descriptors {
  /// A file in memory, at its beginning: for a child's standard input, so that nobody waits for one that does not read it. Closed on exec.
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
