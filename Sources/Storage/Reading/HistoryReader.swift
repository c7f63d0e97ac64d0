import GRDB
package import Samples
import Synchronization
package import Thresholds

/// What a mix, strategy and runtime has shown in a window.
package struct RunHistory: Sendable {
  /// What was run.
  package let identity: RunIdentity
  /// The kind at its newest run: it decides which targets are judged.
  package var kind: MixKind
  /// Runs by how they ended.
  package var outcomes: [RunOutcome: Int] = [:]
  /// What of them failed, with the items of the completed ones.
  package var failures = Failures()
  /// Of the completed runs.
  package var evidence = Evidence()
  /// Of all runs.
  package var stalls = StallSummary()
  /// Of the completed runs, ascending in time.
  package var figures: [RunFigures] = []

  /// A history without runs yet.
  package init(identity: RunIdentity, kind: MixKind) {
    self.identity = identity
    self.kind = kind
  }
}

/// Reads a history, also beside the agent that writes it, without ever making it wait. Blocks the calling thread.
package struct HistoryReader: Sendable {
  let queue: DatabaseQueue
  private let file: DatabasePath
  private let isEmpty: Bool
  private let stillness: Stillness?
  private let tally: DamageTally
  /// What a person should know of how the database is read; `nil`: nothing.
  package let note: String?
  private let end = End()
  private var deadline: ReadDeadline?

  /// What became of the connection, for all copies of the reader.
  private final class End: Sendable {
    /// Whether the reader was closed: GRDB must not be asked then.
    let hasCome = Atomic(false)
    let failure = Mutex<(any Error)?>(nil)
  }

  /// Opens the database for reading, also in a folder that this user may not write to. One of an older schema is left as it is, and a copy in
  /// memory brought up to date.
  ///
  /// - Throws: `StorageError`.
  package init(path: String) throws(StorageError) {
    tally = DamageTally()
    let file = try DatabasePath(path)
    switch try DatabaseFile.kind(of: file) {
    case .absent: throw .missing(path: path)
    case .otherDatabase: throw .foreign(path: path)
    case .otherFile: throw .notADatabase(path: path)
    case .empty, .calcmon: break
    }
    let opened = try ReadingConnection(file)
    guard opened.version <= Schema.newest else {
      throw .newerSchema(path: path, found: opened.version, known: Schema.newest)
    }
    self.file = file
    isEmpty = opened.version == 0
    stillness = opened.stillness
    note = opened.note
    queue = try openingDatabase(file) {
      guard opened.version > 0, opened.version < Schema.newest else { return opened.queue }
      let copy = try DatabaseQueue()
      try opened.queue.backup(to: copy)
      try Schema.migrator.migrate(copy)
      return copy
    }
  }

  /// A second connection to the database that a store of this process has open, which only reads. It is good as long as the store is: close
  /// it before.
  ///
  /// The file is opened by SQLite alone, which knows that this process has locks on it and keeps them: whoever else opens it and closes it
  /// again drops them (https://www.sqlite.org/howtocorrupt.html, 2.2). Its schema is the newest, since the store has seen to that.
  ///
  /// - Throws: `StorageError.cannotOpen`; with `StorageFault.moved` where another file, or none, is at the path by now.
  package init(of store: HistoryStore) throws(StorageError) {
    (file, isEmpty, stillness, note, tally) = (store.file, false, nil, nil, store.damages)
    queue = try openingDatabase(store.file) {
      try HistoryReader.expectUnmoved(store)
      var configuration = Configuration()
      configuration.label = "calcmon.history.reader"
      configuration.readonly = true
      configuration.busyMode = .timeout(1)
      let queue = try store.file.queue(configuration)
      try HistoryReader.expectUnmoved(store)
      return queue
    }
  }

  private static func expectUnmoved(_ store: HistoryStore) throws {
    guard store.isMoved() else { return }
    throw StorageError.cannotOpen(path: store.file.name, reason: "another file, or none, is there by now", .moved)
  }

  /// Closes the connection; every later read throws.
  package func close() throws {
    end.hasCome.store(true, ordering: .sequentiallyConsistent)
    try queue.close()
  }

  /// Reads with a limit of time for all of it together. What is under way when the time is over is interrupted, inside of SQLite as well.
  ///
  /// - Parameter body: reads by the reader that it is given.
  /// - Throws: `StorageError.tooSlow` from the read that was too slow, and from all after it; what `body` throws.
  package func within<Result>(_ limit: Duration, _ body: (HistoryReader) throws -> Result) throws -> Result {
    var bounded = self
    bounded.deadline = ReadDeadline(limit)
    return try body(bounded)
  }

  /// The rows that were left out so far, since they cannot be read. A reader of an open store has those of all its readers.
  package var damagedRows: DamagedRows { tally.rows }

  /// One transaction, in which nothing changes; the empty result where no agent has written yet.
  func read<Result>(orIfEmpty empty: Result, _ body: (Database, DamageTally) throws -> Result) throws -> Result {
    if isEmpty { return empty }
    do {
      if end.hasCome.load(ordering: .sequentiallyConsistent) {
        throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "the reader is closed")
      }
      let result = try queue.read { database in
        guard let deadline else { return try body(database, tally) }
        return try deadline.bounding(database, path: file.name) { try body(database, tally) }
      }
      try expectUnchanged()
      return result
    } catch {
      try expectUnchanged()
      if let damage = error as? DamagedValue { tally.leaveOut(damage) }
      if error is DatabaseError { end.failure.withLock { $0 = error } }
      throw error
    }
  }

  /// What was read of a file that was taken for one which nothing changes is good only if nothing has.
  private func expectUnchanged() throws(StorageError) {
    guard let stillness, stillness != Stillness(of: file) else { return }
    throw .changed(path: file.name)
  }

  /// Why the database could not be read, the last time that it could not, also where the caller went on without; `nil`: it never failed. A
  /// read that took too long is none.
  package var failure: (any Error)? { end.failure.withLock { $0 } }

  /// The names of all mixes that were ever run.
  package func mixes() throws -> [String] {
    try read(orIfEmpty: []) { database, damages in
      let (columns, rows) = try database.query("SELECT DISTINCT mix FROM series ORDER BY mix", of: "series")
      let mix = try columns("mix")
      return try rows.all(damages) { try mix.value($0) }
    }
  }

  /// The newest calibrations, by runtime and kernel.
  package func calibrations() throws -> [CalibrationEntry] {
    try read(orIfEmpty: []) { try $0.calibrations($1) }
  }

  /// The newest costs of each runtime.
  package func runtimeCosts() throws -> [RuntimeCostsEntry] {
    try read(orIfEmpty: []) { try $0.runtimeCosts($1) }
  }

  /// How fast the host computed in a window, ascending in time.
  package func calibrationChecks(since: Timestamp, until: Timestamp) throws -> [CalibrationCheckEntry] {
    try read(orIfEmpty: []) { try $0.calibrationChecks(since: since, until: until, $1) }
  }

  /// Runs that ended before are not kept any more; `nil` where none was dropped yet.
  package func runsKeptSince() throws -> Timestamp? {
    try read(orIfEmpty: nil) { try $0.instant("runs_dropped_before_ms", of: "store", $1) }
  }

  /// What each mix, strategy and runtime has shown, in order of their names.
  ///
  /// Takes the runs, their trends and the hours' merged histograms, and no sample: it is judged to the last bit as it would be from those.
  package func histories(_ filter: HistoryFilter) throws -> [RunHistory] {
    try read(orIfEmpty: []) { database, damages in
      var histories = try database.runs(filter, damages)
      for (identity, latency) in try database.latencies(filter, damages) { histories[identity]?.evidence.latency = latency }
      return histories.values.sorted { $0.identity < $1.identity }
    }
  }
}
