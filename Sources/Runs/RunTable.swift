package import Samples
package import Thresholds
package import Workloads

/// Measurements of one mix, as `calcmon run` makes them: a row for each strategy and runtime.
package struct RunTable: Sendable {
  /// All repeats of one strategy in one runtime.
  package struct Row: Sendable {
    /// What was run.
    package let identity: RunIdentity
    /// At least one, in the order in which they were made.
    package let records: [RunRecord]
    /// By the evidence of all completed repeats together.
    package let judgements: [Judgement]
    /// Of all completed repeats together.
    package let evidence: Evidence
    /// Time of `sync` in the same runtime over the time of this; `nil` where one of them is not known.
    package fileprivate(set) var speedup: Double?
  }

  /// What was run.
  package let mix: Mix
  /// Available to the runs.
  package let cores: Int
  /// In the order in which they were first run.
  package private(set) var rows: [Row]
  /// What the steps of the mix take in each runtime, if that was to be measured.
  package let measurements: [Runtime: StepMeasurements]

  /// - Parameters:
  ///   - records: of all runs that were begun, in their order.
  ///   - targets: without a configuration: those of the mix's kind.
  package init(
    _ mix: Mix, cores: Int, records: [RunRecord], measurements: [Runtime: StepMeasurements] = [:],
    targets: Target.Choice = Target.standardChoice
  ) {
    self.mix = mix
    self.measurements = measurements
    self.cores = cores
    var order: [RunIdentity] = []
    for record in records where !order.contains(record.identity) { order.append(record.identity) }
    rows = order.map { identity in
      let own = records.filter { $0.identity == identity }
      let evidence = Evidence(own.compactMap { RunEvidence($0) })
      return Row(
        identity: identity, records: own,
        judgements: targets(identity, mix.kind).map { TargetEvaluator.judge($0, by: evidence) }, evidence: evidence)
    }
    for index in rows.indices {
      let baseline = rows.first { $0.identity.strategy == .sync && $0.identity.runtime == rows[index].identity.runtime }
      guard let sync = baseline?.seconds, let own = rows[index].seconds else { continue }
      rows[index].speedup = sync / own
    }
  }

  /// Of all rows together: their targets and what failed.
  package var verdict: Verdict {
    Verdict(of: rows.flatMap { $0.judgements.map(\.verdict) }, failures: rows.map(\.failures))
  }

  /// Whether every run completed.
  package var isComplete: Bool { rows.allSatisfy { $0.outcome == .completed } }
}

extension RunTable.Row {
  var measurements: [RunRecord.Measurements] { records.compactMap(\.measurements) }

  /// `completed` where every repeat did, else the first that did not.
  package var outcome: RunOutcome { records.first { $0.outcome != .completed }?.outcome ?? .completed }

  /// Of what executed it, as it said.
  package var version: String? { records.lazy.compactMap(\.version).first }

  /// Why a repeat did not complete.
  package var reason: String? { records.lazy.compactMap(\.reason).first }

  /// Median of the repeats.
  package var seconds: Double? { median { $0.result.seconds } }

  /// Shortest and longest repeat; `nil` where there are not two.
  package var secondsRange: ClosedRange<Double>? {
    let all = measurements.map(\.result.seconds)
    guard all.count > 1, let least = all.min(), let most = all.max() else { return nil }
    return least...most
  }

  /// Of the shortest to the longest, in the order in which they were made.
  package var allSeconds: [Double] { measurements.map(\.result.seconds) }

  /// Items of one run; of one that did not complete, those that were done by the last word of it.
  package var items: Int { measurements.first?.result.items ?? records.last?.lastProgress?.done ?? 0 }

  /// How far a run came that did not complete.
  package var partialSeconds: Double? { measurements.isEmpty ? records.last?.lastProgress?.elapsed : nil }

  /// Median of the repeats, in items that were executed.
  package var itemsPerSecond: Double? { median(\.itemsPerSecond) ?? partialRate }

  /// Median of the repeats.
  package var idealSeconds: Double? { median(\.idealSeconds) }

  /// Median of the repeats.
  package var idealRatio: Double? { median(\.idealRatio) }

  /// Of all repeats together.
  package var latency: LatencyHistogram {
    measurements.reduce(into: LatencyHistogram()) { $0.merge($1.histograms[.eventLoopLatency] ?? LatencyHistogram()) }
  }

  /// From arrival to end, of all repeats together.
  package var itemTimes: LatencyHistogram {
    measurements.reduce(into: LatencyHistogram()) { $0.merge($1.histograms[.itemDuration] ?? LatencyHistogram()) }
  }

  /// Items that did not end well, of all repeats; `nil` if no run was measured.
  package var itemsFailed: Int? { seconds == nil ? nil : sum(\.itemsFailed) + sum(\.itemsTimeout) + sum(\.itemsDropped) }

  /// Highest of the repeats.
  package var queuePeak: Int? { measurements.map(\.result.queuePeak).max() ?? partialPeak(.queueDepth).map { Int($0) } }

  /// Median of the repeats.
  package var cpuUtilization: Double? { median(\.cpuUtilization) }

  /// Highest of the repeats.
  package var memoryPeakBytes: Double? { measurements.compactMap(\.memoryPeakBytes).max() ?? partialPeak(.memory) }

  /// Whether memory is PSS in all repeats, or RSS in some; `nil` where there is no figure.
  package var memoryIsProportional: Bool? {
    let kinds = measurements.compactMap(\.memoryIsProportional)
    return kinds.isEmpty ? nil : kinds.allSatisfy(\.self)
  }

  /// What could not be read in some repeat, and why.
  package var failedReadings: [String: String] {
    records.reduce(into: [:]) { $0.merge($1.failedReadings) { first, _ in first } }
  }

  /// Of all repeats together, also of those that did not complete.
  package var stalls: StallSummary { StallSummary(records.flatMap(\.stalls)) }

  /// Median of the repeats.
  package var ioWaitRatio: Double? { median(\.ioWaitRatio) }

  /// CPU time of an item's CPU step: median of the repeats; `nil` where items have none.
  package var stepSeconds: Double? {
    median { $0.result.items > 0 && $0.result.cpuStepSeconds > 0 ? $0.result.cpuStepSeconds / Double($0.result.items) : nil }
  }

  /// Of the first repeat that tells one: the end of the traceback of its first item that failed.
  package var firstError: String? { measurements.lazy.compactMap(\.result.firstError).first }

  /// Median of the repeats.
  package var workerStartSeconds: Double? { median(\.result.workerStartSeconds) }

  /// What it takes to send an item to a worker process, by the last repeat that tells it.
  package var transfer: TransferCost? { measurements.lazy.compactMap(\.result.transfer).last }

  /// Sum of the repeats.
  package func sum(_ count: (RunResult) -> Int) -> Int { measurements.reduce(0) { $0 + count($1.result) } }

  /// Median of the repeats.
  package func median(_ value: (RunRecord.Measurements) -> Double?) -> Double? {
    measurements.compactMap(value).median
  }

  /// What failed of the repeats and their items.
  package var failures: Failures { Failures(records) }

  /// Of this row alone.
  package var verdict: Verdict { Verdict(of: judgements.map(\.verdict), failures: [failures]) }
}
