import Glibc
import Samples

enum SetAside {
  /// Renames a damaged database with its log, so that a new one can be begun in its place and nothing is lost that somebody may still
  /// get out of it (`sqlite3 FILE .recover`). Returns its new name.
  ///
  /// - Throws: `StorageError.cannotOpen`.
  static func move(_ file: DatabasePath, at now: Timestamp) throws(StorageError) -> String {
    // In the basic form: 20261122T180000Z. A colon has a meaning in some paths.
    let stamp = now.iso8601.filter { $0 != "-" && $0 != ":" }
    let path = file.path
    let first = "\(path).corrupt-\(stamp)"
    let name = sequence(first: (first, 2)) { ("\(first)-\($0.1)", $0.1 + 1) }.first { access($0.0, F_OK) != 0 }?.0 ?? first
    guard rename(path, name) == 0 else {
      throw .cannotOpen(
        path: file.name, reason: "it is damaged, and cannot be renamed: \(String(cString: strerror(errno)))", .readOnly)
    }
    // Without its log the newest rows are not in it; the index of the log is made anew.
    rename(file.log, name + "-wal")
    rename(file.journal, name + "-journal")
    unlink(file.index)
    return name
  }
}
