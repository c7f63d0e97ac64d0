import Glibc

/// A mounted procfs or cgroupfs, or a fixture tree that looks like one: the only opener of those files.
///
/// Pseudo-files are read whole, in one go, without asking their size, at most `sizeLimit` bytes.
package struct ProcRoot: Sendable, Hashable {
  /// The mount point, without a trailing slash.
  package let path: String

  /// No file that calcmon reads is larger: `stat` of 8192 processors with all their interrupts has some 3 MB. A larger one is not what
  /// it claims to be.
  package static let sizeLimit = 1 << 24

  /// The procfs mounted at `path`.
  ///
  /// - Throws: `ProcError.malformed` if there is neither `stat`, which is of the machine, nor `self/stat`, to which a procfs that was
  ///   mounted with `subset=pid` is restricted.
  package init(procfs path: String) throws(ProcError) {
    self.init(unchecked: path)
    do {
      try probe("stat")
    } catch {
      if case .gone = error, (try? probe("self/stat")) != nil { return }
      let problem =
        switch error {
        case .gone: "it has no readable file 'stat'"
        case .unavailable(_, let code): "its file 'stat' cannot be read (\(errorText(code)))"
        case .malformed(_, let reason), .foreign(_, let reason): "its file 'stat' \(reason)"
        }
      throw .malformed(path: path, reason: "not a procfs: \(problem); name the mount point of a procfs, such as /proc")
    }
  }

  /// Where a process finds itself, for a probe inside it. It may be mounted without what is not of processes, or not at all: then
  /// what is read there is missing.
  package static let own = ProcRoot(unchecked: "/proc")

  /// The cgroup file systems below `path`. They may be absent: then no limit is known.
  package init(cgroupfs path: String) {
    self.init(unchecked: path)
  }

  /// The tracefs at `path`. It may be absent: then no event can be traced.
  package init(tracefs path: String) {
    self.init(unchecked: path)
  }

  /// Where the cgroup file systems of a process are, unless they were named.
  package static let ownCgroups = ProcRoot(cgroupfs: "/sys/fs/cgroup")

  private init(unchecked path: String) {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    self.path = path
  }

  /// The whole text of one file. Bytes that are not UTF-8 become U+FFFD.
  ///
  /// - Parameter file: relative to the mount point, such as `self/stat`.
  package func read(_ file: String) throws(ProcError) -> String {
    let full = "\(path)/\(file)"
    let fd = try descriptor(of: file)
    defer { close(fd) }
    var bytes = [UInt8]()
    while true {
      var n = 0
      let chunk = [UInt8](unsafeUninitializedCapacity: max(16384, min(bytes.count, 1 << 20))) { buffer, count in
        n = retryingInterrupts { Glibc.read(fd, buffer.baseAddress, buffer.count) }
        count = max(0, n)
      }
      guard n >= 0 else { throw ProcRoot.error(full, errno) }
      if n == 0 { break }
      if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
      if bytes.count > ProcRoot.sizeLimit {
        throw .malformed(path: full, reason: "longer than \(ProcRoot.sizeLimit) bytes")
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether a file is there and can be read at all, whatever its length.
  private func probe(_ file: String) throws(ProcError) {
    let fd = try descriptor(of: file)
    defer { close(fd) }
    var byte: UInt8 = 0
    guard retryingInterrupts({ Glibc.read(fd, &byte, 1) }) >= 0 else { throw ProcRoot.error("\(path)/\(file)", errno) }
  }

  /// A file of a process or thread that not every kernel has: where its `stat` is there alone, the file is unavailable, not gone.
  func readFeature(_ file: String, of process: String) throws(ProcError) -> String {
    do {
      return try read("\(process)/\(file)")
    } catch .gone(let path) {
      guard (try? read("\(process)/stat")) != nil else { throw .gone(path: path) }
      throw .unavailable(path: path, errno: ENOENT)
    }
  }

  /// A file that not every kernel has: where it is missing, it is unavailable, and nothing is gone.
  func readFeature(_ file: String) throws(ProcError) -> String {
    do {
      return try read(file)
    } catch .gone(let path) {
      throw .unavailable(path: path, errno: ENOENT)
    }
  }

  /// Opens a file. One that would block, such as a named pipe, is none of the kernel's and must not stop the caller.
  func descriptor(of file: String) throws(ProcError) -> Int32 {
    let full = "\(path)/\(file)"
    let fd = retryingInterrupts { open(full, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    guard fd >= 0 else { throw ProcRoot.error(full, errno) }
    return fd
  }

  /// Whether it shows the processes of the pid namespace that the kernel began with, which are all.
  package var isOfFirstNamespace: Bool { destination(of: "self/ns/pid") == "pid:[4026531836]" }

  /// Whether there is such a file or directory.
  func has(_ file: String) -> Bool { access("\(path)/\(file)", F_OK) == 0 }

  /// Where a symbolic link leads; `nil` if there is none.
  package func destination(of link: String) -> String? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
      guard let base = buffer.baseAddress else { return nil }
      let count = readlink("\(path)/\(link)", base, buffer.count)
      return count > 0 ? String(decoding: UnsafeRawBufferPointer(start: base, count: count), as: UTF8.self) : nil
    }
  }

  /// Whose a file or directory is: of that of a process, the user that it runs as; `nil` if there is none.
  package func owner(of file: String) -> UInt32? {
    var status = Glibc.stat()
    return stat("\(path)/\(file)", &status) == 0 ? status.st_uid : nil
  }

  /// The names in a directory, `.` and `..` left out, in no particular order.
  package func list(_ directory: String) throws(ProcError) -> [String] {
    let full = "\(path)/\(directory)"
    guard let handle = opendir(full) else { throw ProcRoot.error(full, errno) }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  static func error(_ path: String, _ code: Int32) -> ProcError {
    code == ENOENT || code == ESRCH ? .gone(path: path) : .unavailable(path: path, errno: code)
  }
}

func errorText(_ code: Int32) -> String { String(cString: strerror(code)) }

func retryingInterrupts<Result: SignedInteger>(_ call: () -> Result) -> Result {
  while true {
    let result = call()
    if result >= 0 || errno != EINTR { return result }
  }
}
