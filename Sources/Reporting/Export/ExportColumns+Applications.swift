import Samples

/// The columns of the tables of applications. Names and order are a contract.
extension ExportColumns {
  /// Levels are those at the end of the interval, but for `…_mean` and `…_max`.
  static let appIntervals: [ExportColumn<AppInterval>] = [appTime, appLoop, appStallCauses, appLevels].flatMap { $0 }

  private static let appTime: [ExportColumn<AppInterval>] =
    [ExportColumn("app") { .text($0.app) }] + instant("started") { $0.startedAt } + instant("ended") { $0.endedAt }

  private static let appLoop: [ExportColumn<AppInterval>] = [
    ExportColumn("seconds") { .number($0.seconds) },
    ExportColumn("life") { .integer($0.life) },
    ExportColumn("processes") { .integer($0.processes) },
    ExportColumn("event_loop_latency_p50_seconds") { .number($0.latency.quantile(0.5)) },
    ExportColumn("event_loop_latency_p99_seconds") { .number($0.latency.quantile(0.99)) },
    ExportColumn("event_loop_latency_max_seconds") { .number($0.latency.maxSeconds) },
    ExportColumn("busy_ratio") { .number($0.busyRatio) },
    ExportColumn("busiest_ratio") { .number($0.busiest?.mean) },
    ExportColumn("stalls") { .integer($0.stalls.count) },
    ExportColumn("startup_stalls") { .integer($0.startupStalls) },
  ]

  private static let appStallCauses: [ExportColumn<AppInterval>] = StallCause.allCases.map { cause in
    ExportColumn("\(cause.rawValue)_seconds") { .number($0.stalls.budget[cause]) }
  }

  private static let appLevels: [ExportColumn<AppInterval>] = [
    ExportColumn("cpu_user_seconds") { .number($0.cpuUserSeconds) },
    ExportColumn("cpu_system_seconds") { .number($0.cpuSystemSeconds) },
    ExportColumn("collector_seconds") { .number($0.gcSeconds) },
    ExportColumn("io_wait_seconds") { .number($0.ioWaitSeconds) },
    ExportColumn("memory_bytes") { .number($0.memoryBytes?.last) },
    ExportColumn("memory_max_bytes") { .number($0.memoryBytes?.max) },
    ExportColumn("tasks") { .number($0.tasks?.last) },
    ExportColumn("tasks_mean") { .number($0.tasks?.mean) },
    ExportColumn("executor_backlog_max") { .number($0.executorBacklog?.max) },
    ExportColumn("queue_depth_max") { .number($0.queues.map(\.depth.max).max()) },
  ]

  /// The causes sum to `seconds`.
  static let appStalls: [ExportColumn<AppStallEntry>] =
    [ExportColumn("app") { .text($0.app) }] + instant("ended") { $0.endedAt } + [
      ExportColumn("pid") { .integer($0.pid) },
      ExportColumn("seconds") { .number($0.stall.stall.seconds) },
    ]
    + StallCause.allCases.map { cause in
      ExportColumn("\(cause.rawValue)_seconds") { .number($0.stall.stall.budget[cause]) }
    } + [
      ExportColumn("startup") { .flag($0.stall.isStartup) },
      ExportColumn("overload") { .flag($0.stall.isOverload) },
      ExportColumn("host_caused") { .flag($0.stall.stall.isHostCaused) },
      ExportColumn("stopped") { .flag($0.stall.stall.wasStopped) },
      ExportColumn("frame") { .text($0.stall.frame) },
      ExportColumn("task") { .text($0.stall.task) },
      ExportColumn("holder_thread") { .text($0.stall.holder?.thread) },
      ExportColumn("holder_frame") { .text($0.stall.holder?.frame) },
      ExportColumn("wait_channel") { .text($0.stall.stall.waitChannel) },
      ExportColumn("stack") { .list($0.stall.stall.stack) },
    ]

  static let appEvents: [ExportColumn<AppOccurrence>] =
    [ExportColumn("app") { .text($0.app) }] + instant("time") { $0.at } + [
      ExportColumn("kind") { .text($0.kind.rawValue) },
      ExportColumn("pid") { .integer($0.pid) },
      ExportColumn("version") { .text($0.version) },
      ExportColumn("stood_seconds") { .number($0.stoodSeconds) },
      ExportColumn("frame") { .text($0.frame) },
      ExportColumn("stack") { .list($0.stack) },
    ]
}
