import Samples
import Storage

/// Histories to be exported.
enum ExportedHistories {
  /// What may stand in a configured name and means something in one of the formats.
  static let hostileName = "=cmd(\"a\\b\",\n'ü')"
  static let plain = RunIdentity(mix: "mixed", strategy: .hybrid, runtime: .swift)
  static let hostile = RunIdentity(mix: hostileName, strategy: .sync, runtime: .asyncio)
  static let start = Timestamp(milliseconds: 1_700_000_000_123)

  /// 200 ticks: 150 at 3 ms, 40 at 100 ms, 10 at 250 ms.
  static let latency =
    LatencyHistogram(ascending: [
      .init(upperMicroseconds: 3000, count: 150), .init(upperMicroseconds: 100_000, count: 40),
      .init(upperMicroseconds: 250_000, count: 10),
    ]) ?? LatencyHistogram()

  static let figures = StoredRun.Figures(
    seconds: 2, idealSeconds: 1.6, itemsOk: 90, itemsFailed: 4, itemsTimeout: 3, itemsDropped: 2, retries: 5, queuePeak: 80,
    cpuUserSeconds: 3, cpuSystemSeconds: 0.2, cores: 2, ioWaitSeconds: 0.1, memoryPeakBytes: 20_000_000, latencyP99Seconds: 0.25,
    latencyMaxSeconds: 0.25)

  /// Two runs that completed, one of them with less to tell, and between them one that crashed under a hostile name.
  static func small() -> MemoryHistory {
    let history = MemoryHistory()
    history.addRun(1, plain, at: start)
    history.addRun(
      2, hostile, at: start.advanced(bySeconds: 60), outcome: .crashed, reason: "-1, it said \"no\"\r\n", figures: nil)
    var less = figures
    (less.idealSeconds, less.memoryPeakBytes, less.latencyP99Seconds, less.latencyMaxSeconds) = (nil, nil, nil, nil)
    history.addRun(3, plain, at: start.advanced(bySeconds: 300), figures: less)
    history.latencies = [1: latency, 3: latency]
    for quantity in Quantity.allCases {
      history.addSample(quantity, 0.1, ofRun: 1, after: 0.5)
      history.addSample(quantity, 1, ofRun: 1, after: 1)
      history.addSample(quantity, 0.000_012_5, ofRun: 3, after: 0.5)
    }
    history.addSample(.memory, 123_456_789, ofRun: 2, after: 0.5)
    history.addSample(.memory, .infinity, ofRun: 2, after: 1)
    history.addStall(ofRun: 1, after: 0.7, StallBudget([.callback: 0.15, .runqueue: 0.05]))
    history.addStall(
      ofRun: 2, after: 0.2, StallBudget([.throttled: 0.25]), waitChannel: "@do_wait", stack: ["a \"b\",c.py:3:f", "main.py:9:g"])
    history.verdicts = [
      .init(
        identity: plain, at: start.advanced(bySeconds: 2.2), target: "event_loop_latency", value: 0.25, lower: nil, upper: 0.1,
        verdict: "breached", samples: 200),
      .init(
        identity: hostile, at: start.advanced(bySeconds: 62.2), target: "cpu_utilization", value: nil, lower: 0.7, upper: 0.9,
        verdict: "unknown", samples: 0),
    ]
    for app in ["shop", hostileName] { history.addApp(app) }
    let rollup = StoredRollup(
      identity: hostile, quantity: .ioWait, start: Timestamp(milliseconds: 1_699_999_980_000), count: 3, min: -0.5, max: 1,
      sum: 1, last: 0.5)
    history.minutes = [rollup]
    history.hours = [rollup, rollup]
    history.hours[1].count = 0
    return history
  }
}

extension MemoryHistory {
  func addRun(
    _ id: Int64, _ identity: RunIdentity, at start: Timestamp, seconds: Double = 2.2, outcome: RunOutcome = .completed,
    reason: String? = nil, figures: StoredRun.Figures? = ExportedHistories.figures
  ) {
    runs.append(
      StoredRun(
        id: id, identity: identity, kind: .mixed, outcome: outcome, reason: reason, startedAt: start,
        endedAt: start.advanced(bySeconds: seconds), figures: figures))
  }

  /// To a run that was added.
  func addSample(_ quantity: Quantity, _ value: Double, ofRun id: Int64, after seconds: Double) {
    guard let run = runs.first(where: { $0.id == id }) else { return }
    samples.append(
      StoredSample(
        identity: run.identity, quantity: quantity, at: run.startedAt.advanced(bySeconds: seconds), value: value, runID: id))
  }

  /// To a run that was added.
  func addStall(
    ofRun id: Int64, after seconds: Double, _ budget: StallBudget, waitChannel: String? = nil, stack: [String] = []
  ) {
    guard let run = runs.first(where: { $0.id == id }) else { return }
    let at = run.startedAt.advanced(bySeconds: seconds)
    let begin = at.milliseconds * 1_000_000
    stalls.append(
      StoredStall(
        identity: run.identity, runID: id, startedAt: at,
        stall: Stall(
          startedNanoseconds: begin, endedNanoseconds: begin + Int64((budget.totalSeconds * 1e9).rounded()), budget: budget,
          waitChannel: waitChannel, stack: stack)))
  }
}
