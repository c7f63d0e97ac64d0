import Alerting
import Rendering
import Samples
import Snapshots
import Storage
import Thresholds

/// Runs and alerts as the history gives them back.
enum DetailFixtures {
  static let start = Timestamp(milliseconds: 1_795_800_000_000)

  // MARK: Runs

  static func run(
    _ id: Int64 = 4711, _ mix: String = "mixed", _ strategy: Strategy = .hybrid, _ runtime: Runtime = .asyncio,
    p99: Double = 0.0123,
    most: Double = 0.0314, minutes: Double = 0
  ) -> StoredRun {
    let from = start.advanced(bySeconds: minutes * 60)
    return StoredRun(
      id: id, identity: RunIdentity(mix: mix, strategy: strategy, runtime: runtime), kind: .mixed, outcome: .completed,
      startedAt: from, endedAt: from.advanced(bySeconds: 4.4),
      figures: .init(
        seconds: 4.1, idealSeconds: 3.92, itemsOk: 1996, itemsFailed: 1, itemsTimeout: 3, itemsDropped: 0, retries: 7,
        queuePeak: 1900, cpuUserSeconds: 5.9, cpuSystemSeconds: 0.42, cores: 2, ioWaitSeconds: 0.31, memoryPeakBytes: 33_400_000,
        latencyP99Seconds: p99, latencyMaxSeconds: most))
  }

  static func samples(_ run: StoredRun, late: (Double) -> Double) -> [StoredSample] {
    (0..<42).flatMap { index in
      let elapsed = 0.2 + Double(index) * 0.1
      let wave = Double((index * 37) % 11) / 11
      let values: [(Quantity, Double)] = [
        (.eventLoopLatency, late(elapsed)), (.queueDepth, max(0, 1900 - elapsed * 470)), (.cpuUtilization, 0.74 + wave * 0.12),
        (.memory, 24_000_000 + min(elapsed, 2) * 4_700_000), (.ioWait, wave * 0.2),
      ]
      return values.map { quantity, value in
        StoredSample(
          identity: run.identity, quantity: quantity, at: run.startedAt.advanced(bySeconds: elapsed), value: value, runID: run.id)
      }
    }
  }

  static func latency(stalls: [Double] = []) -> LatencyHistogram {
    var counts: [UInt64: UInt64] = [:]
    for index in 0..<(410 as UInt64) { counts[60 + (index * index * 7) % 900, default: 0] += 1 }
    for index in 0..<(30 as UInt64) { counts[1000 + index * 900, default: 0] += 1 }
    for stall in stalls {
      for tick in stride(from: stall, to: 0, by: -0.01) { counts[UInt64(tick * 1e6), default: 0] += 1 }
    }
    counts[0] = nil
    let buckets = counts.sorted { $0.key < $1.key }.map { LatencyHistogram.Bucket(upperMicroseconds: $0.key, count: $0.value) }
    return LatencyHistogram(ascending: buckets) ?? LatencyHistogram()
  }

  static let stack = [
    "work.py:12:parse", "work.py:40:rows", "/usr/lib/python3.13/json/decoder.py:354:raw_decode", "work.py:61:decode",
    "/usr/lib/python3.13/site-packages/service/handlers/checkout/basket.py:1204:recalculate_all_of_the_discounts",
    "service.py:88:handle", "service.py:102:dispatch", "/usr/lib/python3.13/asyncio/events.py:89:_run",
    "/usr/lib/python3.13/asyncio/base_events.py:2042:_run_once", "/usr/lib/python3.13/asyncio/base_events.py:683:run_forever",
    "/usr/lib/python3.13/asyncio/runners.py:118:run", "main.py:7:<module>",
  ]

  static func stall(
    _ run: StoredRun, at: Double, _ seconds: [StallCause: Double], channel: String? = nil, stack: [String] = [],
    wasStopped: Bool = false, control: Double? = nil
  ) -> StoredStall {
    let budget = StallBudget(seconds)
    let begin = run.startedAt.advanced(bySeconds: at)
    let nanoseconds = begin.milliseconds * 1_000_000
    return StoredStall(
      identity: run.identity, runID: run.id, startedAt: begin,
      stall: Stall(
        startedNanoseconds: nanoseconds, endedNanoseconds: nanoseconds + Int64((budget.totalSeconds * 1e9).rounded()),
        budget: budget, noticedNanoseconds: nanoseconds + 105_000_000, waitChannel: channel, stack: stack, wasStopped: wasStopped,
        controlLateSeconds: control))
  }

  static let healthy: RunDetail = {
    let run = Self.run()
    return RunDetail(run: run, version: "3.13.5", latency: latency(), samples: samples(run) { _ in 0.004 })
  }()

  static func stalls(_ run: StoredRun) -> [StoredStall] {
    [
      stall(run, at: 0.6, [.callback: 0.812, .runqueue: 0.04], stack: stack, control: 0),
      stall(
        run, at: 1.7, [.blocked: 0.31, .callback: 0.03], channel: "futex_do_wait", stack: Array(stack.suffix(7)), control: 0.01),
      stall(run, at: 2.2, [.throttled: 0.62, .callback: 0.08, .runqueue: 0.1], control: 0.7),
      stall(run, at: 3.1, [.steal: 0.22, .runqueue: 0.18, .unexplained: 0.02], control: 0.4),
      stall(run, at: 3.6, [.blocked: 0.498, .unexplained: 0.02], channel: "do_signal_stop", wasStopped: true, control: 0),
    ]
  }

  static let stalled: RunDetail = {
    let run = Self.run(4712, p99: 0.74, most: 0.852)
    let stalls = Self.stalls(run)
    return RunDetail(
      run: run, version: "3.13.5", latency: latency(stalls: stalls.map(\.stall.seconds)), stalls: stalls,
      samples: samples(run) { elapsed in
        stalls.first { stored in
          let end = Double(stored.startedAt.milliseconds - run.startedAt.milliseconds) / 1000 + stored.stall.seconds
          return elapsed >= end && elapsed < end + 0.1
        }?.stall.seconds ?? 0.003
      })
  }()

  /// By the standard targets, beside runs that usually take 4 s.
  static func judged(_ detail: RunDetail, usualSeconds: Double = 4) -> JudgedRun {
    var detail = detail
    if let figures = detail.run.figures { detail.evidence = detail.evidence ?? evidence(figures, detail) }
    let usual = UsualRun((0..<20).map { _ in (seconds: usualSeconds, idealSeconds: 3.9) })
    return JudgedRun(detail, targets: Target.standard(for: .cpu), usual: usual)
  }

  /// What a run of these figures has shown.
  private static func evidence(_ figures: StoredRun.Figures, _ detail: RunDetail) -> RunEvidence {
    RunEvidence(
      latency: detail.latency ?? LatencyHistogram(),
      samples: detail.samples.map {
        Sample($0.quantity, elapsed: Double($0.at.milliseconds - detail.run.startedAt.milliseconds) / 1000, value: $0.value)
      }, wallSeconds: figures.seconds.isFinite ? max(0, figures.seconds) : 4.1, cpuSeconds: figures.cpuSeconds,
      cores: figures.cores, ioWaitSeconds: figures.ioWaitSeconds,
      queuePeak: Double(figures.queuePeak), memoryPeak: figures.memoryPeakBytes, stalls: StallSummary(detail.stalls.map(\.stall)),
      items: ItemCounts(
        ok: figures.itemsOk, failed: figures.itemsFailed, timedOut: figures.itemsTimeout, dropped: figures.itemsDropped))
  }

  static let crashed = RunDetail(
    run: StoredRun(
      id: 4713, identity: RunIdentity(mix: "mixed", strategy: .hybrid, runtime: .asyncio), kind: .mixed, outcome: .crashed,
      reason: "ended by signal 9; its last words: MemoryError", startedAt: start, endedAt: start.advanced(bySeconds: 1.2)))

  static let dropped: RunDetail = {
    let run = Self.run(4714, p99: 0.74, most: 0.852)
    return RunDetail(run: run, version: "3.13.5", stalls: stalls(run))
  }()

  static func hostile(_ name: String) -> RunDetail {
    var run = Self.run(1, name, p99: 0.74, most: 0.852)
    run.reason = name
    let stall = Self.stall(
      run, at: 1, [.callback: 1, .steal: 0.5], channel: name, stack: [name, name], wasStopped: true, control: 1)
    return RunDetail(
      run: run, version: name, latency: latency(stalls: [1.5]), stalls: [stall], samples: samples(run) { _ in 0.01 })
  }

  // MARK: Alerts

  static func alert(
    _ state: AlertState, mix: String = "mixed", name: AlertName = .eventLoopLatencyHigh, summary: String? = nil
  ) -> Alert {
    let identity = RunIdentity(mix: mix, strategy: .hybrid, runtime: .asyncio)
    let labels = identity.labels.with("alertname", name.rawValue).with("severity", "warning").with("cause", "program")
    let active = start.advanced(bySeconds: 600)
    return Alert(
      subject: AlertSubject(name, identity), labels: labels,
      annotations: [
        "summary": summary ?? "The event loop is late (\(mix), hybrid, asyncio)",
        "description":
          "Event-loop latency was 740 ms over the last 15 min; the target is p(99) < 100 ms. The loop stood still 5 times, "
          + "for 2.93 s in all: 59 % of it callback. The idle loop beside it was on time.",
        "runbook_url": "http://127.0.0.1:9873/runbooks/\(name.rawValue)",
      ], state: state, value: 0.74, activeAt: active, firedAt: state == .pending ? nil : active.advanced(bySeconds: 120),
      resolvedAt: state == .inactive ? active.advanced(bySeconds: 1020) : nil)
  }

  /// The target is met again.
  static func current(_ alert: Alert) -> AlertNow {
    let run = Self.run()
    let judged = judged(RunDetail(run: run, latency: latency(), samples: samples(run) { _ in 0.004 }))
    return AlertNow(
      judgement: judged.judgements.first, keptUntil: alert.keepSince?.advanced(bySeconds: 360), hold: 120)
  }

  static func transitions(_ alert: Alert) -> [StoredTransition] {
    let steps: [(AlertState, AlertState, Timestamp?, AlertTransition.Reason)] = [
      (.inactive, .pending, alert.activeAt, .breached), (.pending, .firing, alert.firedAt, .held),
      (.firing, .inactive, alert.resolvedAt, .cleared),
    ]
    return steps.compactMap { from, to, at, reason in
      at.map {
        StoredTransition(
          id: alert.id, labels: alert.labels, from: from, to: to, at: $0, value: reason == .cleared ? 0.012 : 0.74,
          reason: reason,
          annotations: alert.annotations)
      }
    }
  }

  static func evidence(mix: String = "mixed", through: Int = 6) -> [RunDetail] {
    (0..<through).map { index in
      let isBad = index == 2 || index == 3
      let run = Self.run(
        4700 + Int64(index), mix, p99: isBad ? 0.74 : 0.012, most: isBad ? 0.852 : 0.03, minutes: Double(index) * 5)
      return RunDetail(
        run: run, latency: LatencyHistogram(ascending: [.init(upperMicroseconds: isBad ? 740_000 : 12_000, count: 300)]),
        stalls: isBad ? stalls(run) : [])
    }
  }

  static func episode(_ alert: Alert, isForgotten: Bool = false, runs: [RunDetail]) -> AlertEpisode {
    AlertEpisode(
      id: alert.id, labels: alert.labels, alert: isForgotten ? nil : alert, transitions: transitions(alert), runs: runs.map(\.run)
    )
  }

  static let now = start.advanced(bySeconds: 1080)

  static let hostileNames = [
    "<mix & \"co\">", "<script>alert(1)</script>", "\"' onload=\"x", "a\nb\r\nc", "\u{0}\u{1B}[31m\u{7}\u{85}",
    "\u{202E}abc\u{2066}", "]]>&amp;<!--", "</style></title>", "<\u{301}b\u{301}>\"\u{301}", "\u{FFFE}\u{FFFF}", "", "ä 漢 🙂",
    "متجر الدفع", "javascript:alert(1)", "../../x?y#z", String(repeating: "long-", count: 60),
  ]
}
