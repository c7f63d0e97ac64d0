package import Alerting
import GRDB
package import Samples

/// Writes silences from beside the agent, over a short-lived connection of its own that never copies the agent's log.
///
/// Blocks, some seconds at most where others write. Not for the agent's own process: to look at a file and close it again lets go of the
/// locks that the process has on it.
package enum SilenceWriter {
  /// Adds a silence. Returns its id.
  ///
  /// - Throws: `StorageError`; there is then no silence. Of a database of another schema it wants the agent of the same calcmon.
  @discardableResult
  package static func add(_ silence: Silence, path: String) throws(StorageError) -> Int64 {
    try write(path) { try $0.insert(silence) }
  }

  /// Ends a silence, also one that has not begun. Returns whether there is one of that id which had not ended.
  ///
  /// - Throws: as `add`.
  package static func expire(_ id: Int64, at now: Timestamp, path: String) throws(StorageError) -> Bool {
    try write(path) { try $0.expireSilence(id, at: now) }
  }

  private static func write<Result>(_ path: String, _ body: (Database) throws -> Result) throws(StorageError) -> Result {
    switch try DatabaseFile.kind(of: path) {
    case .absent, .empty: throw .missing(path: path)
    case .otherDatabase: throw .foreign(path: path)
    case .otherFile: throw .notADatabase(path: path)
    case .calcmon: break
    }
    let turn = try CheckpointTurn.waiting(database: FilePaths.canonical(path), named: path)
    defer { turn?.end() }
    do {
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      defer { try? queue.close() }
      return try queue.write { database in
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        if version > Schema.newest { throw StorageError.newerSchema(path: path, found: version, known: Schema.newest) }
        if version < Schema.newest { throw StorageError.olderSchema(path: path, found: version, known: Schema.newest) }
        return try body(database)
      }
    } catch let error as StorageError {
      throw error
    } catch {
      throw .cannotWrite(path: path, reason: (error as? DatabaseError)?.message ?? "\(error)", StorageFault(error))
    }
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.label = "calcmon.silences"
    configuration.busyMode = .timeout(CheckpointTurn.patience)
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA wal_autocheckpoint = 0") }
    return configuration
  }
}
