import Samples
import Storage

/// The columns of each kind of rows: the one place from which CSV and JSON lines have them. Names and order are a contract.
///
/// Instants stand twice: as ISO 8601 in UTC with milliseconds, and as milliseconds since 1970 (`…_ms`). Seconds, bytes, ratios.
enum ExportColumns {
  /// As the view `samples` of the database has them.
  static let samples: [ExportColumn<StoredSample>] =
    instant("time") { $0.at } + [ExportColumn("quantity") { .text($0.quantity.rawValue) }] + identity { $0.identity } + [
      ExportColumn("value") { .number($0.value) },
      ExportColumn("run_id") { .integer($0.runID) },
    ]

  /// Figures are absent where the run did not complete.
  static let runs: [ExportColumn<StoredRun>] =
    [ExportColumn("run_id") { .integer($0.id) }] + identity { $0.identity } + [
      ExportColumn("kind") { .text($0.kind.rawValue) },
      ExportColumn("outcome") { .text($0.outcome.rawValue) },
      ExportColumn("reason") { .text($0.reason) },
    ] + instant("started") { $0.startedAt } + instant("ended") { $0.endedAt } + [
      ExportColumn("duration_seconds") { .number($0.figures?.seconds) },
      ExportColumn("ideal_seconds") { .number($0.figures?.idealSeconds) },
      ExportColumn("items_ok") { .integer($0.figures?.itemsOk) },
      ExportColumn("items_failed") { .integer($0.figures?.itemsFailed) },
      ExportColumn("items_timeout") { .integer($0.figures?.itemsTimeout) },
      ExportColumn("items_dropped") { .integer($0.figures?.itemsDropped) },
      ExportColumn("retries") { .integer($0.figures?.retries) },
      ExportColumn("queue_peak") { .integer($0.figures?.queuePeak) },
      ExportColumn("cpu_user_seconds") { .number($0.figures?.cpuUserSeconds) },
      ExportColumn("cpu_system_seconds") { .number($0.figures?.cpuSystemSeconds) },
      ExportColumn("cores") { .number($0.figures?.cores) },
      ExportColumn("io_wait_seconds") { .number($0.figures?.ioWaitSeconds) },
      ExportColumn("memory_peak_bytes") { .number($0.figures?.memoryPeakBytes) },
      ExportColumn("event_loop_latency_p99_seconds") { .number($0.figures?.latencyP99Seconds) },
      ExportColumn("event_loop_latency_max_seconds") { .number($0.figures?.latencyMaxSeconds) },
    ]

  /// The causes sum to `seconds`.
  static let stalls: [ExportColumn<StoredStall>] =
    [ExportColumn("run_id") { .integer($0.runID) }] + identity { $0.identity } + instant("started") { $0.startedAt }
    + [ExportColumn("seconds") { .number($0.stall.seconds) }]
    + StallCause.allCases.map { cause in ExportColumn("\(cause.rawValue)_seconds") { .number($0.stall.budget[cause]) } } + [
      ExportColumn("host_caused") { .flag($0.stall.isHostCaused) },
      ExportColumn("stopped") { .flag($0.stall.wasStopped) },
      ExportColumn("control_late_seconds") { .number($0.stall.controlLateSeconds) },
      ExportColumn("wait_channel") { .text($0.stall.waitChannel) },
      ExportColumn("stack") { .list($0.stall.stack) },
    ]

  static let verdicts: [ExportColumn<StoredVerdict>] =
    instant("time") { $0.at } + identity { $0.identity } + [
      ExportColumn("target") { .text($0.target) },
      ExportColumn("value") { .number($0.value) },
      ExportColumn("lower") { .number($0.lower) },
      ExportColumn("upper") { .number($0.upper) },
      ExportColumn("verdict") { .text($0.verdict) },
      ExportColumn("samples") { .integer($0.samples) },
    ]

  /// The time is the begin of the minute or the hour.
  static let rollups: [ExportColumn<StoredRollup>] =
    instant("time") { $0.start } + [ExportColumn("quantity") { .text($0.quantity.rawValue) }] + identity { $0.identity } + [
      ExportColumn("count") { .integer($0.count) },
      ExportColumn("min") { .number($0.min) },
      ExportColumn("max") { .number($0.max) },
      ExportColumn("sum") { .number($0.sum) },
      ExportColumn("mean") { .number($0.count > 0 ? $0.sum / Double($0.count) : nil) },
      ExportColumn("last") { .number($0.last) },
    ]

  private static func identity<Row>(_ identity: @escaping @Sendable (Row) -> RunIdentity) -> [ExportColumn<Row>] {
    [
      ExportColumn("mix") { .text(identity($0).mix) },
      ExportColumn("strategy") { .text(identity($0).strategy.rawValue) },
      ExportColumn("runtime") { .text(identity($0).runtime.rawValue) },
    ]
  }

  static func instant<Row>(_ name: String, _ at: @escaping @Sendable (Row) -> Timestamp) -> [ExportColumn<Row>] {
    [ExportColumn(name) { .instant(at($0)) }, ExportColumn("\(name)_ms") { .integer(at($0).milliseconds) }]
  }
}
