import GRDB
import Glibc

/// The one name of a database file: absolute, and without symbolic links.
///
/// SQLite takes some names for others: one that begins with `file:` for a URI, if it was built so, `:memory:` and the empty one for no file at
/// all. What calcmon has looked at, locked and marked must be the file that SQLite opens, so that connections are made here and nowhere else.
struct DatabasePath: Hashable, Sendable {
  /// As it was given: what messages say.
  let name: String
  /// Begins with `/`, or with `./` if the working directory is gone: then SQLite takes it as it is.
  let path: String

  /// Looks for the file, which need not be there yet.
  ///
  /// - Throws: `StorageError.unusableName`, if no file can have this name.
  init(_ name: String) throws(StorageError) {
    if name.isEmpty { throw .unusableName(name: name, reason: "it is empty") }
    if name.utf8.contains(0) { throw .unusableName(name: "\(name.prefix { $0 != "\0" })", reason: "it holds a zero byte") }
    self.name = name
    path = FilePaths.canonical(name)
  }

  /// Of the file that admits one writer.
  var lock: String { path + ".lock" }
  /// Of the write-ahead log.
  var log: String { path + "-wal" }
  /// Of the index of the log.
  var index: String { path + "-shm" }
  /// Of the journal that SQLite has before there is a log.
  var journal: String { path + "-journal" }
  /// The folder that SQLite makes these files in.
  var folder: String { FilePaths.folder(of: path) }

  /// A connection.
  func queue(_ configuration: Configuration) throws -> DatabaseQueue {
    try DatabaseQueue(path: path, configuration: configuration)
  }

  /// A connection that reads a file which nothing changes: it needs no other file, and no right to make one. `nil` if SQLite was built without
  /// URIs.
  func unchangingQueue(_ configuration: Configuration) throws -> DatabaseQueue? {
    guard SQLiteBuild.takesURIs, path.hasPrefix("/") else { return nil }
    return try DatabaseQueue(path: "file:\(FilePaths.percentEncoded(path))?immutable=1", configuration: configuration)
  }

  /// Refuses to write a file that has several names (hard links): each name would have a log and a lock of its own, and what is written by one
  /// of them damages what is written by the other.
  ///
  /// - Throws: `StorageError.severalNames`
  func expectOneName() throws(StorageError) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_nlink > 1 else { return }
    throw .severalNames(path: name, count: Int(status.st_nlink))
  }
}
