import Alerting
import Rendering
import Samples
import Snapshots
import Storage
import Thresholds

/// Hosts in several states, with figures that are the same every time.
enum PageFixtures {
  static let at = Timestamp(milliseconds: 1_795_816_805_000)
  static let started = at.advanced(bySeconds: -273_600)

  /// All targets are met; a run is under way.
  static var healthy: AgentSnapshot {
    var host = snapshot(Fleet.standard.map { canary($0) })
    host.running = .init(
      identity: Fleet.standard[4].identity, startedAt: at.advanced(bySeconds: -1.3), expectedSeconds: 2.1, queueDepth: 34,
      itemsDone: 620, items: 1000)
    host.newestRuns = newestRuns(Fleet.standard)
    return host
  }

  /// Two targets are breached, one is unknown; alerts in each state, one of them silenced.
  static var sick: AgentSnapshot {
    let canaries = Fleet.standard.map { entry in
      canary(
        entry, latency: entry.isSlow ? 143_000 : 3000, queueRise: entry.isSlow ? 40 : -40,
        isJudged: entry.identity.mix != "realtime")
    }
    var host = snapshot(canaries + [canary(Fleet.baseline, latency: 260_000)])
    host.alerts = [
      alert(.eventLoopLatencyHigh, .firing, since: 720, ["cause": "program"]),
      alert(.queueGrowing, .firing, since: 400, [:], isMuted: true),
      alert(.memoryGrowing, .pending, since: 61, [:]), alert(.runFailing, .inactive, since: 5000, [:]),
    ]
    host.notes = ["This host computes at 0.83 of the speed at which it was calibrated: runs take longer, and load is more."]
    host.newestRuns = newestRuns(Fleet.standard, isSick: true)
    return host
  }

  /// Just started: nothing has run.
  static var empty: AgentSnapshot {
    var host = snapshot(Fleet.standard.map { canary($0, isJudged: false) })
    host.startedAt = at.advanced(bySeconds: -4)
    host.cost = .init(uptimeSeconds: 4)
    host.nextRunAt = at.advanced(bySeconds: 26)
    return host
  }

  /// Everything that comes from outside is this text.
  static func hostile(_ text: String) -> AgentSnapshot {
    let entries = Fleet.standard.map {
      Fleet.Entry(RunIdentity(mix: text, strategy: $0.identity.strategy, runtime: $0.identity.runtime), $0.kind)
    }
    var host = snapshot(entries.map { canary($0, latency: 143_000) })
    var alert = alert(.eventLoopLatencyHigh, .firing, since: 60, ["cause": text])
    alert.alert.annotations = ["summary": text, "description": text, "evidence": text, "runbook_url": text]
    var web = alert
    web.alert.annotations["runbook_url"] = "https://" + text
    host.alerts = [alert, web]
    host.notes = [text]
    host.version = text
    host.machine = HostMachine(name: text, kernel: text, cpu: text, cores: 4)
    host.runtimes = [.init(runtime: .asyncio, version: text)]
    host.externalURL = "http://" + text
    host.newestRuns = newestRuns(entries, isSick: true).map { detail in
      var detail = detail
      detail.run.reason = text
      return detail
    }
    host.running = .init(identity: entries[0].identity, startedAt: at)
    return host
  }

  static var many: AgentSnapshot {
    var host = snapshot(Fleet.many.enumerated().map { canary($1, latency: $0 % 7 == 3 ? 180_000 : 3000) })
    host.newestRuns = newestRuns(Fleet.many)
    return host
  }

  static func snapshot(_ canaries: [AgentSnapshot.Canary]) -> AgentSnapshot {
    AgentSnapshot(
      at: at, startedAt: started, version: "0.1.0 (revision 0123456789ab)", externalURL: "http://127.0.0.1:9873",
      canaries: canaries,
      cost: .init(
        uptimeSeconds: 273_600, cpuSeconds: 1890, residentBytes: 21_800_000, runCPUSeconds: 16_200, runCPUBudget: 0.05, cores: 4,
        runCores: 1, runsAnHour: 108,
        databaseBytes: 148_000_000),
      machine: HostMachine(name: "web-1", kernel: "Linux 6.1.0-18-amd64", cpu: "Test CPU", cores: 4),
      runtimes: [
        .init(runtime: .swift, version: "Swift 6.3"), .init(runtime: .asyncio, version: "CPython 3.11.2"),
      ])
  }

  /// - Parameters:
  ///   - latency: of one tick in fifty, in microseconds.
  ///   - queueRise: in items a tenth of a second.
  static func canary(
    _ entry: Fleet.Entry, latency: UInt64 = 3000, queueRise: Double = -40, isJudged: Bool = true
  ) -> AgentSnapshot.Canary {
    var evidence = Evidence()
    if isJudged { for _ in 0..<3 { evidence.add(runEvidence(latency, queueRise)) } }
    return .init(
      identity: entry.identity, kind: entry.kind, everySeconds: 300, alerts: entry.identity.strategy != .sync,
      judgements: Target.standard(for: entry.kind).map { TargetEvaluator.judge($0, by: evidence) })
  }

  private static func runEvidence(_ latency: UInt64, _ queueRise: Double) -> RunEvidence {
    let samples = (1...20).flatMap { step in
      let elapsed = Double(step) / 10
      return [
        Sample(.queueDepth, elapsed: elapsed, value: 900 + queueRise * Double(step)),
        Sample(.cpuUtilization, elapsed: elapsed, value: 0.81), Sample(.memory, elapsed: elapsed, value: 20_000_000),
        Sample(.ioWait, elapsed: elapsed, value: 0.12),
      ]
    }
    let ticks = LatencyHistogram(ascending: [
      .init(upperMicroseconds: 180, count: 12_000), .init(upperMicroseconds: latency, count: 247),
    ])
    return RunEvidence(
      latency: ticks ?? LatencyHistogram(), samples: samples, wallSeconds: 2, cpuSeconds: 6.5, cores: 4, ioWaitSeconds: 0.24)
  }

  static func alert(
    _ name: AlertName, _ state: AlertState, since: Double, _ labels: [String: String], isMuted: Bool = false
  ) -> AgentSnapshot.ActiveAlert {
    let identity = RunIdentity(mix: "mixed", strategy: .hybrid, runtime: .asyncio)
    let instant = at.advanced(bySeconds: -since)
    let own = [("alertname", name.rawValue), ("severity", "warning")] + labels.map { ($0.key, $0.value) }
    let all = Labels(identity.labels.pairs.map { ($0.name, $0.value) } + own)
    var alert = Alert(
      subject: AlertSubject(name, identity), labels: all, annotations: [:], state: state, value: 0.143,
      activeAt: instant.advanced(bySeconds: state == .pending ? 0 : -120), firedAt: state == .pending ? nil : instant,
      resolvedAt: state == .inactive ? instant : nil)
    alert.annotations = [
      "summary": "The event loop is late (mixed, hybrid, asyncio)",
      "description": """
      Event-loop latency was 143 ms over the last 15 min; the target is p(99) < 100 ms. 2 of the last 3 runs broke it. The loop stood still 6 times, \
      for 1.84 s in all: 91 % of it callback. The idle loop beside it was on time.
      """,
      "evidence": "calcmon alerts show \(alert.id)", "runbook_url": "http://127.0.0.1:9873/runbooks/\(name.rawValue)",
    ]
    return .init(alert: alert, isMuted: isMuted)
  }

  static func newestRuns(_ entries: [Fleet.Entry], isSick: Bool = false) -> [RunDetail] {
    (0..<30).map { place in
      let entry = entries[place % entries.count]
      let isBad = isSick && entry.isSlow
      var run = run(Int64(9000 - place), entry, at: at.advanced(bySeconds: Double(-33 * place - 3)), isSlow: isBad)
      if isSick, place == 6 { (run.outcome, run.reason, run.figures) = (.timeout, "still running after 30 s, killed", nil) }
      return RunDetail(run: run, stalls: isBad ? [stall(run)] : [])
    }
  }

  private static func stall(_ run: StoredRun) -> StoredStall {
    let stall = Stall(
      startedNanoseconds: 0, endedNanoseconds: 310_000_000, budget: StallBudget([.callback: 0.29, .runqueue: 0.02]))
    return StoredStall(identity: run.identity, runID: run.id, startedAt: run.startedAt, stall: stall)
  }

  static func run(_ id: Int64, _ entry: Fleet.Entry, at end: Timestamp, isSlow: Bool = false) -> StoredRun {
    let wobble = Double((id &* 7919) % 97) / 97
    let seconds = entry.seconds * (1 + 0.08 * wobble) * (isSlow ? 1.4 : 1)
    let latency = (isSlow ? 0.12 : 0.0012) * (1 + 2 * wobble * wobble)
    return StoredRun(
      id: id, identity: entry.identity, kind: entry.kind, outcome: .completed, startedAt: end.advanced(bySeconds: -seconds),
      endedAt: end,
      figures: .init(
        seconds: seconds, idealSeconds: entry.kind == .idle ? nil : entry.ideal, itemsOk: 1500, itemsFailed: 0, itemsTimeout: 0,
        itemsDropped: 0, retries: 0, queuePeak: Int(400 * (1 + wobble)), cpuUserSeconds: 2.9 * seconds,
        cpuSystemSeconds: 0.3 * seconds, cores: 4, ioWaitSeconds: 0.12 * seconds,
        memoryPeakBytes: 24_000_000 * (1 + 0.1 * wobble),
        latencyP99Seconds: latency, latencyMaxSeconds: 2.5 * latency))
  }
}
