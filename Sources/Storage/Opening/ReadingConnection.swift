import GRDB
import Glibc

/// A connection that only reads, also if its user may write nothing beside the database.
///
/// In WAL mode a reader, too, makes a file beside the database, unless another has made it: in a folder that it may not write to, or on a
/// medium that nobody can write to, SQLite opens nothing while no agent runs. Then the file is read as one that nothing changes, or, if there
/// is a log that an agent has left, a copy of both.
struct ReadingConnection {
  /// The connection.
  let queue: DatabaseQueue
  /// The schema's number; 0: there is none yet.
  let version: Int
  /// What the file was when it was opened as one that does not change; `nil`: it may change.
  let stillness: Stillness?
  /// What a person should know of it; `nil`: nothing.
  let note: String?

  /// Opens a database that is surely one.
  ///
  /// - Throws: `StorageError.cannotOpen`.
  init(_ file: DatabasePath) throws(StorageError) {
    do throws(StorageError) {
      self = try openingDatabase(file) { try ReadingConnection(try file.queue(ReadingConnection.configuration)) }
    } catch {
      guard error.fault == .readOnly || error.fault == .full else { throw error }
      self = try ReadingConnection(withoutWriting: file, error)
    }
  }

  private init(withoutWriting file: DatabasePath, _ error: StorageError) throws(StorageError) {
    let stillness = Stillness(of: file)
    guard !stillness.hasLog else {
      self = try openingDatabase(file) {
        let queue = try PrivateCopy.open(file, ReadingConnection.copied)
        return try ReadingConnection(queue, note: "\(file.name) is read from a copy: \(PrivateCopy.reason(file))")
      }
      return
    }
    let opened = try openingDatabase(file) {
      try file.unchangingQueue(ReadingConnection.configuration).map { try ReadingConnection($0, stillness: stillness) }
    }
    guard let opened else { throw error }
    self = opened
  }

  private init(_ queue: DatabaseQueue, stillness: Stillness? = nil, note: String? = nil) throws {
    self.queue = queue
    self.stillness = stillness
    self.note = note
    version = try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(5)
    return configuration
  }

  /// A copy may be written: what an agent has left half done must be undone in it.
  private static var copied: Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(5)
    return configuration
  }
}
