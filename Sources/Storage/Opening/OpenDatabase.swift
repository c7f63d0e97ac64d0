import GRDB
import Samples

/// A database that is open and up to date, in which the start of an agent is noted.
struct OpenDatabase {
  let queue: DatabaseQueue
  let agentID: Int64
  let start: StorageOpening.Start
  let lostSeconds: Double
  let lastRunID: Int64
  var mark: StorageMark

  private struct Facts {
    let agentID: Int64
    let wasStopped: Bool?
    let id: String
    let sequence: Int64
    let writtenMs: Int64?
    let firstMs: Int64?
    let lastRunID: Int64
  }

  /// - Parameters:
  ///   - mark: what was there when something was last written to this path.
  ///   - isNew: that a damaged database was just moved away.
  init(
    _ file: DatabasePath, version: String, pid: Int32, at now: Timestamp, writer: HistoryWriter, mark: StorageMark?, isNew: Bool
  ) throws(StorageError) {
    let (queue, facts, start, lost) = try openingDatabase(file) {
      var configuration = Configuration()
      configuration.label = "calcmon.history"
      // Short: the agent must be able to stop in time beside somebody who holds a lock, and entries can wait in its queue.
      configuration.busyMode = .timeout(1)
      let queue = try file.queue(configuration)
      try OpenDatabase.prepare(queue, path: file.name)
      let facts = try queue.read { try OpenDatabase.facts($0) }
      let isWhole = !isNew && mark?.misses(id: facts.id, sequence: facts.sequence) != true
      let start = OpenDatabase.start(facts, isWhole: isWhole)
      let lost = mark?.lostSeconds(id: facts.id, sequence: facts.sequence, writtenMs: facts.writtenMs) ?? 0
      let begun = try queue.write {
        try OpenDatabase.begin($0, facts, start: start, lost: lost, version: version, pid: pid, at: now, writer)
      }
      return (queue, begun, start, lost)
    }
    self.queue = queue
    agentID = facts.agentID
    self.start = start
    lostSeconds = lost
    lastRunID = facts.lastRunID
    self.mark = StorageMark(
      id: facts.id, sequence: facts.sequence, firstMs: facts.firstMs ?? 0, writtenMs: facts.writtenMs ?? 0)
  }

  private static func start(_ facts: Facts, isWhole: Bool) -> StorageOpening.Start {
    guard let wasStopped = facts.wasStopped else { return isWhole ? .new : .unclean }
    return wasStopped && isWhole ? .clean : .unclean
  }

  private static func prepare(_ queue: DatabaseQueue, path: String) throws {
    let before = try queue.writeWithoutTransaction { database in
      let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
      guard version <= Schema.newest else {
        throw StorageError.newerSchema(path: path, found: version, known: Schema.newest)
      }
      // Order matters: the first two can only be set on an empty file, and the mark must be in the file itself before the
      // write-ahead log begins, since it is looked for there. In one transaction: a database without its mark would be taken for somebody
      // else's for ever. A deferred one, since an immediate one makes the first page before auto_vacuum is set.
      if version == 0 {
        try database.inTransaction(.deferred) {
          try database.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
          try database.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
          return .commit
        }
      }
      try database.execute(sql: "PRAGMA journal_mode = WAL")
      try database.execute(sql: "PRAGMA synchronous = NORMAL")
      try database.execute(sql: "PRAGMA journal_size_limit = 8388608")
      // See HistoryStore.checkpointIfLarge.
      try database.execute(sql: "PRAGMA wal_autocheckpoint = 0")
      return version
    }
    guard before < Schema.newest else { return }
    try Schema.migrator.migrate(queue)
    // A log that is deleted must not take the schema with it.
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
  }

  private static func facts(_ database: Database) throws -> Facts {
    let (columns, rows) = try database.query(
      """
      SELECT (SELECT stopped_ms IS NOT NULL FROM agents ORDER BY id DESC LIMIT 1) AS stopped, id, sequence, written_ms,
        (SELECT min(ended_ms) FROM runs WHERE ended_ms >= :first) AS first_ms, (SELECT max(id) FROM runs) AS last_id
      FROM (SELECT 1) LEFT JOIN store
      """, of: "store", ["first": StoredColumn.instants.lowerBound])
    // What cannot be read is as if it were not there: the next batch writes it anew.
    let facts = try rows.first { row in
      let instant = { (name: String) in try? columns(name).optionalTimestamp(row)?.milliseconds }
      let number = { (name: String) in (try? columns(name).optional(row, as: Int64.self)) ?? 0 }
      return Facts(
        agentID: 0, wasStopped: try columns("stopped").optional(row), id: (try? columns("id").optional(row)) ?? "",
        sequence: number("sequence"), writtenMs: instant("written_ms"), firstMs: instant("first_ms"), lastRunID: number("last_id")
      )
    }
    return facts ?? Facts(agentID: 0, wasStopped: nil, id: "", sequence: 0, writtenMs: nil, firstMs: nil, lastRunID: 0)
  }

  private static func begin(
    _ database: Database, _ facts: Facts, start: StorageOpening.Start, lost: Double, version: String, pid: Int32,
    at now: Timestamp, _ writer: HistoryWriter
  ) throws -> Facts {
    try database.execute(
      sql: """
        INSERT INTO agents (version, pid, started_ms, clean_start, lost_seconds, command, host, kernel, cpu, cores)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        version, pid, now.milliseconds, start == .new ? nil : start == .clean, lost, writer.command?.rawValue,
        writer.machine?.name, writer.machine?.kernel, writer.machine?.cpu, writer.machine?.cores,
      ])
    let agentID = database.lastInsertedRowID
    if let plan = writer.judging { try database.insert(JudgingEntry(plan: plan, at: now)) }
    return Facts(
      agentID: agentID, wasStopped: facts.wasStopped, id: facts.id, sequence: facts.sequence,
      writtenMs: facts.writtenMs, firstMs: facts.firstMs, lastRunID: facts.lastRunID)
  }
}
