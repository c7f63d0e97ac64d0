import CLinux
import Glibc

extension Descriptors {
  /// Folders for files that nobody else is to see, if the kernel has none in memory.
  package static var temporaryFolders: [String] {
    // A name that is not UTF-8 is passed over: there are others.
    ((try? EnvironmentVariable.path("TMPDIR")).flatMap { $0 }.map { [$0] } ?? []) + ["/tmp", "/var/tmp", "/dev/shm"]
  }

  /// A file in memory, at its beginning. As a child's standard input it holds any amount, and the child's reading is not waited for. Closed on
  /// exec.
  ///
  /// - Parameter folders: where a file without a name is made instead, if the kernel makes none in memory: it is before 3.17, or a container
  ///   forbids it.
  package static func file(
    holding bytes: [UInt8] = [], orIn folders: [String] = temporaryFolders
  ) throws(DescriptorError) -> Int32 {
    let fd = calcmon_memory_file()
    return try fill(fd >= 0 ? fd : try namelessFile(in: folders, because: errno), with: bytes)
  }

  /// A file that is nowhere to be seen, in the first folder in which one can be made.
  ///
  /// - Parameter code: why none is in memory; told if there is no such folder either.
  package static func namelessFile(in folders: [String], because code: Int32) throws(DescriptorError) -> Int32 {
    for folder in folders {
      // The kernel's library puts a name of its own in the place of the six letters.
      var template = Array("\(folder)/calcmon-XXXXXX".utf8CString)
      let fd = calcmon_nameless_file(&template)
      if fd >= 0 { return fd }
    }
    throw DescriptorError(what: "make a file in memory (memfd_create), nor in \(folders.joined(separator: ", "))", errno: code)
  }

  /// Takes the descriptor: if this fails, it is closed.
  private static func fill(_ fd: Int32, with bytes: [UInt8]) throws(DescriptorError) -> Int32 {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { pwrite(fd, $0.baseAddress?.advanced(by: done), bytes.count - done, off_t(done)) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let code = errno
        close(fd)
        throw DescriptorError(what: "write to a file without a name", errno: code)
      }
      done += count
    }
    return fd
  }
}
