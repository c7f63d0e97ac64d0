import Glibc

/// What tells that nothing has changed a database since it was opened as one that does not change.
struct Stillness: Hashable, Sendable {
  private let file: FileIdentity?
  private let size: Int
  private let changed: [Int]
  /// Whether there is a log, or a journal, which the database is not whole without.
  let hasLog: Bool

  /// As it is now.
  init(of path: DatabasePath) {
    file = FileIdentity(path: path.path)
    var status = stat()
    if stat(path.path, &status) == 0 {
      size = Int(status.st_size)
      changed = [status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
    } else {
      (size, changed) = (0, [])
    }
    hasLog = FileSize.of(path.log) > 0 || FileSize.of(path.journal) > 0
  }
}
