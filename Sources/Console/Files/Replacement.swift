import Glibc

/// A file that is written beside the one whose place it takes at the end.
///
/// In a folder that cannot be written to, or if the file is a mount of its own (a container's), the name cannot be given to another file: then the
/// content is collected elsewhere and copied into the file that is there, as the shell would write it.
final class Replacement {
  /// Open for reading and writing.
  let descriptor: Int32
  private let target: String
  private let old: FileStatus?
  private let name: String
  private let replaces: Bool
  private let isForAll: Bool
  /// `nil`: it has no name, and is copied.
  private var temporary: String?

  /// - Parameters:
  ///   - target: without links.
  ///   - name: of the file, in messages.
  /// - Throws: `OutputError.cannotWrite`.
  init(of target: String, old: FileStatus?, named name: String, replaces: Bool, isForAll: Bool) throws(OutputError) {
    (self.target, self.old, self.name, self.replaces, self.isForAll) = (target, old, name, replaces, isForAll)
    // Nobody may read in it meanwhile who may not read the old one.
    let mode: mode_t = old == nil ? 0o666 : 0o600
    if let (descriptor, path) = Self.make(in: Self.folder(of: target), mode) {
      (self.descriptor, temporary) = (descriptor, path)
      return
    }
    let reason = errno
    guard old != nil, [EACCES, EPERM, EROFS].contains(reason), access(target, W_OK) == 0, let spool = Self.makeSpool() else {
      throw .cannotWrite(name, errno: reason)
    }
    descriptor = spool
  }

  deinit {
    if let temporary { unlink(temporary) }
    close(descriptor)
  }

  /// Puts it in its place.
  func place() throws(OutputError) {
    guard let temporary else { return try copy() }
    if let old { old.give(to: descriptor, from: target) } else if isForAll { fchmod(descriptor, 0o644) }
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw .cannotWrite(name, errno: errno) }
    if replaces ? rename(temporary, target) == 0 : moveToNew(temporary) { return self.temporary = nil }
    let reason = errno
    guard reason != EEXIST else { throw .isThere(name) }
    guard old != nil, [EBUSY, EXDEV].contains(reason) else { throw .cannotWrite(name, errno: reason) }
    try copy()
  }

  /// Other than `rename`, never replaces what another program has put there meanwhile.
  private func moveToNew(_ temporary: String) -> Bool {
    if link(temporary, target) == 0 { return unlink(temporary) == 0 }
    // A file system without hard links: the name is taken first.
    guard [EPERM, EOPNOTSUPP, ENOSYS, EMLINK].contains(errno) else { return false }
    let taken = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard taken >= 0 else { return false }
    close(taken)
    return rename(temporary, target) == 0
  }

  private func copy() throws(OutputError) {
    let place = open(target, O_WRONLY | O_TRUNC | O_CLOEXEC)
    guard place >= 0 else { throw .cannotWrite(name, errno: errno) }
    defer { close(place) }
    lseek(descriptor, 0, SEEK_SET)
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .cannotWrite(name, errno: errno) }
      guard count > 0 else { break }
      if let failure = DescriptorWrite.all(buffer[..<count], to: place) { throw .cannotWrite(name, errno: failure.errno) }
    }
    guard fsync(place) == 0 || errno == EINVAL else { throw .cannotWrite(name, errno: errno) }
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return String(path[...slash])
  }

  /// A file of a short name that is nobody's yet, not even of one who was killed.
  private static func make(in folder: String, _ mode: mode_t) -> (Int32, String)? {
    for _ in 0..<100 {
      let path = "\(folder).calcmon-\(getpid())-\(String(UInt32.random(in: 0 ... .max), radix: 36)).tmp"
      let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode)
      if descriptor >= 0 { return (descriptor, path) }
      guard errno == EEXIST else { return nil }
    }
    return nil
  }

  /// A file without a name.
  private static func makeSpool() -> Int32? {
    for folder in ["/var/tmp/", "/tmp/"] {
      guard let (descriptor, path) = make(in: folder, 0o600) else { continue }
      unlink(path)
      return descriptor
    }
    return nil
  }
}
