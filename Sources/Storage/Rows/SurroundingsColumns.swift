import GRDB
import Samples

/// The columns of `runs` that tell where the time of a run's threads went, what the host did meanwhile, what was in the way, and when its loop
/// was late.
struct SurroundingsColumns {
  /// What they make.
  struct Value {
    let account: RunAccount?
    let host: HostUse?
    let bottleneck: Bottleneck?
    let late: LateIntervals?
  }

  static let names =
    [
      "cpu_ran_seconds", "cpu_waited_seconds", "cpu_throttled_seconds", "cpu_stolen_seconds", "cpu_blocked_seconds",
      "host_seconds",
      "host_capacity_seconds", "others_seconds", "cpu_pressure_seconds", "memory_pressure_seconds", "io_pressure_seconds",
      "consumers", "hidden_consumers", "bottleneck", "agent_seconds", LateIntervalsColumn.name,
    ] + DiskColumns.names
  static let sql = names.joined(separator: ", ")

  private let ran, waited, throttled, stolen, blocked, seconds, capacity, others, cpu, memory, io: StoredColumn
  private let consumers, hidden, bottleneck, agent: StoredColumn
  private let late: LateIntervalsColumn
  private let disk: DiskColumns

  init(_ columns: ColumnMap) throws {
    ran = try columns("cpu_ran_seconds")
    waited = try columns("cpu_waited_seconds")
    throttled = try columns("cpu_throttled_seconds")
    stolen = try columns("cpu_stolen_seconds")
    blocked = try columns("cpu_blocked_seconds")
    seconds = try columns("host_seconds")
    capacity = try columns("host_capacity_seconds")
    others = try columns("others_seconds")
    cpu = try columns("cpu_pressure_seconds")
    memory = try columns("memory_pressure_seconds")
    io = try columns("io_pressure_seconds")
    consumers = try columns("consumers")
    hidden = try columns("hidden_consumers")
    bottleneck = try columns("bottleneck")
    agent = try columns("agent_seconds")
    disk = try DiskColumns(columns)
    late = try LateIntervalsColumn(columns)
  }

  /// In the order of `names`.
  static func arguments(_ record: RunRecord) throws -> StatementArguments {
    let (account, host) = (record.account, record.host)
    let consumers = try host.map { try JSONColumn.text($0.consumers) }
    let values: StatementArguments = [
      account?.ranSeconds, account?.waitedSeconds, account?.throttledSeconds, account?.stolenSeconds, account?.blockedSeconds,
      host?.seconds,
      host?.capacitySeconds, host?.othersSeconds, host?.cpuPressureSeconds, host?.memoryPressureSeconds,
      host?.ioPressureSeconds, consumers, host?.hiddenReason?.rawValue, record.measurements?.bottleneck?.rawValue,
      host?.agentSeconds, try LateIntervalsColumn.text(record.late),
    ]
    return values + (try DiskColumns.arguments(host?.disk))
  }

  /// - Throws: `DamagedValue`.
  func value(_ row: Row) throws -> Value {
    Value(
      account: try account(row), host: try host(row),
      bottleneck: try bottleneck.word(row, Bottleneck.init(rawValue:)), late: try late.value(row))
  }

  private func account(_ row: Row) throws -> RunAccount? {
    guard let used = try ran.optionalSeconds(row) else { return nil }
    return RunAccount(
      ranSeconds: used, waitedSeconds: try waited.optionalSeconds(row), throttledSeconds: try throttled.optionalSeconds(row),
      stolenSeconds: try stolen.optionalSeconds(row), blockedSeconds: try blocked.optionalSeconds(row))
  }

  private func host(_ row: Row) throws -> HostUse? {
    guard let length = try seconds.optionalSeconds(row), let total = try capacity.optionalSeconds(row) else { return nil }
    guard total >= 0, total <= length * EvidenceColumns.mostCores else { throw capacity.damage(row) }
    return HostUse(
      seconds: length, capacitySeconds: total, othersSeconds: try others.optionalSeconds(row),
      agentSeconds: try agent.optionalSeconds(row),
      cpuPressureSeconds: try cpu.optionalSeconds(row), memoryPressureSeconds: try memory.optionalSeconds(row),
      ioPressureSeconds: try io.optionalSeconds(row), consumers: try named(row),
      hiddenReason: try hidden.word(row, HiddenConsumers.init(rawValue:)), disk: try disk.value(row))
  }

  private func named(_ row: Row) throws -> [CPUConsumer] {
    guard let found: [CPUConsumer] = try consumers.optionalJSON(row) else { return [] }
    guard found.allSatisfy({ $0.seconds >= 0 && $0.seconds < 1e9 }) else { throw consumers.damage(row) }
    return Array(found.prefix(HostUse.consumerLimit))
  }
}
