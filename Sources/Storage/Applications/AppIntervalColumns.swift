import FoundationEssentials
import GRDB
import Samples

/// The columns of an application's intervals, of each of their tables.
struct AppIntervalColumns {
  private static let levels: [(name: String, path: any WritableKeyPath<AppInterval, AppLevel?> & Sendable)] = [
    ("memory", \.memoryBytes), ("tasks", \.tasks), ("backlog", \.executorBacklog), ("threads", \.executorThreads),
    ("ready", \.readyCallbacks),
  ]
  private static let first = [
    "started_ms", "ended_ms", "seconds", "life", "processes", "count", "p50_us", "p99_us", "max_us", "counts", "loop_seconds",
    "active_seconds", "startup_stalls", "cpu_user_seconds", "cpu_system_seconds", "collector_seconds", "io_wait_seconds",
  ]
  /// In the order of the arguments, without `app_id` and `at_ms`.
  static let names =
    first + AppStallSummaryColumns.names + levels.flatMap { AppLevelColumns.names($0.name) } + AccountColumns.names
    + HostColumns.names + BusiestShareColumns.names + QueueLevelsColumn.names + [NeighboursColumn.name]

  /// What reads them joins the stack of the longest stall.
  static func sql(_ table: AppTable, where condition: String) -> String {
    let columns = names.map { "\(table.name).\($0)" }.joined(separator: ", ")
    return """
      SELECT \(table.name).id AS id, name, \(columns), frame, stack FROM apps CROSS JOIN \(table.name) ON app_id = apps.id
      LEFT JOIN app_stacks ON app_stacks.id = longest_stack_id WHERE \(condition)
      """
  }

  private let app, started, ended, seconds, life, processes, counts, loop, active, startup, user, system, collector,
    ioWait: StoredColumn
  private let stalls: AppStallSummaryColumns
  private let levels: [(path: any WritableKeyPath<AppInterval, AppLevel?> & Sendable, columns: AppLevelColumns)]
  private let queues: QueueLevelsColumn
  private let account: AccountColumns
  private let host: HostColumns
  private let busiest: BusiestShareColumns
  private let neighbours: NeighboursColumn
  private let words: AppWords

  /// - Parameter words: of the database that the columns are of.
  init(_ columns: ColumnMap, _ words: AppWords) throws {
    self.words = words
    neighbours = try NeighboursColumn(columns)
    app = try columns("name", of: "apps")
    started = try columns("started_ms")
    ended = try columns("ended_ms")
    seconds = try columns("seconds")
    life = try columns("life")
    processes = try columns("processes")
    counts = try columns("counts")
    loop = try columns("loop_seconds")
    active = try columns("active_seconds")
    startup = try columns("startup_stalls")
    user = try columns("cpu_user_seconds")
    system = try columns("cpu_system_seconds")
    collector = try columns("collector_seconds")
    ioWait = try columns("io_wait_seconds")
    stalls = try AppStallSummaryColumns(columns)
    levels = try Self.levels.map { ($0.path, try AppLevelColumns(columns, $0.name)) }
    queues = try QueueLevelsColumn(columns)
    account = try AccountColumns(columns)
    host = try HostColumns(columns)
    busiest = try BusiestShareColumns(columns)
  }

  /// In the order of `names`.
  static func arguments(_ interval: AppInterval, longestStackID: Int64?, _ words: AppWords) throws -> StatementArguments {
    let first: StatementArguments = [
      interval.startedAt.milliseconds, interval.endedAt.milliseconds, interval.seconds, interval.life, interval.processes,
    ]
    let figures: StatementArguments = [
      interval.loopSeconds, interval.activeSeconds, interval.startupStalls, interval.cpuUserSeconds, interval.cpuSystemSeconds,
      interval.gcSeconds, interval.ioWaitSeconds,
    ]
    let own = first + StatementArguments(interval.latency.columns) + figures
    let stalls = try AppStallSummaryColumns.arguments(interval.stalls, longestStackID: longestStackID)
    let levels = levels.reduce(into: StatementArguments()) { $0 += AppLevelColumns.arguments(interval[keyPath: $1.path]) }
    let at = interval.endedAt.milliseconds
    let neighbours = try NeighboursColumn.bytes(interval.host?.consumers ?? [], words, at: at)
    let host = try HostColumns.arguments(interval.host, withConsumers: false)
    return try own + stalls + levels + AccountColumns.arguments(interval.account) + host
      + BusiestShareColumns.arguments(interval.busiest) + QueueLevelsColumn.arguments(interval.queues, words, at: at)
      + [neighbours]
  }

  /// - Throws: `DamagedValue`.
  func interval(_ row: Row) throws -> AppInterval {
    var interval = AppInterval(
      app: try app.value(row), startedAt: try started.timestamp(row), endedAt: try ended.timestamp(row),
      seconds: try seconds.seconds(row), life: try life.value(row), processes: try processes.count(row))
    interval.latency = try counts.histogram(row)
    interval.loopSeconds = try loop.optionalSeconds(row)
    interval.activeSeconds = try active.optionalSeconds(row)
    interval.stalls = try stalls.value(row)
    interval.startupStalls = try startup.count(row)
    interval.cpuUserSeconds = try user.seconds(row)
    interval.cpuSystemSeconds = try system.seconds(row)
    interval.gcSeconds = try collector.seconds(row)
    interval.ioWaitSeconds = try ioWait.optionalSeconds(row)
    for (path, columns) in levels { interval[keyPath: path] = try columns.value(row) }
    interval.queues = try queues.value(row, words)
    interval.account = try account.value(row)
    interval.host = try host.value(row)
    if let consumers = try neighbours.value(row, words) { interval.host?.consumers = consumers }
    interval.busiest = try busiest.value(row)
    return interval
  }
}
