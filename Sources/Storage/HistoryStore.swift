import GRDB
import Runs
package import Samples

/// The agent's side of the database: the one writing connection, which alone checkpoints.
///
/// WAL, `synchronous=NORMAL`: after a crash of the process every committed batch is there; after a power failure the newest may be
/// missing, and the file is consistent.
package struct HistoryStore: Sendable {
  private let queue: DatabaseQueue
  private let lock: DatabaseLock
  private let agentID: Int64
  private let path: String

  /// Opens the database, makes it where there is none, brings its schema up to date, and notes the start of an agent.
  ///
  /// Blocks: for use before the agent serves.
  ///
  /// - Throws: `StorageError`; the file is then as it was.
  package init(path: String, version: String, pid: Int32, at now: Timestamp) throws(StorageError) {
    switch try DatabaseFile.kind(of: path) {
    case .absent, .empty, .calcmon: break
    case .otherDatabase: throw .foreign(path: path)
    case .otherFile: throw .notADatabase(path: path)
    }
    lock = try DatabaseLock(database: path)
    self.path = path
    (queue, agentID) = try openingDatabase(path) {
      var configuration = Configuration()
      configuration.label = "calcmon.history"
      // Short: the agent must be able to stop in time beside somebody who holds a lock, and entries can wait in its queue.
      configuration.busyMode = .timeout(1)
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      try HistoryStore.prepare(queue, path: path)
      let agentID = try queue.write { database in
        try database.execute(
          sql: "INSERT INTO agents (version, pid, started_ms) VALUES (?, ?, ?)", arguments: [version, pid, now.milliseconds])
        return database.lastInsertedRowID
      }
      return (queue, agentID)
    }
  }

  private static func prepare(_ queue: DatabaseQueue, path: String) throws {
    try queue.writeWithoutTransaction { database in
      let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
      guard version <= Schema.newest else {
        throw StorageError.newerSchema(path: path, found: version, known: Schema.newest)
      }
      // Order matters: the first two can only be set on an empty file, and the mark must be in the file itself before the
      // write-ahead log begins, since it is looked for there.
      try database.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
      try database.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
      try database.execute(sql: "PRAGMA journal_mode = WAL")
      try database.execute(sql: "PRAGMA synchronous = NORMAL")
      try database.execute(sql: "PRAGMA journal_size_limit = 8388608")
    }
    try Schema.migrator.migrate(queue)
  }

  /// Writes all entries in one transaction, on the database's own thread.
  ///
  /// - Throws: what SQLite says; then none of them is written.
  package func write(_ entries: [HistoryEntry]) async throws {
    let agentID = agentID
    try await queue.write { database in
      for entry in entries {
        switch entry {
        case .run(let record): try database.insert(record, agentID: agentID)
        case .judgement(let entry): try database.insert(entry)
        case .calibration(let entry): try database.insert(entry)
        }
      }
    }
  }

  /// The newest calibrations, by runtime and kernel. Those of kernels that this calcmon does not know are left out.
  package func calibrations() async throws -> [CalibrationEntry] {
    try await queue.read { try $0.calibrations() }
  }

  /// Size of the database with its write-ahead log, in bytes.
  package func sizeInBytes() -> Int {
    FileSize.of(path) + FileSize.of(path + "-wal")
  }

  /// Notes that the agent stops, and closes the database.
  package func close(at now: Timestamp) async throws {
    let agentID = agentID
    try await queue.write { database in
      try database.execute(
        sql: "UPDATE agents SET stopped_ms = ? WHERE id = ?", arguments: [now.milliseconds, agentID])
    }
    try queue.close()
    lock.release()
  }
}
