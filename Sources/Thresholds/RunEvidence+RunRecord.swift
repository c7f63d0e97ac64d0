package import Samples

extension RunEvidence {
  /// What a run has shown; `nil` where it did not complete.
  package init?(_ record: RunRecord) {
    guard let measured = record.measurements else { return nil }
    self.init(
      latency: measured.histograms[.eventLoopLatency] ?? LatencyHistogram(), samples: record.samples,
      wallSeconds: measured.result.seconds, cpuSeconds: measured.cpuUserSeconds + measured.cpuSystemSeconds,
      cores: measured.cores, ioWaitSeconds: measured.result.ioWaitSeconds, arrivalSeconds: measured.arrivalSeconds,
      queuePeak: Double(measured.result.queuePeak), memoryPeak: measured.memoryPeakBytes, stalls: StallSummary(record.stalls))
    account = record.account
    host = record.host
    bottleneck = measured.bottleneck
    itemsDone = Double(measured.result.items - measured.result.itemsDropped)
  }
}
