package import Samples

extension RunEvidence {
  /// What a run has shown; `nil` where it did not complete.
  package init?(_ record: RunRecord) {
    guard let measured = record.measurements else { return nil }
    self.init(
      latency: measured.histograms[.eventLoopLatency] ?? LatencyHistogram(), samples: record.samples,
      wallSeconds: measured.result.seconds, cpuSeconds: measured.cpuUserSeconds + measured.cpuSystemSeconds,
      cores: measured.cores, ioWaitSeconds: measured.result.ioWaitSeconds, arrivalSeconds: measured.arrivalSeconds,
      queuePeak: Double(measured.result.queuePeak), memoryPeak: measured.memoryPeakBytes, stalls: StallSummary(record.stalls),
      items: ItemCounts(measured.result))
    arrivalSeconds = measured.arrivalSeconds
    late = record.late
    account = record.account
    host = record.host
    bottleneck = measured.bottleneck
  }
}

extension ItemCounts {
  /// Those of a run, as its child counted them.
  package init(_ result: RunResult) {
    self.init(ok: result.itemsOk, failed: result.itemsFailed, timedOut: result.itemsTimeout, dropped: result.itemsDropped)
  }
}

extension Failures {
  /// Those of some runs.
  package init(_ records: some Sequence<RunRecord>) {
    for record in records {
      add(record.outcome, reason: record.reason, items: record.measurements.map { ItemCounts($0.result) })
    }
  }
}
