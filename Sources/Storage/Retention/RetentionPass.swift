import GRDB
package import Samples

/// One way through the database that drops what is too old: many small transactions, between which others can write.
package struct RetentionPass: Sendable {
  private enum Phase: Int, CaseIterable {
    case alerts, instants, histograms, minutes, hours, runs, verdicts
    case appIntervals, appMinutes, appHours, appStalls, appOccurrences, appVerdicts, vacuum
  }

  private let raw: Int64
  private let minute: Int64
  private let hour: Int64
  private var phase = Phase.alerts
  /// Up to where the phase has looked, in milliseconds since the Unix epoch.
  private var looked = Int64.min
  /// What the size limit leaves of the ages: 1 is all of it.
  package let factor: Double

  /// Rows, or runs with all their rows, that one transaction drops.
  private static let runsPerStep = 50
  private static let rowsPerStep = 2000
  /// The part of the pages that may stay free: they will be needed again.
  fileprivate static let spareShare = 0.03
  /// What the write-ahead log grows to before it is copied into the database.
  fileprivate static let logBytes = 4 << 20
  private static let pagesPerStep = 2000

  fileprivate init(_ retention: Retention, factor: Double, now: Int64) {
    self.factor = factor
    let cutoff = { (seconds: Double) in now - Int64(seconds * factor * 1000) }
    raw = cutoff(retention.raw)
    minute = cutoff(retention.minute)
    hour = cutoff(retention.hour)
  }

  /// One transaction. Returns false when there is nothing left to do.
  fileprivate mutating func step(_ database: Database) throws -> Bool {
    if try work(database) { return true }
    guard let next = Phase(rawValue: phase.rawValue + 1) else { return false }
    phase = next
    looked = .min
    return true
  }

  /// Whether the phase dropped something: then it may have more to do.
  private mutating func work(_ database: Database) throws -> Bool {
    switch phase {
    // First: with an alert goes what its runs were kept for.
    case .alerts: return try database.dropAlerts(before: hour, episodes: Self.runsPerStep)
    case .instants: return try database.dropRaw("instants", before: raw, runs: Self.runsPerStep)
    case .histograms: return try database.dropRaw("histograms", before: raw, runs: Self.runsPerStep)
    case .minutes: return try database.dropRollups(.minute, before: minute, rows: Self.rowsPerStep)
    case .hours: return try database.dropRollups(.hour, before: hour, rows: Self.rowsPerStep)
    case .runs: return try database.dropRuns(before: minute, runs: Self.runsPerStep)
    case .verdicts:
      try database.dropJudging(before: minute)
      try database.dropParameters()
      return try database.dropVerdicts(before: minute, rows: Self.rowsPerStep)
    case .appIntervals: return try database.dropAppIntervals(.raw, before: raw, after: &looked, rows: Self.rowsPerStep)
    case .appMinutes: return try database.dropAppIntervals(.minute, before: minute, after: &looked, rows: Self.rowsPerStep)
    case .appHours: return try database.dropAppIntervals(.hour, before: hour, after: &looked, rows: Self.rowsPerStep)
    case .appStalls: return try database.dropAppStalls(before: minute, after: &looked, rows: Self.rowsPerStep)
    case .appOccurrences: return try database.dropAppOccurrences(before: hour, after: &looked, rows: Self.rowsPerStep)
    case .appVerdicts:
      try database.dropAppVerdicts(before: minute)
      try database.dropAppStacks()
      try database.dropAppWords(before: hour)
      try database.dropApps()
      return false
    case .vacuum: return try database.giveBack(spare: Self.spareShare, atMost: Self.pagesPerStep)
    }
  }
}

extension HistoryStore {
  /// Begins a pass. What is too old is seen from now, but from no later than the oldest of the last hundred runs, or of as many intervals of each
  /// application, whichever goes on: a clock that is far ahead for an hour must not cost the history.
  package func beginRetention(_ retention: Retention, now: Timestamp) async throws -> RetentionPass {
    let (used, oldest) = try await queue.read { database in
      (
        try database.usedBytes(),
        try Int64.fetchOne(
          database,
          sql: """
            SELECT max(oldest) FROM (
              SELECT min(ended_ms) AS oldest FROM (SELECT ended_ms FROM runs ORDER BY id DESC LIMIT 100)
              WHERE NOT \(Misplaced.condition("ended_ms"))
              UNION ALL SELECT min(at_ms)
              FROM (SELECT at_ms FROM app_intervals ORDER BY id DESC LIMIT (SELECT min(10000, 100 * count(*)) FROM apps))
              WHERE NOT \(Misplaced.condition("at_ms")))
            """)
      )
    }
    // Beside the pages that are used there are spare ones, and the log.
    let file = Int(Double(used) * (1 + RetentionPass.spareShare))
    let factor = updatePressure(used: file, limit: max(retention.size / 2, retention.size - RetentionPass.logBytes))
    return RetentionPass(retention, factor: factor, now: min(now.milliseconds, oldest ?? now.milliseconds))
  }

  /// Does one small part of a pass, in a transaction of its own. Returns false when the pass is over.
  package func retain(_ pass: inout RetentionPass) async throws -> Bool {
    let before = pass
    let (after, more) = try await queue.write { database in
      var pass = before
      let more = try pass.step(database)
      return (pass, more)
    }
    pass = after
    // The file shrinks when the log is copied into it.
    if !more {
      try await queue.writeWithoutTransaction { database in
        try takingTurn { try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
      }
    }
    return more
  }
}
