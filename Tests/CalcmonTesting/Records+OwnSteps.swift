package import Samples

extension RunRecord {
  /// The same, with more in the child's account.
  package func telling(_ change: (inout RunResult) -> Void) -> RunRecord {
    guard let measured = measurements else { return self }
    var result = measured.result
    change(&result)
    var record = RunRecord(
      identity: identity, kind: kind, io: io, version: version, outcome: outcome, reason: reason, startedAt: startedAt,
      workStartedAt: workStartedAt, endedAt: endedAt, costSeconds: costSeconds, samples: samples, lastProgress: lastProgress,
      stalls: stalls, late: late, workStartedNanoseconds: workStartedNanoseconds, controlLatency: controlLatency,
      injected: injected, failedReadings: failedReadings, account: account, host: host,
      measurements: Measurements(
        result: result, idealSeconds: measured.idealSeconds, arrivalSeconds: measured.arrivalSeconds,
        histograms: measured.histograms, cpuUserSeconds: measured.cpuUserSeconds, cpuSystemSeconds: measured.cpuSystemSeconds,
        cores: measured.cores, memoryPeakBytes: measured.memoryPeakBytes,
        memoryIsProportional: measured.memoryIsProportional, bottleneck: measured.bottleneck))
    record.parameters = parameters
    return record
  }
}
