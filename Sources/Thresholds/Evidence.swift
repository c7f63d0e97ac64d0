package import Samples

/// What completed runs of one mix, strategy and runtime have shown in a window: everything that a target can be judged by.
package struct Evidence: Hashable, Sendable {
  /// Lateness of the loop's ticks.
  package var latency = LatencyHistogram()
  /// Why there is no lateness, and no waiting for I/O, if those do not tell who are judged; `nil`: they tell.
  package var latencyUntold: String?
  package var ioWaitUntold: String?
  /// Queue depth, a summary a run, warm-up left out.
  package var queueDepth: [TrendSummary] = []
  /// Memory, a summary a run, warm-up left out.
  package var memory: [TrendSummary] = []
  /// CPU time of the process trees.
  package var cpuSeconds = 0.0
  /// Wall time × cores available.
  package var capacitySeconds = 0.0
  /// What of these three is of runs that had too little of a core to be judged by it.
  var scarceCPU = CPUUse()
  /// Time in which every item in flight waited for I/O.
  package var ioWaitSeconds = 0.0
  /// Wall time.
  package var wallSeconds = 0.0
  /// Samples behind the CPU utilisation.
  package var cpuSamples = 0
  /// Those of `Quantity.ioWait`; `cpuSamples` counts those of `Quantity.cpuUtilization`.
  package var ioWaitSamples = 0

  /// Deepest queue of all runs.
  package var queuePeak: Double?
  /// Highest memory of all runs, in bytes.
  package var memoryPeak: Double?
  /// In which the loop stood still.
  package var stalls = StallSummary()
  /// In which it was late, though it stood not still; `nil` if that was not asked of any run.
  package var late: LateIntervals?
  /// Where the time of the runs' threads went; `nil` if no run was looked at.
  package var account: RunAccount?
  /// What the host did meanwhile; `nil` if no run was looked at.
  package var host: HostUse?
  /// For how long the runs' threads waited for a core because of others. Threads of a run wait for each other as well: of a run's waiting no more is
  /// the others' than they used meanwhile.
  package var waitedForOthersSeconds = 0.0
  /// CPU time of work that came and that all processors of the host together could not have done meanwhile, whoever else used them.
  package var overloadSeconds = 0.0
  /// For how long the runs were that had each bottleneck.
  package var bottleneckSeconds: [Bottleneck: Double] = [:]
  /// Items that came to a result.
  package var itemsDone = 0.0
  /// The run that was added last.
  package var newest: RunEvidence?
  /// Of an application: its levels in each interval, ascending in time. Empty: it is no application's.
  package internal(set) var levels: [AppLevels] = []
  /// Whether it is of an application, and not of runs.
  package internal(set) var isOfApp = false
  /// Whether it is of runs and applications.
  var isOfSeveral = false
  /// Wall time of all loops of an application together; 0 if it is of runs.
  package internal(set) var loopSeconds = 0.0

  /// By how much the same work may take more CPU time beside others on the same processors.
  private static let slowestWork = 1.15

  /// No evidence at all.
  package init() {}

  /// What some runs have shown together.
  package init(_ runs: some Sequence<RunEvidence>) {
    for run in runs { add(run) }
  }

  /// Adds a run.
  package mutating func add(_ run: RunEvidence) {
    latency.merge(run.latency)
    queueDepth.append(run.queueDepth)
    memory.append(run.memory)
    cpuSeconds += run.cpuSeconds
    capacitySeconds += run.wallSeconds * run.cores
    if case let use = CPUUse(run), use.isScarce { scarceCPU.add(use) }
    ioWaitSeconds += run.ioWaitSeconds
    wallSeconds += run.wallSeconds
    cpuSamples += run.cpuSamples
    ioWaitSamples += run.ioWaitSamples
    queuePeak = greater(queuePeak, run.queuePeak)
    memoryPeak = greater(memoryPeak, run.memoryPeak)
    stalls.add(run.stalls)
    if let those = run.late, late?.add(those) == nil { late = those }
    add(run.account, run.host)
    if let bottleneck = run.bottleneck { bottleneckSeconds[bottleneck, default: 0] += run.wallSeconds }
    if let arrivals = run.arrivalSeconds, let host = run.host {
      overloadSeconds += max(0, run.cpuSeconds - Evidence.slowestWork * arrivals * host.processors)
    }
    itemsDone += Double(run.items.ok + run.items.failed + run.items.timedOut)
    newest = run
    guard let app = run.app else { return }
    add(app)
    loopSeconds += max(run.wallSeconds, app.loopSeconds ?? 0)
  }

  /// The sums alone, for what says why and how much: single levels and distributions take memory.
  package var withoutLevels: Evidence {
    var sums = self
    (sums.levels, sums.queueDepth, sums.memory, sums.newest) = ([], [], [], nil)
    sums.latency = LatencyHistogram()
    return sums
  }

  /// Adds what is left of an interval of an application that is too old for everything but its levels.
  package mutating func add(_ past: AppLevels) {
    levels.append(past)
    isOfApp = true
  }

  mutating func add(_ runAccount: RunAccount?, _ hostUse: HostUse?) {
    if let runAccount {
      var sum = account ?? RunAccount(ranSeconds: 0)
      sum.add(runAccount)
      account = sum
      waitedForOthersSeconds += min(runAccount.waitedSeconds ?? 0, hostUse?.othersSeconds ?? .infinity)
    }
    if let hostUse {
      var sum = host ?? HostUse(seconds: 0, capacitySeconds: 0)
      sum.add(hostUse)
      host = sum
    }
  }

  /// What was in the way for most of the time; `nil` if no run tells.
  package var bottleneck: Bottleneck? {
    Bottleneck.allCases.filter { bottleneckSeconds[$0] != nil }.max {
      (bottleneckSeconds[$0] ?? 0) < (bottleneckSeconds[$1] ?? 0)
    }
  }

  /// What the CPU utilisation is judged by.
  var judgedCPU: CPUUse {
    var use = CPUUse()
    use.seconds = cpuSeconds - scarceCPU.seconds
    use.capacitySeconds = capacitySeconds - scarceCPU.capacitySeconds
    use.samples = cpuSamples - scarceCPU.samples
    return use
  }

  /// Cores that were available, on average.
  package var averageCores: Double { wallSeconds > 0 ? capacitySeconds / wallSeconds : 0 }
}

private func greater(_ a: Double?, _ b: Double?) -> Double? {
  [a, b].compactMap { $0 }.max()
}
