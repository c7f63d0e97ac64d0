package import Processes
package import Procfs
package import Samples
package import Sampling
package import Telemetry
package import Workloads

/// Makes the record of one run out of what its child says, what `/proc` says of it, and how it ended.
///
/// A value without I/O and without a clock: messages and readings in, a record out.
package struct RunIntake: ChildIntake {
  /// Samples of one run at most: more than an hour of them. A child could send for ever.
  private static let sampleLimit = 100_000
  /// Stalls of one run at most: more than two hours of nothing else.
  private static let stallLimit = 100_000
  /// Intervals of one run in which the loop was late, at most: more of them would not change what they say.
  static let lateLimit = 100_000

  private let plan: RunPlan
  private let cores: Double
  private let processors: Int?

  private var expected: [String] = ["hello", "failed"]
  private var version: String?
  private var hasLock: Bool?
  private var started: TelemetryMessage.Started?
  private var workStartedAt: Timestamp?
  private var result: RunResult?
  private var failure: String?
  private var histograms: [RunDistribution: LatencyHistogram] = [:]
  private var samples: [Sample] = []
  private var lastProgress: WorkProgress?
  private var lastReading: (elapsed: Double, cpuSeconds: Double)?
  private var memoryPeak: UInt64?
  private var memoryIsProportional = true
  private var stalls: [TelemetryMessage.StallReport] = []
  private var late: [TelemetryMessage.StallReport] = []
  private var stallOrder: StallOrder
  private var lateOrder: StallOrder
  private var injected: [InjectedHold] = []
  private var host: [HostReading] = []
  private var account = WorkAccount()
  private var stoppedAt: [Int64] = []
  private var failures: [RunObserver.Source: ProcError] = [:]
  /// Why calcmon ended the child; the first reason stays.
  package private(set) var ending: ChildEnding?

  /// - Parameters:
  ///   - cores: available to the run.
  ///   - processors: how many it is put on; `nil`: none in particular.
  package init(_ plan: RunPlan, cores: Double, processors: Int? = nil) {
    self.plan = plan
    self.cores = cores
    self.processors = processors
    stallOrder = StallOrder(of: "stall", servers: plan.servers)
    lateOrder = StallOrder(of: "late", servers: plan.servers)
  }

  /// Whether the work itself is under way.
  package var isStarted: Bool { started != nil && result == nil }

  /// Takes the child's next message.
  ///
  /// - Parameter now: when it was received.
  /// - Throws: `TelemetryError.unexpected` where it comes out of order.
  package mutating func receive(_ message: TelemetryMessage, at now: Timestamp) throws(TelemetryError) {
    guard expected.contains(message.type) else {
      throw .unexpected(
        "'\(message.type)' where \(expected.isEmpty ? "nothing" : expected.joined(separator: " or ")) should follow")
    }
    switch message {
    case .hello(let body):
      version = body.version
      hasLock = body.hasLock
      expected = ["started", "failed"]
    case .calibrated, .measured: break
    case .started(let body):
      started = body
      workStartedAt = now
      expected = ["progress", "stall", "late", "injected", "histogram", "result", "failed"]
    case .progress(let body): try receive(body)
    case .stall(let body): try receive(body)
    case .late(let body): try receive(body)
    case .injected(let body):
      guard injected.count < plan.work.injections.count else { throw .unexpected("an 'injected' that was not ordered") }
      injected.append(body)
    case .histogram(let body): histograms[body.of] = body.histogram
    case .result(let body):
      result = body
      expected = []
    case .failed(let body):
      failure = body.message
      expected = []
    }
  }

  private mutating func receive(_ progress: WorkProgress) throws(TelemetryError) {
    let interval = progress.elapsed - (lastProgress?.elapsed ?? 0)
    let waited = progress.ioWaitSeconds - (lastProgress?.ioWaitSeconds ?? 0)
    guard interval > 0, waited >= 0 else { throw .unexpected("a 'progress' that goes back in time") }
    guard samples.count < RunIntake.sampleLimit else {
      throw .unexpected("more than \(RunIntake.sampleLimit) samples of one run")
    }
    let elapsed = wholeMilliseconds(progress.elapsed)
    // History keeps one sample of a series a millisecond; what comes faster waits for the next report.
    guard elapsed > wholeMilliseconds(lastProgress?.elapsed ?? -1) else { return }
    samples += [
      Sample(.eventLoopLatency, elapsed: elapsed, value: progress.eventLoopLatencySeconds),
      Sample(.queueDepth, elapsed: elapsed, value: Double(progress.queueDepth)),
      Sample(.ioWait, elapsed: elapsed, value: min(1, waited / interval)),
    ]
    lastProgress = progress
  }

  private mutating func receive(_ stall: TelemetryMessage.StallReport) throws(TelemetryError) {
    try stallOrder.receive([stall])
    guard stalls.count < RunIntake.stallLimit else { throw .unexpected("more than \(RunIntake.stallLimit) stalls of one run") }
    stalls.append(stall)
  }

  private mutating func receive(_ report: TelemetryMessage.LateReport) throws(TelemetryError) {
    try lateOrder.receive(report.intervals)
    late += report.intervals.prefix(RunIntake.lateLimit - late.count)
  }

  /// Takes a reading of the host.
  ///
  /// - Parameter agentSeconds: CPU time that calcmon itself has used since its start.
  package mutating func receive(_ reading: HostReading, agentSeconds: Double = 0) {
    guard started != nil else { return }
    account.receive(reading, agentSeconds: agentSeconds)
    guard isStarted, host.count < RunIntake.sampleLimit, reading.nanoseconds > host.last?.nanoseconds ?? -1 else { return }
    host.append(reading)
  }

  /// Takes the times of the run's threads.
  package mutating func receive(_ times: [ThreadTimes]) {
    guard started != nil else { return }
    account.receive(times)
  }

  /// Takes who used processors beside the run.
  package mutating func receive(_ consumers: ConsumerReading) { account.receive(consumers) }

  /// Takes a reading of the disk that the run's files are on.
  package mutating func receive(_ reading: DiskReading) {
    guard started != nil else { return }
    account.receive(reading)
  }

  /// Takes who used disks beside the run.
  package mutating func receive(_ consumers: StorageConsumers) { account.receive(consumers) }

  /// Notes that something could not be read; the first reason stays. That the child is gone is one only where it was never seen at all.
  package mutating func cannotRead(_ source: RunObserver.Source, _ error: ProcError) {
    switch (error, failures[source]) {
    case (_, nil), (.malformed, .gone), (.unavailable, .gone): failures[source] = error
    case (_, .some): break
    }
  }

  private var failedReadings: [String: String] {
    failures.reduce(into: [:]) { failed, entry in
      let wasRead =
        switch entry.key {
        case .processTree: lastReading != nil
        case .runHost: !host.isEmpty
        case .runThreads, .consumers, .disk: true
        }
      if case .gone = entry.value, wasRead { return }
      failed[entry.key.rawValue] = entry.value.description
    }
  }

  /// Takes a reading of the child's process tree.
  ///
  /// - Parameters:
  ///   - elapsed: seconds since the child said `started`, by the agent's monotonic clock.
  ///   - nanoseconds: CLOCK_MONOTONIC.
  package mutating func receive(_ reading: ProcessTreeReading, elapsed: Double, at nanoseconds: Int64 = 0) {
    guard isStarted else { return }
    if "Tt".contains(reading.rootState) { stoppedAt.append(nanoseconds) }
    let elapsed = wholeMilliseconds(elapsed)
    guard elapsed > lastReading?.elapsed ?? -1 else { return }
    samples.append(Sample(.memory, elapsed: elapsed, value: Double(reading.memoryBytes)))
    memoryPeak = max(memoryPeak ?? 0, reading.memoryBytes)
    memoryIsProportional = memoryIsProportional && reading.memoryIsProportional
    if let last = lastReading, elapsed > last.elapsed {
      // A worker that died unreaped takes its CPU time with it: never below zero.
      let used = max(0, reading.cpuSeconds - last.cpuSeconds)
      samples.append(Sample(.cpuUtilization, elapsed: elapsed, value: used / ((elapsed - last.elapsed) * cores)))
    }
    lastReading = (elapsed, reading.cpuSeconds)
  }

  /// Notes that calcmon ends the child, and why.
  package mutating func end(because ending: ChildEnding) {
    self.ending = self.ending ?? ending
  }

  /// Takes how the child ended, and makes the record.
  ///
  /// - Parameters:
  ///   - exit: `nil` where the child could not be started.
  ///   - startFailure: why it could not.
  ///   - diagnostics: the end of what it wrote to standard error.
  ///   - besideSeconds: CPU time of what was started for the run beside the child.
  ///   - workStarted: CLOCK_MONOTONIC, in nanoseconds, when it said `started`.
  ///   - control: what an idle loop beside the run has felt; `nil` where there was none.
  package func record(
    exit: ChildExit?, startFailure: String? = nil, diagnostics: String, besideSeconds: Double = 0,
    workStarted: Int64? = nil, control: ControlReading? = nil, startedAt: Timestamp, endedAt: Timestamp
  ) -> RunRecord {
    let used = usedSeconds(exit)
    let hostUse = used.flatMap { account.host(ranSeconds: $0, besideSeconds: besideSeconds) }
    let (outcome, reason) = judge(exit, startFailure: startFailure, host: hostUse)
    let lastLine = explains(failure) ? "" : LastLine.of(diagnostics).map { " (stderr: \($0))" } ?? ""
    let controlLate = plan.sampling.lateLimit == nil ? control?.late : control?.late(forMoreThan: plan.sampling.stallLimit / 2)
    let attribution = StallAttribution(host: host, stoppedAt: stoppedAt, controlLate: controlLate)
    var record = RunRecord(
      identity: plan.identity, kind: plan.kind, io: plan.work.io?.kind, version: version, outcome: outcome,
      reason: reason.map { $0 + lastLine },
      startedAt: startedAt, workStartedAt: workStartedAt.map { clamped($0, startedAt, endedAt) }, endedAt: endedAt,
      costSeconds: max(exit?.cpu.totalSeconds ?? 0, lastReading?.cpuSeconds ?? 0) + besideSeconds, samples: samples,
      lastProgress: lastProgress, stalls: stalls.inOrderOfTime.map(attribution.stall), late: lateIntervals(control),
      workStartedNanoseconds: workStarted,
      controlLatency: control?.latency, injected: injected,
      failedReadings: failedReadings, account: used.map { account.run(ranSeconds: $0) }, host: hostUse,
      measurements: outcome == .completed ? exit.flatMap(measurements) : nil)
    record.parameters = plan.parameters
    record.hasLock = hasLock
    return record
  }

  /// Whether what the child says is all there is to say: what the user's code has printed says nothing about it.
  private func explains(_ failure: String?) -> Bool { failure != nil && plan.work.userCode != nil }

  /// `nil` if they were not asked for.
  private func lateIntervals(_ control: ControlReading?) -> LateIntervals? {
    guard let limit = plan.sampling.lateLimit else { return nil }
    let attribution = StallAttribution(host: host, stoppedAt: stoppedAt, controlLate: control?.late)
    var intervals = LateIntervals(limitSeconds: limit, stallLimitSeconds: plan.sampling.stallLimit)
    for report in late { intervals.add(attribution.stall(report)) }
    return intervals
  }

  /// Where the clock was set in the middle of a run, its start and end are told by the clock as it is at the end. What was stamped before is not:
  /// all that is known is that it lies between.
  private func clamped(_ instant: Timestamp, _ start: Timestamp, _ end: Timestamp) -> Timestamp {
    min(max(instant, start), max(start, end))
  }

  private func judge(_ exit: ChildExit?, startFailure: String?, host: HostUse?) -> (RunOutcome, String?) {
    if ending == .cancelled { return (.cancelled, "calcmon was stopped") }
    guard let exit else { return (.failed, startFailure ?? "the child could not be started") }
    switch ending {
    case .deadline(let seconds):
      let others = host.flatMap { ($0.othersShare ?? 0) >= HostUse.notableShare ? ". \($0.othersText)" : nil } ?? ""
      return (.timeout, "still running at its deadline of \(DurationText.text(seconds))\(others)")
    case .protocolBroken(let error): return (.failed, error.description)
    case .cancelled, nil: break
    }
    if let failure { return (.failed, failure) }
    switch exit.status {
    case .signalled(let signal): return (.crashed, "ended by signal \(signal)")
    case .exited(0) where result != nil: return (.completed, nil)
    case .exited(let status): return (.failed, "ended with status \(status)\(result == nil ? " and without a result" : "")")
    }
  }

  /// CPU time of the process tree since the work began; `nil` if it never did.
  private func usedSeconds(_ exit: ChildExit?) -> Double? {
    guard let exit, let started else { return nil }
    return max(0, exit.cpu.totalSeconds - started.cpuUserSeconds - started.cpuSystemSeconds)
  }

  private func measurements(_ exit: ChildExit) -> RunRecord.Measurements? {
    guard var result, let started, let used = usedSeconds(exit) else { return nil }
    result.transfer = result.transfer ?? plan.transfer
    return RunRecord.Measurements(
      result: result, idealSeconds: plan.idealSeconds(cpuStepSeconds: result.cpuStepSeconds),
      arrivalSeconds: plan.arrivalSeconds, histograms: histograms,
      cpuUserSeconds: max(0, exit.cpu.userSeconds - started.cpuUserSeconds),
      cpuSystemSeconds: max(0, exit.cpu.systemSeconds - started.cpuSystemSeconds),
      cores: cores, memoryPeakBytes: memoryPeak.map { Double($0) },
      memoryIsProportional: memoryPeak.map { _ in memoryIsProportional },
      bottleneck: bottleneck(result, usedSeconds: used))
  }

  /// What kept the run from being faster; `nil` if there were no items, or the child did not tell how busy its loop was.
  private func bottleneck(_ result: RunResult, usedSeconds: Double) -> Bottleneck? {
    guard let loop = result.loopCpuSeconds, plan.work.items > 0 else { return nil }
    // If nothing waited for I/O, cores are busy also if others keep them so: those that it may use, and not what was left of them.
    let busyShare = result.ioWaitSeconds < 0.1 * result.seconds ? account.busyShare(processors: processors) ?? 0 : 0
    let hasLock = self.hasLock ?? (plan.identity.runtime == .asyncio)
    return Bottleneck(
      plan.identity.strategy,
      Bottleneck.Figures(
        seconds: result.seconds, items: plan.work.items, isBatch: plan.arrivalSeconds == nil,
        concurrency: plan.work.concurrency * plan.servers, queuePeak: result.queuePeak, loopSeconds: loop,
        // Of several loops the busiest is told: the others are taken to be as busy.
        workerSeconds: max(0, usedSeconds - loop * Double(plan.servers)), processes: plan.work.processes * plan.servers,
        usedCoreSeconds: max(usedSeconds, busyShare * cores * result.seconds), cores: cores,
        lockSeconds: hasLock ? usedSeconds / Double(plan.servers) : nil, allWaitSeconds: result.ioWaitSeconds
      ))
  }
}

/// The precision in which history keeps instants: with it, history is judged as the agent judged.
private func wholeMilliseconds(_ seconds: Double) -> Double { (seconds * 1000).rounded() / 1000 }
