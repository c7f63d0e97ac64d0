package import Alerting
package import Exposition
package import Processes
import Runs
package import Samples
import Sampling
package import Scheduling
package import Snapshots
package import Storage
package import Thresholds
import Workloads

/// The agent's state: what `/metrics` and the page show, and what targets are judged by.
///
/// A value without I/O and without a clock: events in, judgements out.
package struct Ledger: Sendable {
  /// All metrics as they stand.
  package internal(set) var registry = MetricRegistry()
  /// The run under way.
  package internal(set) var running: AgentSnapshot.Running?
  /// When the next run is due, by the wall clock as it is set now; `nil` where that is not known.
  package internal(set) var nextRunAt: Timestamp?
  /// When the agent started, by the wall clock as it is set now.
  package internal(set) var startedAt: Timestamp
  /// Runs that have ended, well or not, the newest first; so many are kept.
  package private(set) var newestRuns: [RunDetail] = []
  private static let newestRunsKept = 30
  /// What runs are called by. While the database could not be opened yet, those that are in it are not known.
  var runNumbers = RunNumbers()
  /// Grows with everything that pages show, but for the progress of the run under way.
  package internal(set) var pageRevision = 0
  /// Whether a run has ended, well or not.
  package private(set) var hasData = false
  var watch: Watch
  var shownRevision = 0
  var lastMoment: Moment
  /// What became of alerts and was not taken yet.
  var alertChanges: [AlertChange] = []
  private var samplers: [String: SamplerOutcome] = [:]
  private var drifts: [Runtime: [Kernel: Double]] = [:]
  private let unavailable: [Runtime: String]
  var storage = StorageHealth()
  /// CPU time that runs have cost.
  private(set) var runCPUSeconds = 0.0
  /// Why the web configuration's files, as they are now, are not in force.
  var webProblem: String?
  /// Series of applications that stand there now.
  var shownApps: [AppSeries: Metric] = [:]
  /// What of judgements stands there now.
  var shownJudgements: [JudgedThing: ShownJudgements] = [:]
  /// Applications of which a loop stands, each with where.
  var standingApps: [String: String?] = [:]
  /// Whether the agent is on its way out.
  var isStopping = false

  /// - Parameters:
  ///   - plan: what will be run; its series stand at 0 from the start.
  ///   - unavailable: runtimes that cannot be used, with the reason.
  package init(_ plan: WatchPlan, unavailable: [Runtime: String], build: BuildInfo, at now: Moment) {
    self.unavailable = unavailable
    watch = Watch(plan, at: now.wall)
    lastMoment = now
    startedAt = now.wall
    registry.clock = now.wall
    for runtime in Runtime.allCases {
      registry.set(MetricCatalog.runtimeAvailable, Labels([("runtime", runtime.rawValue)]), unavailable[runtime] == nil ? 1 : 0)
    }
    registry.set(MetricCatalog.buildInfo, Labels(build), 1)
    registry.add(MetricCatalog.canaryCPU, .none, 0)
    beginStorage()
    beginEndpoint()
    beginWatch()
  }

  /// The series of a canary stand at 0 from the start.
  mutating func begin(_ identity: RunIdentity) {
    for outcome in RunOutcome.allCases {
      registry.add(MetricCatalog.runs, identity.labels.with("outcome", outcome.rawValue), 0)
    }
    registry.set(MetricCatalog.queueDepth, identity.labels, 0)
    count([], of: identity)
    let mix = Labels([("mix", identity.mix)])
    registry.add(MetricCatalog.slots, mix, 0)
    registry.add(MetricCatalog.slotsMissed, mix, 0)
  }

  /// What stands for now goes; what was counted stays.
  mutating func end(_ identity: RunIdentity) {
    let standing = [
      MetricCatalog.queueDepth, MetricCatalog.runFailing, MetricCatalog.failedRuns, MetricCatalog.failedRunsNeeded,
      MetricCatalog.alertingEnabled,
    ]
    for metric in standing { registry.remove(metric, identity.labels) }
    removeLastRun(of: identity)
  }

  // MARK: Slots and runs

  /// A slot came due.
  ///
  /// - Parameter missed: why no run was started in it; `nil` where one was.
  package mutating func slotDue(_ identity: RunIdentity, missed: String?, at now: Moment) {
    let mix = Labels([("mix", identity.mix)])
    registry.add(MetricCatalog.slots, mix)
    if missed != nil { registry.add(MetricCatalog.slotsMissed, mix) }
    follow(now)
    changed(watch.slotDue(identity.mix, missed: missed, at: now.wall))
  }

  /// A run was started.
  package mutating func runStarted(_ identity: RunIdentity, at now: Timestamp) {
    let last = newestRuns.first { $0.run.identity == identity && $0.run.figures != nil }
    running = AgentSnapshot.Running(identity: identity, startedAt: now, expectedSeconds: last?.run.figures?.seconds)
    nextRunAt = nil
    pageRevision += 1
  }

  /// No run is due until then.
  package mutating func nextRunIsDue(at instant: Timestamp) { nextRunAt = instant }

  /// The run under way will execute so many items.
  package mutating func runIsPlanned(items: Int) { running?.items = items > 0 ? items : nil }

  /// The child of the run under way told how far it is.
  package mutating func progressed(_ identity: RunIdentity, queueDepth: Int, done: Int) {
    registry.set(MetricCatalog.queueDepth, identity.labels, Double(queueDepth))
    running?.queueDepth = queueDepth
    running?.itemsDone = done
  }

  /// A run has ended. Returns what it is called by, and the targets as they are judged with it.
  ///
  /// - Parameters:
  ///   - evidence: what it has shown; `nil` where it did not complete.
  package mutating func runEnded(_ record: RunRecord, evidence: RunEvidence?, at now: Moment) -> (
    id: Int64, judgements: [JudgementEntry]
  ) {
    let identity = record.identity
    let id = runNumbers.take()
    running = nil
    hasData = true
    pageRevision += 1
    runCPUSeconds += record.costSeconds
    registry.add(MetricCatalog.canaryCPU, .none, record.costSeconds)
    newestRuns = [RunDetail(record, id: id)] + newestRuns.prefix(Ledger.newestRunsKept - 1)
    registry.set(MetricCatalog.queueDepth, identity.labels, 0)
    registry.add(MetricCatalog.runs, identity.labels.with("outcome", record.outcome.rawValue))
    for source in RunObserver.Source.allCases.map(\.rawValue) {
      _ = sampled(source, record.failedReadings[source].map(SamplerOutcome.failed) ?? .read([]))
    }
    count(record.stalls, of: identity)
    count(record.account, of: identity)
    if let latency = record.controlLatency { registry.merge(MetricCatalog.controlLatency, .none, latency) }
    if let measurements = record.measurements, let evidence {
      count(measurements, of: record, id)
      show(measurements, evidence, of: record)
    }
    follow(now)
    changed(watch.runEnded(identity, record.outcome, reason: record.reason, evidence: evidence, at: record.endedAt))
    guard evidence != nil else { return (id, []) }
    return (id, watch.judgements(of: identity).map { JudgementEntry(identity: identity, judgement: $0, at: record.endedAt) })
  }

  private mutating func count(_ measured: RunRecord.Measurements, of record: RunRecord, _ id: Int64) {
    let labels = record.identity.labels
    let exemplar = Exemplar(Labels([("run_id", "\(id)")]), at: record.endedAt)
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
      case .eventLoopLatency: registry.merge(MetricCatalog.eventLoopLatency, labels, histogram, exemplar: exemplar)
      case .itemDuration: registry.merge(MetricCatalog.itemDuration, labels, histogram)
      case .cpuStepDuration: if histogram.count > 0 { registry.merge(MetricCatalog.cpuStepDuration, labels, histogram) }
      case .queueWait: registry.merge(MetricCatalog.queueWait, labels, histogram)
      case .ioStepDuration:
        guard let io = record.io else { continue }
        registry.merge(MetricCatalog.ioStepDuration, labels.with("io", io.rawValue), histogram)
      }
    }
  }

  /// What the kernel does not tell is absent.
  private mutating func count(_ account: RunAccount?, of identity: RunIdentity) {
    let lost: [(StallCause, Double?)] = [
      (.runqueue, account?.waitedSeconds), (.throttled, account?.throttledSeconds), (.steal, account?.stolenSeconds),
    ]
    for (cause, seconds) in lost {
      guard let seconds else { continue }
      registry.add(MetricCatalog.runCPUWait, identity.labels.with("cause", cause.rawValue), seconds)
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

  // MARK: The agent itself

  /// What canaries may cost was set: so many cores on average.
  package mutating func canariesMayUse(cores: Double) { registry.set(MetricCatalog.canaryBudget, .none, cores) }

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
    let web =
      webProblem.map { ["The web configuration has changed and cannot be used, the old one stays in force: \($0)."] } ?? []
    return missing + storage.notes + web + drifted.sorted() + failed.sorted()
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
    if case .read(let old) = before {
      // What is not told any more is not to stand there as if it was.
      for gone in old where !readings.contains(where: { $0.metric == gone.metric && $0.labels == gone.labels }) {
        registry.remove(gone.metric, gone.labels)
      }
    }
    for reading in readings { registry.set(reading.metric, reading.labels, reading.value) }
    return before?.reason != outcome.reason
  }
}

extension Labels {
  /// Of `calcmon_build_info`.
  fileprivate init(_ build: BuildInfo) {
    self.init([("version", build.version), ("revision", build.revision), ("swiftversion", build.swiftVersion)])
  }
}
