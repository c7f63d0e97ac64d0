package import Endpoint
package import Exposition
import Reporting
package import Runs
package import Samples
import Sampling
import Scheduling
package import Storage
import Telemetry
package import Thresholds
package import Workloads

/// The agent's state: what `/metrics` and the page show, and what targets are judged by.
///
/// A value without I/O and without a clock: events in, judgements out.
package struct Ledger: Sendable {
  private struct Recent {
    let endedAt: Duration
    let evidence: RunEvidence
  }

  private struct Canary {
    let kind: MixKind
    var recent: [Recent] = []
    var judgements: [Judgement] = []
  }

  /// All metrics as they stand.
  package internal(set) var registry = MetricRegistry()
  /// The run under way.
  package private(set) var running: RunIdentity?
  /// Runs that have ended, well or not, the newest first; so many are kept.
  package private(set) var newestRuns: [RunRecord] = []
  private static let newestRunsKept = 30
  /// Whether a run has ended, well or not.
  package private(set) var hasData = false
  private let window: Duration
  private var canaries: [RunIdentity: Canary] = [:]
  private var samplers: [String: SamplerOutcome] = [:]
  private var drifts: [Runtime: [Kernel: Double]] = [:]
  private let unavailable: [Runtime: String]
  var storage = StorageHealth()

  /// - Parameters:
  ///   - canaries: what will be run; their series stand at 0 from the start.
  ///   - unavailable: runtimes that cannot be used, with the reason.
  ///   - window: how far back runs are judged together.
  package init(
    canaries: [(identity: RunIdentity, kind: MixKind)], unavailable: [Runtime: String], window: Duration, build: BuildInfo
  ) {
    self.window = window
    self.unavailable = unavailable
    for runtime in Runtime.allCases {
      registry.set(MetricCatalog.runtimeAvailable, Labels([("runtime", runtime.rawValue)]), unavailable[runtime] == nil ? 1 : 0)
    }
    registry.set(MetricCatalog.buildInfo, build.labels, 1)
    beginStorage()
    for (identity, kind) in canaries {
      self.canaries[identity] = Canary(kind: kind)
      for outcome in RunOutcome.allCases {
        registry.add(MetricCatalog.runs, identity.labels.with("outcome", outcome.rawValue), 0)
      }
      registry.set(MetricCatalog.queueDepth, identity.labels, 0)
      count([], of: identity)
      let mix = Labels([("mix", identity.mix)])
      registry.add(MetricCatalog.slots, mix, 0)
      registry.add(MetricCatalog.slotsMissed, mix, 0)
      judge(identity)
    }
  }

  // MARK: Slots and runs

  /// A slot came due; `missed` where no run was started in it.
  package mutating func slotDue(_ identity: RunIdentity, missed: Bool) {
    let mix = Labels([("mix", identity.mix)])
    registry.add(MetricCatalog.slots, mix)
    if missed { registry.add(MetricCatalog.slotsMissed, mix) }
  }

  /// A run was started.
  package mutating func runStarted(_ identity: RunIdentity) {
    running = identity
  }

  /// The child of the run under way told the depth of its queue.
  package mutating func queueDepth(_ identity: RunIdentity, _ depth: Int) {
    registry.set(MetricCatalog.queueDepth, identity.labels, Double(depth))
  }

  /// A run has ended. Returns the targets as they are judged with it.
  ///
  /// - Parameters:
  ///   - evidence: what it has shown; `nil` where it did not complete.
  ///   - now: uptime.
  package mutating func runEnded(_ record: RunRecord, evidence: RunEvidence?, at now: Duration) -> [JudgementEntry] {
    let identity = record.identity
    running = nil
    hasData = true
    newestRuns = [record] + newestRuns.prefix(Ledger.newestRunsKept - 1)
    registry.set(MetricCatalog.queueDepth, identity.labels, 0)
    registry.add(MetricCatalog.runs, identity.labels.with("outcome", record.outcome.rawValue))
    for source in RunObserver.Source.allCases.map(\.rawValue) {
      _ = sampled(source, record.failedReadings[source].map(SamplerOutcome.failed) ?? .read([]))
    }
    count(record.stalls, of: identity)
    if let latency = record.controlLatency { registry.merge(MetricCatalog.controlLatency, .none, latency) }
    guard let measurements = record.measurements, let evidence else { return [] }
    count(measurements, of: record)
    show(measurements, evidence, of: record)
    canaries[identity]?.recent.append(Recent(endedAt: now, evidence: evidence))
    canaries[identity]?.recent.removeAll { now - $0.endedAt > window }
    judge(identity)
    return (canaries[identity]?.judgements ?? []).map {
      JudgementEntry(identity: identity, judgement: $0, at: record.endedAt)
    }
  }

  private mutating func count(_ measured: RunRecord.Measurements, of record: RunRecord) {
    let labels = record.identity.labels
    registry.observe(MetricCatalog.runDurationSeconds, labels, measured.result.seconds)
    registry.add(MetricCatalog.runItems, labels.with("result", "ok"), Double(measured.result.itemsOk))
    // An item that was dropped came to no good either.
    let errors = measured.result.itemsFailed + measured.result.itemsDropped
    registry.add(MetricCatalog.runItems, labels.with("result", "error"), Double(errors))
    registry.add(MetricCatalog.runItems, labels.with("result", "timeout"), Double(measured.result.itemsTimeout))
    registry.add(MetricCatalog.runRetries, labels, Double(measured.result.retries))
    registry.add(MetricCatalog.runCPU, labels.with("mode", "user"), measured.cpuUserSeconds)
    registry.add(MetricCatalog.runCPU, labels.with("mode", "system"), measured.cpuSystemSeconds)
    registry.add(MetricCatalog.runWall, labels, measured.result.seconds)
    registry.add(MetricCatalog.runIOWait, labels, measured.result.ioWaitSeconds)
    for (distribution, histogram) in measured.histograms {
      switch distribution {
      case .eventLoopLatency: registry.merge(MetricCatalog.eventLoopLatency, labels, histogram)
      case .itemDuration: registry.merge(MetricCatalog.itemDuration, labels, histogram)
      case .queueWait: registry.merge(MetricCatalog.queueWait, labels, histogram)
      case .ioStepDuration:
        guard let io = record.io else { continue }
        registry.merge(MetricCatalog.ioStepDuration, labels.with("io", io.rawValue), histogram)
      }
    }
  }

  private mutating func count(_ stalls: [Stall], of identity: RunIdentity) {
    let sum = StallSummary(stalls)
    registry.add(MetricCatalog.eventLoopStalls, identity.labels, Double(sum.count))
    registry.add(MetricCatalog.eventLoopHostStalls, identity.labels, Double(sum.hostCaused))
    for cause in StallCause.allCases {
      registry.add(MetricCatalog.eventLoopStallSeconds, identity.labels.with("cause", cause.rawValue), sum.budget[cause])
    }
  }

  /// The gauges of the last run. What this run has no figure for goes: an old figure beside a new stamp would be wrong.
  private mutating func show(_ measured: RunRecord.Measurements, _ evidence: RunEvidence, of record: RunRecord) {
    let growth = TrendTest(minimumRise: .absolute(0)).evaluate([evidence.memory])?.slope
    let gauges: [(Metric, Double?)] = [
      (MetricCatalog.lastRunTimestamp, record.endedAt.seconds),
      (MetricCatalog.lastRunDuration, measured.result.seconds),
      (MetricCatalog.lastRunIdealRatio, measured.idealRatio),
      (MetricCatalog.lastRunCPUUtilization, measured.cpuUtilization),
      (MetricCatalog.lastRunIOWait, measured.ioWaitRatio),
      (MetricCatalog.lastRunMemoryPeak, measured.memoryPeakBytes),
      (MetricCatalog.lastRunMemoryProportional, measured.memoryIsProportional.map { $0 ? 1 : 0 }),
      (MetricCatalog.lastRunQueuePeak, Double(measured.result.queuePeak)),
      (MetricCatalog.memoryGrowth, growth),
    ]
    for (metric, value) in gauges { setOrRemove(metric, record.identity.labels, value) }
  }

  // MARK: Targets

  /// Forgets runs that have left the window, and judges anew what they were evidence for.
  package mutating func expire(at now: Duration) {
    for (identity, canary) in canaries {
      let recent = canary.recent.filter { now - $0.endedAt <= window }
      guard recent.count < canary.recent.count else { continue }
      canaries[identity]?.recent = recent
      judge(identity)
    }
  }

  private mutating func judge(_ identity: RunIdentity) {
    guard let canary = canaries[identity] else { return }
    let evidence = Evidence(canary.recent.map(\.evidence))
    let judgements = Target.standard(for: canary.kind).map { TargetEvaluator.judge($0, by: evidence) }
    canaries[identity]?.judgements = judgements
    for judgement in judgements { show(judgement, of: identity) }
  }

  private mutating func show(_ judgement: Judgement, of identity: RunIdentity) {
    let labels = identity.labels.with("target", judgement.target.name.rawValue)
    setOrRemove(MetricCatalog.targetValue, labels, judgement.value)
    for (bound, value) in judgement.target.limit.bounds {
      registry.set(MetricCatalog.targetLimit, labels.with("bound", bound), value)
    }
    registry.set(MetricCatalog.targetBreached, labels, judgement.verdict == .breached ? 1 : 0)
    registry.set(MetricCatalog.targetUnknown, labels, judgement.verdict == .unknown ? 1 : 0)
  }

  private mutating func setOrRemove(_ metric: Metric, _ labels: Labels, _ value: Double?) {
    if let value { registry.set(metric, labels, value) } else { registry.remove(metric, labels) }
  }

  /// The targets as they stand, in order.
  package var statusRows: [AgentStatus.Row] {
    canaries.sorted { $0.key < $1.key }.flatMap { identity, canary in
      canary.judgements.map { AgentStatus.Row(identity: identity, judgement: $0) }
    }
  }

  /// What the page says of the newest runs in which the loop stood still.
  package var stallLines: [String] {
    newestRuns.filter { !$0.stalls.isEmpty }.prefix(10).map { record in
      let summary = StallSummary(record.stalls)
      let identity = record.identity
      let parts = [summary.text, summary.longestText].compactMap { $0 }
      return "\(record.endedAt.iso8601) \(identity.mix), \(identity.strategy.rawValue), \(identity.runtime.rawValue): "
        + parts.joined(separator: "; ")
    }
  }

  // MARK: The agent itself

  /// The host's speed was compared with what it was when it was calibrated.
  package mutating func calibrationChecked(_ drift: [Kernel: Double], runtime: Runtime) {
    drifts[runtime] = drift
    for (kernel, ratio) in drift {
      let labels = Labels([("runtime", runtime.rawValue), ("kernel", kernel.rawValue)])
      registry.set(MetricCatalog.calibrationDrift, labels, ratio)
    }
  }

  /// What the page says beside the targets.
  package var notes: [String] {
    let missing = unavailable.sorted { $0.key.rawValue < $1.key.rawValue }.map { "No runs in \($0.key.rawValue): \($0.value)." }
    let drifted = drifts.flatMap { runtime, kernels in
      kernels.filter { abs($0.value - 1) > CalibrationBook.tolerance }.map { kernel, ratio in
        "This host computes at \(Int((ratio * 100).rounded())) % of its calibrated speed (\(kernel.rawValue), \(runtime.rawValue))."
      }
    }
    let failed = samplers.compactMap { name, outcome -> String? in
      if case .failed(let reason) = outcome { "The sampler \(name) failed: \(reason)." } else { nil }
    }
    return missing + storage.notes + drifted.sorted() + failed.sorted()
  }

  /// A sampler was read. Where it has read nothing, what it said before goes, since nobody knows whether it still holds.
  ///
  /// - Parameter seconds: that it took; `nil` for a reading of many parts.
  /// - Returns: whether it is not as it was before.
  package mutating func sampled(_ sampler: String, _ outcome: SamplerOutcome, seconds: Double? = nil) -> Bool {
    let labels = Labels([("sampler", sampler)])
    let (isAvailable, hasFailed) =
      switch outcome {
      case .read: (true, false)
      case .unavailable: (false, false)
      case .failed: (true, true)
      }
    if let seconds { registry.set(MetricCatalog.samplerDuration, labels, seconds) }
    registry.set(MetricCatalog.samplerAvailable, labels, isAvailable ? 1 : 0)
    registry.set(MetricCatalog.samplerSuccess, labels, hasFailed ? 0 : 1)
    registry.add(MetricCatalog.samplerFailures, labels, hasFailed ? 1 : 0)
    let before = samplers.updateValue(outcome, forKey: sampler)
    var readings: [Reading] = []
    if case .read(let new) = outcome { readings = new }
    if case .read(let old) = before, readings.isEmpty {
      for reading in old { registry.remove(reading.metric, reading.labels) }
    }
    for reading in readings { registry.set(reading.metric, reading.labels, reading.value) }
    return before?.reason != outcome.reason
  }
}
