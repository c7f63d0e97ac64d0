import GRDB
import Samples

/// The columns that tell what the host did meanwhile, of `runs` and of the intervals of applications.
struct HostColumns {
  static let names =
    [
      "host_seconds", "host_capacity_seconds", "others_seconds", "cpu_pressure_seconds", "memory_pressure_seconds",
      "io_pressure_seconds", "consumers", "hidden_consumers", "agent_seconds",
    ] + DiskColumns.names

  private let seconds, capacity, others, cpu, memory, io, consumers, hidden, agent: StoredColumn
  private let disk: DiskColumns

  init(_ columns: ColumnMap) throws {
    seconds = try columns("host_seconds")
    capacity = try columns("host_capacity_seconds")
    others = try columns("others_seconds")
    cpu = try columns("cpu_pressure_seconds")
    memory = try columns("memory_pressure_seconds")
    io = try columns("io_pressure_seconds")
    consumers = try columns("consumers")
    hidden = try columns("hidden_consumers")
    agent = try columns("agent_seconds")
    disk = try DiskColumns(columns)
  }

  /// In the order of `names`.
  ///
  /// - Parameter withConsumers: those who used most; else they stand elsewhere.
  static func arguments(_ host: HostUse?, withConsumers: Bool = true) throws -> StatementArguments {
    let consumers = withConsumers ? try host.map { try JSONColumn.text($0.consumers) } : nil
    let values: StatementArguments = [
      host?.seconds, host?.capacitySeconds, host?.othersSeconds, host?.cpuPressureSeconds, host?.memoryPressureSeconds,
      host?.ioPressureSeconds, consumers, host?.hiddenReason?.rawValue, host?.agentSeconds,
    ]
    return values + (try DiskColumns.arguments(host?.disk))
  }

  /// - Throws: `DamagedValue`.
  func value(_ row: Row) throws -> HostUse? {
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
