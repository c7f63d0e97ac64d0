import GRDB
import Samples

/// The columns of `runs` that make a `StoredRun`.
struct StoredRunColumns {
  static let sql = """
    mix, strategy, runtime, kind, outcome, id, reason, started_ms, ended_ms, duration_seconds, ideal_seconds, items_ok, items_failed,
    items_timeout, items_dropped, retries, queue_peak, cpu_user_seconds, cpu_system_seconds, cores, io_wait_seconds, memory_peak_bytes,
    event_loop_latency_p99_seconds, event_loop_latency_max_seconds
    """

  private var names: RunNames
  private let id, reason, started, ended, seconds, ideal, ok, failed, timeout, dropped, retries, queuePeak: StoredColumn
  private let cpuUser, cpuSystem, cores, ioWait, memoryPeak, latencyP99, latencyMax: StoredColumn

  init(_ columns: ColumnMap) throws {
    names = try RunNames(columns)
    id = try columns("id")
    reason = try columns("reason")
    started = try columns("started_ms")
    ended = try columns("ended_ms")
    seconds = try columns("duration_seconds")
    ideal = try columns("ideal_seconds")
    ok = try columns("items_ok")
    failed = try columns("items_failed")
    timeout = try columns("items_timeout")
    dropped = try columns("items_dropped")
    retries = try columns("retries")
    queuePeak = try columns("queue_peak")
    cpuUser = try columns("cpu_user_seconds")
    cpuSystem = try columns("cpu_system_seconds")
    cores = try columns("cores")
    ioWait = try columns("io_wait_seconds")
    memoryPeak = try columns("memory_peak_bytes")
    latencyP99 = try columns("event_loop_latency_p99_seconds")
    latencyMax = try columns("event_loop_latency_max_seconds")
  }

  /// Where the run stands in the order of the runs' ends.
  func position(_ row: Row) throws -> RunPosition {
    RunPosition(ended: try ended.timestamp(row).milliseconds, id: try id.value(row))
  }

  /// `nil` if it holds a word that this calcmon does not know.
  mutating func run(_ row: Row) throws -> StoredRun? {
    guard let name = try names.name(row) else { return nil }
    return StoredRun(
      id: try id.value(row), identity: name.identity, kind: name.kind, outcome: name.outcome, reason: try reason.optional(row),
      startedAt: try started.timestamp(row), endedAt: try ended.timestamp(row), figures: try figures(row))
  }

  /// `nil` if the run did not complete. Runs of the first schema count neither timeouts, nor drops, nor retries.
  private func figures(_ row: Row) throws -> StoredRun.Figures? {
    guard let seconds: Double = try seconds.optional(row), let ok: Int = try ok.optional(row),
      let failed: Int = try failed.optional(row), let peak: Int = try queuePeak.optional(row),
      let user: Double = try cpuUser.optional(row), let system: Double = try cpuSystem.optional(row),
      let cores: Double = try cores.optional(row), let waited: Double = try ioWait.optional(row)
    else { return nil }
    return StoredRun.Figures(
      seconds: seconds, idealSeconds: try ideal.optional(row), itemsOk: ok, itemsFailed: failed,
      itemsTimeout: try timeout.optional(row) ?? 0, itemsDropped: try dropped.optional(row) ?? 0,
      retries: try retries.optional(row) ?? 0, queuePeak: peak, cpuUserSeconds: user, cpuSystemSeconds: system, cores: cores,
      ioWaitSeconds: waited, memoryPeakBytes: try memoryPeak.optional(row), latencyP99Seconds: try latencyP99.optional(row),
      latencyMaxSeconds: try latencyMax.optional(row))
  }
}
