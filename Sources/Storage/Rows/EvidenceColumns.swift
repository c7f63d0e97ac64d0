import GRDB
import Samples
import Thresholds

/// The columns of `runs` and `trends` that make what a run has shown.
struct EvidenceColumns {
  private let id, started, ended, wall, cpuUser, cpuSystem, cores, ioWait, cpuSamples, ioWaitSamples, queuePeak,
    memoryPeak: StoredColumn
  private let ideal, arrivals, latencyP99, latencyMax, reason, ok, failed, timeout, dropped: StoredColumn
  private let queue: TrendColumns
  private let memory: TrendColumns
  private let surroundings: SurroundingsColumns

  /// More than a run can have. Their sums fit.
  private static let itemCounts = 0...(1 << 40)

  /// In the order of the runs' ends.
  static func sql(_ filter: HistoryFilter) -> String {
    sql(columns: "", joins: "", rest: "WHERE \(filter.runs) ORDER BY ended_ms, runs.id")
  }

  /// As `sql`, with the latency, from `:ended` and `:id` on, at most `:limit`: of the runs on which an agent alerts, which are its own.
  static func sqlWithLatency(_ filter: HistoryFilter) -> String {
    let distribution = RunDistribution.eventLoopLatency.rawValue
    return sql(
      columns: ", counts",
      joins: "LEFT JOIN histograms ON histograms.run_id = runs.id AND histograms.distribution = '\(distribution)'",
      rest: """
        WHERE \(filter.runs) AND (ended_ms, runs.id) > (:ended, :id) AND agent_id NOT IN (SELECT id FROM agents WHERE command = 'run')
        ORDER BY ended_ms, runs.id LIMIT :limit
        """)
  }

  /// Of one run, by its number.
  static let sqlOfRun = sql(columns: "", joins: "", rest: "WHERE runs.id = ?")

  private static func sql(columns: String, joins: String, rest: String) -> String {
    """
    SELECT mix, strategy, runtime, kind, outcome, runs.id, started_ms, ended_ms, duration_seconds, cpu_user_seconds, cpu_system_seconds, cores,
      io_wait_seconds, cpu_samples, io_wait_samples, queue_peak, memory_peak_bytes, ideal_seconds, arrival_seconds, event_loop_latency_p99_seconds,
      event_loop_latency_max_seconds, reason, items_ok, items_failed, items_timeout, items_dropped,
      \(SurroundingsColumns.sql),
      \(TrendColumns.sql("queue")), \(TrendColumns.sql("memory"))\(columns)
    FROM runs
    LEFT JOIN trends AS queue ON queue.run_id = runs.id AND queue.quantity = 'queue_depth'
    LEFT JOIN trends AS memory ON memory.run_id = runs.id AND memory.quantity = 'memory_bytes'
    \(joins)
    \(rest)
    """
  }

  init(_ columns: ColumnMap) throws {
    id = try columns("id")
    started = try columns("started_ms")
    ended = try columns("ended_ms")
    wall = try columns("duration_seconds")
    cpuUser = try columns("cpu_user_seconds")
    cpuSystem = try columns("cpu_system_seconds")
    cores = try columns("cores")
    ioWait = try columns("io_wait_seconds")
    cpuSamples = try columns("cpu_samples")
    ioWaitSamples = try columns("io_wait_samples")
    queuePeak = try columns("queue_peak")
    memoryPeak = try columns("memory_peak_bytes")
    ideal = try columns("ideal_seconds")
    arrivals = try columns("arrival_seconds")
    latencyP99 = try columns("event_loop_latency_p99_seconds")
    latencyMax = try columns("event_loop_latency_max_seconds")
    reason = try columns("reason")
    ok = try columns("items_ok")
    failed = try columns("items_failed")
    timeout = try columns("items_timeout")
    dropped = try columns("items_dropped")
    queue = try TrendColumns(columns, "queue")
    memory = try TrendColumns(columns, "memory")
    surroundings = try SurroundingsColumns(columns)
  }

  /// Where the run stands in the order of the runs' ends.
  func position(_ row: Row) throws -> RunPosition {
    RunPosition(ended: try ended.timestamp(row).milliseconds, id: try id.value(row))
  }

  /// By what the run is called, whatever else of it is damaged.
  func id(_ row: Row) throws -> Int64 { try id.value(row) }
  /// One line for a person, where the run did not complete.
  func reason(_ row: Row) throws -> String? { try reason.optional(row) }

  /// Runs of the first schema count neither timeouts nor drops.
  private func items(_ row: Row) throws -> ItemCounts {
    func count(_ column: StoredColumn) throws -> Int {
      let count: Int = try column.optional(row) ?? 0
      guard Self.itemCounts.contains(count) else { throw column.damage(row) }
      return count
    }
    return ItemCounts(ok: try count(ok), failed: try count(failed), timedOut: try count(timeout), dropped: try count(dropped))
  }

  /// `nil` if the run did not complete.
  func run(_ row: Row, _ outcome: RunOutcome) throws -> EvidenceRow? {
    _ = try started.timestamp(row)
    if outcome != .completed, try wall.optionalSeconds(row) == nil { return nil }
    return EvidenceRow(
      position: try position(row), wall: try wall.seconds(row), cpu: try cpuUser.seconds(row) + cpuSystem.seconds(row),
      cores: try cores.positive(row, atMost: EvidenceColumns.mostCores), waited: try ioWait.seconds(row),
      cpuSamples: try cpuSamples.count(row), ioWaitSamples: try ioWaitSamples.count(row),
      queuePeak: try queuePeak.optionalAmount(row), memoryPeak: try memoryPeak.optionalAmount(row),
      ideal: try ideal.optionalSeconds(row), arrivals: try arrivals.optionalSeconds(row),
      latencyP99: try latencyP99.optionalSeconds(row),
      latencyMax: try latencyMax.optionalSeconds(row), queue: try queue.summary(row), memory: try memory.summary(row),
      items: try items(row), surroundings: try surroundings.value(row))
  }

  /// No host has more.
  static let mostCores = 1e6
}
