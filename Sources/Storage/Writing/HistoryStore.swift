import GRDB
package import Samples
import Synchronization

/// The agent's side of the database: the one writing connection, which alone checkpoints.
///
/// WAL, `synchronous=NORMAL`: after a crash of the process every committed batch is there; after a power failure the newest may be
/// missing, and the file is consistent.
package struct HistoryStore: Sendable {
  let queue: DatabaseQueue
  private let lock: DatabaseLock
  private let agentID: Int64
  let file: DatabasePath
  private let identity: FileIdentity?
  private let written: Written
  private let readers = KeptReaders()
  /// What is left out by whoever reads it in this process.
  let damages: DamageTally
  /// How it was found.
  package let opening: StorageOpening

  private final class Written: Sendable {
    let mark: Mutex<StorageMark>
    let pressure = Mutex(RetentionPressure())

    init(_ mark: StorageMark) { self.mark = Mutex(mark) }
  }

  /// Opens the database, makes it where there is none, brings its schema up to date, and notes the start of an agent. A damaged
  /// one is set aside, and a new one begun.
  ///
  /// Blocks: not for an event loop.
  ///
  /// - Parameters:
  ///   - writer: who opens it, and where.
  ///   - settingAside: sets aside whatever calcmon database is there, since it was found to be damaged.
  ///   - damages: counts the rows that are left out when it is read.
  /// - Throws: `StorageError`; the file is then as it was.
  package init(
    path: String, version: String, pid: Int32, at now: Timestamp, writer: HistoryWriter = HistoryWriter(),
    settingAside: Bool = false, damages: DamageTally = DamageTally()
  ) throws(StorageError) {
    self.damages = damages
    // First of all: beside what is not calcmon's not even a lock is left.
    let file = try DatabasePath(path)
    _ = try HistoryStore.isDamaged(file, StorageMark.read(of: file.path))
    try file.expectOneName()
    let lock = try DatabaseLock(file)
    let mark = StorageMark.read(of: file.path)
    var setAside: String?
    let isDamaged = try HistoryStore.isDamaged(file, mark)
    if isDamaged || settingAside, FileIdentity(path: file.path) != nil { setAside = try SetAside.move(file, at: now) }
    let opened: OpenDatabase
    do throws(StorageError) {
      opened = try OpenDatabase(file, version: version, pid: pid, at: now, writer: writer, mark: mark, isNew: setAside != nil)
    } catch {
      guard error.fault == .corrupt, setAside == nil else { throw error }
      setAside = try SetAside.move(file, at: now)
      opened = try OpenDatabase(file, version: version, pid: pid, at: now, writer: writer, mark: mark, isNew: true)
    }
    self.lock = lock
    self.file = file
    queue = opened.queue
    agentID = opened.agentID
    identity = FileIdentity(path: file.path)
    opening = StorageOpening(
      start: opened.start, lostSeconds: opened.lostSeconds, setAside: setAside, lastRunID: opened.lastRunID)
    var newMark = opened.mark
    if let identity { (newMark.device, newMark.inode, newMark.born) = (identity.device, identity.inode, identity.born) }
    newMark.write(of: file.path)
    written = Written(newMark)
  }

  /// Refuses what is not calcmon's. A file without SQLite's header is calcmon's, and damaged, where the mark knows it.
  private static func isDamaged(_ file: DatabasePath, _ mark: StorageMark?) throws(StorageError) -> Bool {
    switch try DatabaseFile.kind(of: file) {
    case .absent, .calcmon: return false
    case .empty: return isKnown(file, mark)
    case .otherDatabase:
      guard isKnown(file, mark) else { throw .foreign(path: file.name) }
      return true
    case .otherFile:
      guard isKnown(file, mark) else { throw .notADatabase(path: file.name) }
      return true
    }
  }

  private static func isKnown(_ file: DatabasePath, _ mark: StorageMark?) -> Bool {
    mark?.knows(FileIdentity(path: file.path)) == true
  }

  /// Writes all entries in one transaction, on the database's own thread.
  ///
  /// - Throws: what SQLite says; then none of them is written, or, after an I/O error, all of them: see `holds(batchAfter:)`.
  package func write(_ entries: [HistoryEntry]) async throws {
    let agentID = agentID
    let (oldest, newest) = (entries.compactMap(\.began).min(), entries.compactMap(\.at).max())
    let sequence = try await queue.write { database in
      for entry in entries { try database.insert(entry, agentID: agentID) }
      return try Int64.fetchOne(
        database, sql: "UPDATE store SET sequence = sequence + 1, written_ms = ifnull(?, written_ms) RETURNING sequence",
        arguments: [newest?.milliseconds])
    }
    written.mark.withLock { mark in
      if let sequence { mark.sequence = sequence }
      if let oldest, let newest {
        mark.writtenMs = newest.milliseconds
        if mark.firstMs == 0 { mark.firstMs = oldest.milliseconds }
      }
      mark.write(of: file.path)
    }
  }

  /// Whether this database, opened anew, holds one more batch than were acknowledged by the store that it was opened with before: then a
  /// batch was written although SQLite answered with an error.
  package func holds(batchAfter before: HistoryStore) -> Bool {
    let (mine, theirs) = (written.mark.withLock { $0 }, before.written.mark.withLock { $0 })
    return mine.id == theirs.id && mine.sequence > theirs.sequence
  }

  /// The newest calibrations, by runtime and kernel. Those of kernels that this calcmon does not know are left out.
  package func calibrations() async throws -> [CalibrationEntry] {
    try await queue.read { [damages] in try $0.calibrations(damages) }
  }

  /// The newest costs of each runtime.
  package func runtimeCosts() async throws -> [RuntimeCostsEntry] {
    try await queue.read { [damages] in try $0.runtimeCosts(damages) }
  }

  /// Reads the whole file, some 500 MB a second: whether it is sound, as far as SQLite can tell without comparing indices.
  package func isSound() async throws -> Bool {
    do {
      return try await queue.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") } == "ok"
    } catch let error as DatabaseError where StorageFault(error) == .corrupt {
      return false
    }
  }

  /// Copies a log of more than 4 MiB into the database. It is asked for, since SQLite tells nobody what becomes of a checkpoint that it does
  /// by itself.
  ///
  /// - Throws: what SQLite says; all batches are then in the log still.
  package func checkpointIfLarge() async throws {
    guard walBytes() > 4 << 20 else { return }
    try await queue.writeWithoutTransaction { database in
      try takingTurn { _ = try database.checkpoint(.passive) }
    }
  }

  /// Does nothing while somebody else writes; see `CheckpointTurn`.
  func takingTurn(_ checkpoint: () throws -> Void) throws {
    guard let turn = lock.checkpointTurn() else { return }
    defer { turn.end() }
    try checkpoint()
  }

  /// Whether another file, or none, is at the path by now: what is written then goes where nobody finds it.
  package func isMoved() -> Bool { FileIdentity(path: file.path) != identity }

  /// Reads, beside what is written, over a connection that is kept for the next time. Blocks the calling thread.
  ///
  /// - Throws: `StorageError.cannotOpen`, with `StorageFault.moved` if another file, or none, is at the path by now; what `body` throws.
  package func read<Result>(_ body: (HistoryReader) throws -> Result) throws -> Result {
    if isMoved() { readers.close() }
    return try readers.read(of: self, body)
  }

  /// Size of the database with its write-ahead log, in bytes.
  package func sizeInBytes() -> Int { FileSize.of(file.path) + walBytes() }

  /// Size of the write-ahead log, in bytes. It grows beyond 8 MiB while somebody reads for long.
  package func walBytes() -> Int { FileSize.of(file.log) }

  /// Returns the factor for the ages of `Retention`.
  func updatePressure(used: Int, limit: Int) -> Double {
    written.pressure.withLock { pressure in
      pressure.update(used: used, limit: limit)
      return pressure.factor
    }
  }

  /// Notes that the agent stops, and closes the database.
  package func close(at now: Timestamp) async throws {
    let agentID = agentID
    try await queue.write { database in
      try database.execute(
        sql: "UPDATE agents SET stopped_ms = ? WHERE id = ?", arguments: [now.milliseconds, agentID])
    }
    abandon()
  }

  /// Closes the database without a word in it: it is gone, or does not answer.
  ///
  /// Its log is copied into it before. Of a file that is not at its path any more SQLite would leave the log behind, where the next
  /// database at that path would take it for its own.
  package func abandon() {
    readers.close()
    try? queue.writeWithoutTransaction { database in
      try takingTurn { _ = try database.checkpoint(.truncate) }
    }
    try? queue.close()
    lock.release()
  }
}
