package import Samples
package import Thresholds

/// One run with everything that is kept of it.
package struct RunDetail: Hashable, Sendable {
  /// Its row; `id` is what its page and its exemplars are called by.
  package var run: StoredRun
  /// Of calcmon, or of the interpreter and its event loop; `nil` where the child never told, and of runs that were read: the history does not
  /// keep it.
  package var version: String?
  /// Of the lateness of the loop's ticks; `nil` where it is not kept any more, or there was none.
  package var latency: LatencyHistogram?
  /// Of its items, from arrival to end; `nil` where it is not kept any more, or was not asked for.
  package var itemTimes: LatencyHistogram?
  /// In order of time.
  package var stalls: [StoredStall]
  /// Of all quantities, ascending in time; empty where they are not kept any more, or were not asked for.
  package var samples: [StoredSample]
  /// What targets judge it by; `nil` where it did not complete, or that cannot be read.
  package var evidence: RunEvidence?

  /// Joins the parts.
  package init(
    run: StoredRun, version: String? = nil, latency: LatencyHistogram? = nil,
    itemTimes: LatencyHistogram? = nil, stalls: [StoredStall] = [],
    samples: [StoredSample] = [], evidence: RunEvidence? = nil
  ) {
    self.run = run
    self.version = version
    self.latency = latency
    self.itemTimes = itemTimes
    self.stalls = stalls
    self.samples = samples
    self.evidence = evidence
  }

  /// A run that is in memory, as it is read back once it is kept under this id: with the precision of the tables, and without what they leave
  /// out, but for its version.
  package init(_ record: RunRecord, id: Int64) {
    run = StoredRun(record, id: id)
    version = record.version
    evidence = RunEvidence(record)
    latency = record.measurements?.histograms[.eventLoopLatency].flatMap { $0.buckets.isEmpty ? nil : $0 }
    itemTimes = record.measurements?.histograms[.itemDuration].flatMap { $0.buckets.isEmpty ? nil : $0 }
    guard let start = record.workStartedAt else {
      (stalls, samples) = ([], [])
      return
    }
    stalls = record.stalls.map { stall in
      let startedAt = record.wallTime(of: stall, workStartedAt: start)
      return StoredStall(identity: record.identity, runID: id, startedAt: startedAt, stall: stall.stored(startedAt: startedAt))
    }
    evidence?.stalls = StallSummary(stalls.map(\.stall))
    samples = InstantRow.rows(of: record.samples).flatMap { row in
      let at = Timestamp(milliseconds: start.milliseconds + row.elapsedMilliseconds)
      return zip(Quantity.allCases, row.stored).compactMap { quantity, stored in
        stored.map {
          StoredSample(identity: record.identity, quantity: quantity, at: at, value: Double($0) / quantity.storedScale, runID: id)
        }
      }
    }
  }
}

extension StoredRun {
  fileprivate init(_ record: RunRecord, id: Int64) {
    self.init(
      id: id, identity: record.identity, kind: record.kind, outcome: record.outcome, reason: record.reason,
      startedAt: record.startedAt, endedAt: record.endedAt, figures: record.measurements.map(Figures.init))
    account = record.account
    host = record.host
    bottleneck = record.measurements?.bottleneck
    parameters = record.parameters
    ownSteps = OwnStepAccount(record.measurements?.result)
  }
}

extension StoredRun.Figures {
  fileprivate init(_ measured: RunRecord.Measurements) {
    let result = measured.result
    let latency = measured.histograms[.eventLoopLatency]
    self.init(
      seconds: result.seconds, idealSeconds: measured.idealSeconds, itemsOk: result.itemsOk, itemsFailed: result.itemsFailed,
      itemsTimeout: result.itemsTimeout, itemsDropped: result.itemsDropped, retries: result.retries, queuePeak: result.queuePeak,
      cpuUserSeconds: measured.cpuUserSeconds, cpuSystemSeconds: measured.cpuSystemSeconds, cores: measured.cores,
      ioWaitSeconds: result.ioWaitSeconds, memoryPeakBytes: measured.memoryPeakBytes, latencyP99Seconds: latency?.p99,
      latencyMaxSeconds: latency?.maxSeconds)
    cpuStepSeconds = result.cpuStepSeconds
  }
}
