import Alerting
import GRDB
import Samples

/// By what agents judged.
extension Database {
  /// Keeps a plan if another one was in force at its instant. Rows of later instants do not count: the clock was set back since.
  func insert(_ entry: JudgingEntry) throws {
    let text = try JSONColumn.text(JudgingJSON(entry.plan))
    try execute(
      sql: """
        INSERT INTO judging (since_ms, plan) SELECT :since, :plan
        WHERE (SELECT plan FROM judging WHERE since_ms <= :since ORDER BY since_ms DESC, id DESC LIMIT 1) IS NOT :plan
        """, arguments: ["since": entry.at.milliseconds, "plan": text])
  }

  /// The plan that was in force at an instant; `nil` if none is known by then.
  func judging(at instant: Timestamp, _ damages: DamageTally) throws -> JudgingEntry? {
    let (columns, rows) = try query(
      "SELECT id, since_ms, plan FROM judging WHERE since_ms <= ? ORDER BY since_ms DESC, id DESC LIMIT 1", of: "judging",
      key: "id", [instant.milliseconds])
    let (since, plan) = (try columns("since_ms"), try columns("plan"))
    return try rows.all(damages) { row in
      guard let json: JudgingJSON = try plan.optionalJSON(row), let found = try? json.plan() else { throw plan.damage(row) }
      return JudgingEntry(plan: found, at: try since.timestamp(row))
    }.first
  }

  /// On which host, and by which calcmon, a window was measured last; `nil` if that was not noted.
  func measuredOn(until: Timestamp, _ damages: DamageTally) throws -> (machine: HostMachine, version: String)? {
    let (columns, rows) = try query(
      """
      SELECT id, version, host, kernel, cpu, cores FROM agents WHERE host IS NOT NULL AND started_ms <= ?
      ORDER BY started_ms DESC, id DESC LIMIT 1
      """, of: "agents", key: "id", [until.milliseconds])
    let (version, host, kernel, cpu) = (try columns("version"), try columns("host"), try columns("kernel"), try columns("cpu"))
    let cores = try columns("cores")
    return try rows.all(damages) { row -> (machine: HostMachine, version: String) in
      let machine = HostMachine(
        name: try host.value(row), kernel: try kernel.value(row), cpu: try cpu.optional(row),
        cores: try cores.positive(row, atMost: EvidenceColumns.mostCores))
      return (machine, try version.value(row))
    }.first
  }
}
