import FoundationEssentials
import GRDB
package import Samples
import Telemetry
package import Thresholds
import Workloads

/// Which part of the history to read.
package struct HistoryFilter: Hashable, Sendable {
  /// Runs that ended from here …
  package let since: Timestamp
  /// … until here, both included.
  package let until: Timestamp
  /// Only runs of this mix; `nil`: of all.
  package let mix: String?
  /// Only runs with this strategy; `nil`: with any.
  package let strategy: Strategy?
  /// Only runs in this runtime; `nil`: in any.
  package let runtime: Runtime?

  /// All runs of a window, or some of them.
  package init(since: Timestamp, until: Timestamp, mix: String? = nil, strategy: Strategy? = nil, runtime: Runtime? = nil) {
    self.since = since
    self.until = until
    self.mix = mix
    self.strategy = strategy
    self.runtime = runtime
  }
}

/// What a mix, strategy and runtime has shown in a window.
package struct RunHistory: Sendable {
  /// What was run.
  package let identity: RunIdentity
  /// The kind at its newest run: it decides which targets are judged.
  package var kind: MixKind
  /// Runs by how they ended.
  package var outcomes: [RunOutcome: Int] = [:]
  /// Of the completed runs.
  package var evidence = Evidence()
  /// Of all runs.
  package var stalls = StallSummary()

  /// A history without runs yet.
  package init(identity: RunIdentity, kind: MixKind) {
    self.identity = identity
    self.kind = kind
  }
}

/// Reads a history, also beside the agent that writes it, without ever making it wait. Blocks the calling thread.
package struct HistoryReader: Sendable {
  private let queue: DatabaseQueue
  private let version: Int

  /// Opens the database for reading.
  ///
  /// - Throws: `StorageError`.
  package init(path: String) throws(StorageError) {
    switch try DatabaseFile.kind(of: path) {
    case .absent: throw .missing(path: path)
    case .otherDatabase: throw .foreign(path: path)
    case .otherFile: throw .notADatabase(path: path)
    case .empty, .calcmon: break
    }
    (queue, version) = try openingDatabase(path) {
      var configuration = Configuration()
      configuration.readonly = true
      configuration.busyMode = .timeout(5)
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      let version = try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
      guard version <= Schema.newest else {
        throw StorageError.newerSchema(path: path, found: version, known: Schema.newest)
      }
      return (queue, version)
    }
  }

  private var isEmpty: Bool { version == 0 }
  /// An agent brings the schema up to date; who only reads leaves it as it is.
  private var hasStalls: Bool { version >= 3 }

  /// The names of all mixes that were ever run.
  package func mixes() throws -> [String] {
    guard !isEmpty else { return [] }
    return try queue.read { try String.fetchAll($0, sql: "SELECT DISTINCT mix FROM runs ORDER BY mix") }
  }

  /// The newest calibrations, by runtime and kernel.
  package func calibrations() throws -> [CalibrationEntry] {
    isEmpty ? [] : try queue.read { try $0.calibrations() }
  }

  /// What each mix, strategy and runtime has shown, in order of their names.
  package func histories(_ filter: HistoryFilter) throws -> [RunHistory] {
    guard !isEmpty else { return [] }
    return try queue.read { database in
      var histories: [RunIdentity: RunHistory] = [:]
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT * FROM runs WHERE ended_ms BETWEEN ? AND ? AND mix = ifnull(?, mix) AND strategy = ifnull(?, strategy)
            AND runtime = ifnull(?, runtime) ORDER BY ended_ms, id
          """,
        arguments: [
          filter.since.milliseconds, filter.until.milliseconds, filter.mix, filter.strategy?.rawValue, filter.runtime?.rawValue,
        ])
      while let row = try rows.next() {
        guard let run = StoredRun(row) else { continue }
        var history = histories[run.identity] ?? RunHistory(identity: run.identity, kind: run.kind)
        history.kind = run.kind
        history.outcomes[run.outcome, default: 0] += 1
        if hasStalls { for stall in try database.stalls(ofRun: run.id) { history.stalls.add(stall) } }
        if let measured = run.measured {
          history.evidence.add(
            latency: try database.latency(ofRun: run.id),
            samples: try database.samples(ofRun: run.id, start: measured.workStarted),
            wallSeconds: measured.wallSeconds, cpuSeconds: measured.cpuSeconds, cores: measured.cores,
            ioWaitSeconds: measured.ioWaitSeconds, arrivalSeconds: measured.arrivalSeconds)
        }
        histories[run.identity] = history
      }
      return histories.values.sorted { $0.identity < $1.identity }
    }
  }
}

/// A row of `runs`, as far as it is judged.
private struct StoredRun {
  struct Measured {
    let workStarted: Timestamp
    let wallSeconds: Double
    let cpuSeconds: Double
    let cores: Double
    let ioWaitSeconds: Double
    let arrivalSeconds: Double?
  }

  let id: Int64
  let identity: RunIdentity
  let kind: MixKind
  let outcome: RunOutcome
  let measured: Measured?

  /// `nil` where it holds a word that this calcmon does not know.
  init?(_ row: Row) {
    guard let strategy = Strategy(rawValue: row["strategy"]), let runtime = Runtime(rawValue: row["runtime"]),
      let kind = MixKind(rawValue: row["kind"]), let outcome = RunOutcome(rawValue: row["outcome"])
    else { return nil }
    id = row["id"]
    identity = RunIdentity(mix: row["mix"], strategy: strategy, runtime: runtime)
    self.kind = kind
    self.outcome = outcome
    if outcome == .completed, let start: Int64 = row["work_started_ms"], let wall: Double = row["duration_seconds"],
      let user: Double = row["cpu_user_seconds"], let system: Double = row["cpu_system_seconds"],
      let cores: Double = row["cores"], let waited: Double = row["io_wait_seconds"]
    {
      measured = Measured(
        workStarted: Timestamp(milliseconds: start), wallSeconds: wall, cpuSeconds: user + system, cores: cores,
        ioWaitSeconds: waited, arrivalSeconds: row["arrival_seconds"])
    } else {
      measured = nil
    }
  }
}

extension Database {
  /// The newest of each runtime and kernel.
  func calibrations() throws -> [CalibrationEntry] {
    let rows = try Row.fetchAll(
      self,
      sql: "SELECT runtime, kernel, operations_per_second, max(time_ms) AS time_ms FROM calibrations GROUP BY runtime, kernel")
    return rows.compactMap { row in
      guard let runtime = Runtime(rawValue: row["runtime"]), let kernel = Kernel(rawValue: row["kernel"]) else { return nil }
      return CalibrationEntry(
        runtime: runtime, kernel: kernel, operationsPerSecond: row["operations_per_second"],
        at: Timestamp(milliseconds: row["time_ms"]))
    }
  }

  fileprivate func latency(ofRun id: Int64) throws -> LatencyHistogram {
    let distribution = TelemetryMessage.Distribution.eventLoopLatency.rawValue
    let text = try String.fetchOne(
      cachedStatement(sql: "SELECT buckets FROM histograms WHERE run_id = ? AND distribution = ?"),
      arguments: [id, distribution])
    return text.flatMap(LatencyHistogram.init(bucketsText:)) ?? LatencyHistogram()
  }

  fileprivate func stalls(ofRun id: Int64) throws -> [Stall] {
    let rows = try Row.fetchAll(
      cachedStatement(sql: "SELECT * FROM stalls WHERE run_id = ? ORDER BY number"), arguments: [id])
    return rows.map { row in
      let started = row["started_ms"] as Int64 * 1_000_000
      let stack: String? = row["stack"]
      return Stall(
        startedNanoseconds: started, endedNanoseconds: started + Int64(row["seconds"] as Double * 1e9),
        budget: StallBudget(
          StallCause.allCases.reduce(into: [:]) { $0[$1] = row["\($1.rawValue)_seconds"] as Double }),
        waitChannel: row["wait_channel"],
        stack: stack.flatMap { try? JSONDecoder().decode([String].self, from: Data($0.utf8)) } ?? [],
        wasStopped: row["stopped"], controlLateSeconds: row["control_late"])
    }
  }

  fileprivate func samples(ofRun id: Int64, start: Timestamp) throws -> [Sample] {
    let rows = try Row.fetchAll(
      cachedStatement(
        sql: """
          SELECT series.quantity, points.time_ms, points.value FROM runs
          JOIN series ON series.mix = runs.mix AND series.strategy = runs.strategy AND series.runtime = runs.runtime
          JOIN points ON points.series_id = series.id AND points.run_id = runs.id
            AND points.time_ms BETWEEN runs.work_started_ms AND runs.work_started_ms + runs.duration_seconds * 1000 + 60000
          WHERE runs.id = ? ORDER BY points.time_ms
          """), arguments: [id])
    return rows.compactMap { row in
      guard let quantity = Quantity(rawValue: row["quantity"]) else { return nil }
      let time: Int64 = row["time_ms"]
      return Sample(quantity, elapsed: Double(time - start.milliseconds) / 1000, value: row["value"])
    }
  }
}
