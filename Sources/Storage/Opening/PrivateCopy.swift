import GRDB
import Glibc
import Processes

/// A database and its log in a folder of this process: read there if SQLite cannot put them together in their own.
enum PrivateCopy {
  /// Bytes that are copied at most: it is for what somebody has set apart, and not to fill a disk.
  private static let limit = 1 << 30

  /// A connection to the copy, whose files have no name any more: they go with the connection, however it ends.
  ///
  /// - Throws: `StorageError.cannotOpen`; what SQLite says.
  static func open(_ file: DatabasePath, _ configuration: Configuration) throws -> DatabaseQueue {
    let parts = [file.path, file.log, file.journal]
    guard parts.reduce(0, { $0 + FileSize.of($1) }) <= limit else {
      throw StorageError.cannotOpen(
        path: file.name, reason: "\(reason(file)), and both are too large to be copied for it; copy them to a folder of yours",
        .readOnly)
    }
    let parent = try TemporaryFolder.parent(usual: "/var/tmp")
    let folder = try makeFolder(file, in: parent)
    defer { folder.remove() }
    let copy = try DatabasePath(folder.file("copy.db"))
    for (from, to) in zip(parts, [copy.path, copy.log, copy.journal]) where FileSize.of(from) > 0 {
      guard copyBytes(from, to) else { throw failure(file, parent, errno) }
    }
    let queue = try copy.queue(configuration)
    // It opens all files that it needs.
    _ = try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_schema") }
    return queue
  }

  /// Why there is need of a copy.
  static func reason(_ file: DatabasePath) -> String {
    "an agent has left a log beside it, and user \(geteuid()) cannot write to its folder \(file.folder)"
  }

  private static func makeFolder(_ file: DatabasePath, in parent: String) throws -> TemporaryFolder {
    do throws(TemporaryFolderError) {
      return try TemporaryFolder(in: parent)
    } catch {
      throw failure(file, parent, error.errno)
    }
  }

  private static func failure(_ file: DatabasePath, _ parent: String, _ errno: Int32) -> StorageError {
    let why = "\(reason(file)), and it cannot be copied to \(parent): \(String(cString: strerror(errno)))"
    return .cannotOpen(path: file.name, reason: "\(why) (TMPDIR can name another place)", .readOnly)
  }

  /// Returns whether it could; else `errno` tells why.
  private static func copyBytes(_ from: String, _ to: String) -> Bool {
    let source = Glibc.open(from, O_RDONLY | O_CLOEXEC)
    guard source >= 0 else { return false }
    defer { close(source) }
    let target = Glibc.open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard target >= 0 else { return false }
    defer { close(target) }
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = read(source, &buffer, buffer.count)
      if count == 0 { return true }
      guard count > 0 else { return false }
      var done = 0
      while done < count {
        let written = buffer.withUnsafeBytes { write(target, $0.baseAddress.map { $0 + done }, count - done) }
        guard written > 0 else { return false }
        done += written
      }
    }
  }
}
