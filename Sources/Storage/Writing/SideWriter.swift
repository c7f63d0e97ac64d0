import GRDB

/// Writes from beside the agent, over a short-lived connection of its own that never copies the agent's log.
///
/// Blocks, some seconds at most where others write. Not for the agent's own process: to look at a file and close it again lets go of the
/// locks that the process has on it.
enum SideWriter {
  /// - Throws: `StorageError`; there is then nothing written. Of a database of another schema it wants the agent of the same calcmon.
  static func write<Result>(_ path: String, _ body: (Database) throws -> Result) throws(StorageError) -> Result {
    let file = try DatabasePath(path)
    switch try DatabaseFile.kind(of: file) {
    case .absent, .empty: throw .missing(path: path)
    case .otherDatabase: throw .foreign(path: path)
    case .otherFile: throw .notADatabase(path: path)
    case .calcmon: break
    }
    try file.expectOneName()
    let turn = try CheckpointTurn.waiting(file)
    defer { turn?.end() }
    do {
      let queue = try file.queue(configuration)
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
    configuration.label = "calcmon.beside"
    configuration.busyMode = .timeout(CheckpointTurn.patience)
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA wal_autocheckpoint = 0") }
    return configuration
  }
}
