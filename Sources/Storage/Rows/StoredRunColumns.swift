import GRDB
import Samples

/// The columns of `runs` that make a `StoredRun`.
struct StoredRunColumns {
  static let sql = """
    mix, strategy, runtime, kind, outcome, id, reason, started_ms, ended_ms, duration_seconds, ideal_seconds, items_ok, items_failed,
    items_timeout, items_dropped, retries, queue_peak, cpu_user_seconds, cpu_system_seconds, cpu_step_seconds, cores, io_wait_seconds, memory_peak_bytes,
    event_loop_latency_p99_seconds, event_loop_latency_max_seconds, own_steps, \(SurroundingsColumns.sql),
    (SELECT parameters FROM run_parameters WHERE run_parameters.id = parameters_id) AS parameters
    """

  private var names: RunNames
  private let id, reason, started, ended, seconds, ideal, ok, failed, timeout, dropped, retries, queuePeak: StoredColumn
  private let surroundings: SurroundingsColumns
  private let parameters, ownSteps: StoredColumn
  private let cpuUser, cpuSystem, cpuSteps, cores, ioWait, memoryPeak, latencyP99, latencyMax: StoredColumn

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
    cpuSteps = try columns("cpu_step_seconds")
    cores = try columns("cores")
    ioWait = try columns("io_wait_seconds")
    memoryPeak = try columns("memory_peak_bytes")
    latencyP99 = try columns("event_loop_latency_p99_seconds")
    latencyMax = try columns("event_loop_latency_max_seconds")
    surroundings = try SurroundingsColumns(columns)
    ownSteps = try columns("own_steps")
    parameters = try columns("parameters", as: "parameters_id")
  }

  /// Where the run stands in the order of the runs' ends.
  func position(_ row: Row) throws -> RunPosition {
    RunPosition(ended: try ended.timestamp(row).milliseconds, id: try id.value(row))
  }

  /// - Throws: `DamagedValue`; also if a word is none that this calcmon knows.
  mutating func run(_ row: Row) throws -> StoredRun {
    let name = try names.name(row)
    let surroundings = try surroundings.value(row)
    var run = StoredRun(
      id: try id.value(row), identity: name.identity, kind: name.kind, outcome: name.outcome, reason: try reason.optional(row),
      startedAt: try started.timestamp(row), endedAt: try ended.timestamp(row), figures: try figures(row, name.outcome))
    run.account = surroundings.account
    run.host = surroundings.host
    run.bottleneck = surroundings.bottleneck
    run.parameters = try parameters.optionalJSON(row)
    run.ownSteps = try account(row)
    return run
  }

  private func account(_ row: Row) throws -> OwnStepAccount? {
    guard let account: OwnStepAccount = try ownSteps.optionalJSON(row) else { return nil }
    guard account.isPossible else { throw ownSteps.damage(row) }
    return account
  }

  /// `nil` if the run did not complete. Runs of the first schema count neither timeouts, nor drops, nor retries.
  private func figures(_ row: Row, _ outcome: RunOutcome) throws -> StoredRun.Figures? {
    if outcome != .completed, try seconds.optionalSeconds(row) == nil { return nil }
    var figures = StoredRun.Figures(
      seconds: try seconds.seconds(row), idealSeconds: try ideal.optionalSeconds(row), itemsOk: try ok.count(row),
      itemsFailed: try failed.count(row), itemsTimeout: try timeout.optionalCount(row) ?? 0,
      itemsDropped: try dropped.optionalCount(row) ?? 0, retries: try retries.optionalCount(row) ?? 0,
      queuePeak: try queuePeak.count(row), cpuUserSeconds: try cpuUser.seconds(row), cpuSystemSeconds: try cpuSystem.seconds(row),
      cores: try cores.positive(row, atMost: EvidenceColumns.mostCores), ioWaitSeconds: try ioWait.seconds(row),
      memoryPeakBytes: try memoryPeak.optionalAmount(row), latencyP99Seconds: try latencyP99.optionalSeconds(row),
      latencyMaxSeconds: try latencyMax.optionalSeconds(row))
    figures.cpuStepSeconds = try cpuSteps.optionalSeconds(row)
    return figures
  }
}
