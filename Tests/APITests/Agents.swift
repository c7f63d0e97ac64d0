import Alerting
import CalcmonTesting
import Runs
import Samples
import Snapshots
import Storage
import Thresholds

/// Agents for tests, with figures that can be told.
enum Agents {
  static let now = Timestamp(milliseconds: 1_700_000_100_000)
  static let mixed = RunIdentity(mix: "mixed", strategy: .hybrid, runtime: .swift)
  static let cpu = RunIdentity(mix: "cpu-bound", strategy: .async, runtime: .asyncio)

  /// One of everything.
  static var busy: AgentSnapshot {
    AgentSnapshot(
      at: now, startedAt: now.advanced(bySeconds: -90), version: "0.1.0 (revision 0123456789ab)",
      externalURL: "http://127.0.0.1:9873",
      canaries: [
        .init(identity: mixed, kind: .mixed, everySeconds: 300, alerts: true, judgements: judgements(milliseconds: 250)),
        .init(identity: cpu, kind: .cpu, everySeconds: 600, alerts: false, judgements: [], failures: Failures([stalled])),
      ], missing: [RunIdentity(mix: "shop", strategy: .hybrid, runtime: .asyncio)], alerts: alerts,
      rules: [rule(.eventLoopLatencyHigh), rule(.runFailing), rule(.memoryGrowing)],
      running: .init(
        identity: cpu, startedAt: now.advanced(bySeconds: -4), expectedSeconds: 5.5, queueDepth: 12, itemsDone: 88, items: 100),
      newestRuns: [RunDetail(stalled, id: 12), RunDetail(completed, id: 11)],
      cost: .init(
        uptimeSeconds: 90, cpuSeconds: 1.25, residentBytes: 20_971_520, runCPUSeconds: 4.5, runCPUBudget: 0.05, cores: 2,
        runCores: 1, runsAnHour: 24,
        databaseBytes: 1_048_576), notes: ["There is no python3 of 3.11 or newer: nothing runs in asyncio."])
  }

  /// Nothing has happened yet, and what can be unknown is.
  static var idle: AgentSnapshot {
    AgentSnapshot(
      at: now, startedAt: now, version: "0.1.0", externalURL: "http://127.0.0.1:9873", canaries: [],
      cost: .init(uptimeSeconds: .nan))
  }

  static var completed: RunRecord {
    var record = Records.completed(mixed, at: now.advanced(bySeconds: -80), stalls: [stall])
    record = RunRecord(
      identity: record.identity, kind: record.kind, io: record.io, version: "calcmon 0.1.0", outcome: record.outcome, reason: nil,
      startedAt: record.startedAt, workStartedAt: record.workStartedAt, endedAt: record.endedAt, costSeconds: 3.3,
      samples: Array(record.samples.prefix(10)), lastProgress: nil, stalls: record.stalls, workStartedNanoseconds: 0,
      measurements: record.measurements)
    return record
  }

  static var stalled: RunRecord {
    Records.stalled([stall], workStartedNanoseconds: 0, identity: cpu, at: now.advanced(bySeconds: -40))
  }

  private static let stall = Stall(
    startedNanoseconds: 500_000_000, endedNanoseconds: 750_000_000, budget: StallBudget([.callback: 0.2, .steal: 0.05]),
    noticedNanoseconds: 600_000_000, stack: ["checkout.py:42:price", "main.py:7:run"])

  static func judgements(milliseconds: UInt64) -> [Judgement] {
    let record = Records.completed(mixed, latency: Records.latency(milliseconds: milliseconds, count: 200))
    let evidence = Evidence([RunEvidence(record)].compactMap { $0 })
    return Target.standard(for: .mixed).map { TargetEvaluator.judge($0, by: evidence) }
  }

  static func rule(_ name: AlertName) -> AlertRule {
    var rule = AlertRule.standard.first { $0.name == name } ?? AlertRule(name, hold: 60)
    rule.annotations = ["summary": "{{ $labels.mix }}: {{ $value }}"]
    if name == .eventLoopLatencyHigh { rule.labels = ["team": "checkout"] }
    return rule
  }

  static func alert(
    _ name: AlertName, _ state: AlertState, value: Double?, keepSince: Timestamp? = nil, resolvedAt: Timestamp? = nil
  ) -> Alert {
    Alert(
      subject: AlertSubject(name, mixed), labels: mixed.labels.with("alertname", name.rawValue).with("severity", "warning"),
      annotations: ["summary": "mixed: late", "runbook_url": "http://127.0.0.1:9873/runbooks/\(name.rawValue)"], state: state,
      value: value, activeAt: now.advanced(bySeconds: -70), firedAt: state == .pending ? nil : now.advanced(bySeconds: -10),
      resolvedAt: resolvedAt, keepSince: keepSince)
  }

  private static var alerts: [AgentSnapshot.ActiveAlert] {
    [
      .init(
        alert: alert(.eventLoopLatencyHigh, .firing, value: 0.143, keepSince: now.advanced(bySeconds: -5.5)), isMuted: false),
      .init(alert: alert(.runFailing, .pending, value: nil), isMuted: true),
      .init(alert: alert(.queueGrowing, .inactive, value: 3, resolvedAt: now.advanced(bySeconds: -1)), isMuted: false),
    ]
  }
}
