import Glibc

/// Holds `<database>.lock`: at most one agent writes a database. The kernel lets go of it when the process ends, however it ends.
///
/// A file beside the database, since closing a descriptor of the database itself would drop SQLite's own locks.
final class DatabaseLock: Sendable {
  private let descriptor: Int32

  /// - Throws: `StorageError.inUse` with the holder's pid.
  convenience init(_ file: DatabasePath) throws(StorageError) {
    self.init(descriptor: try DatabaseLock.lock(file))
  }

  private init(descriptor: Int32) { self.descriptor = descriptor }

  private static func lock(_ file: DatabasePath) throws(StorageError) -> Int32 {
    let descriptor = open(file.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      let reason = "\(file.name).lock: \(String(cString: strerror(errno))) (user \(geteuid()))"
      throw .cannotOpen(path: file.name, reason: reason, StorageFault(errno: errno))
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      defer { close(descriptor) }
      throw .inUse(path: file.name, pid: holder(descriptor))
    }
    ftruncate(descriptor, 0)
    let pid = Array("\(getpid())\n".utf8)
    _ = pwrite(descriptor, pid, pid.count, 0)
    return descriptor
  }

  private static func holder(_ descriptor: Int32) -> String {
    var text = [UInt8](repeating: 0, count: 32)
    let count = max(0, pread(descriptor, &text, text.count, 0))
    return String(decoding: text[..<count], as: UTF8.self).filter(\.isNumber)
  }

  /// `nil` where somebody else writes at the moment.
  func checkpointTurn() -> CheckpointTurn? { CheckpointTurn(agent: descriptor) }

  /// Lets go of the database before the process ends.
  func release() { flock(descriptor, LOCK_UN) }

  deinit {
    // A process that was just started may hold the same descriptor for a moment: then closing it here does not let go.
    release()
    close(descriptor)
  }
}
