import Samples
import Thresholds

/// A completed run, as a row of `EvidenceColumns` has it.
struct EvidenceRow {
  let position: RunPosition
  let wall: Double
  let cpu: Double
  let cores: Double
  let waited: Double
  let cpuSamples: Int
  let ioWaitSamples: Int
  let queuePeak: Double?
  let memoryPeak: Double?
  let ideal: Double?
  let arrivals: Double?
  let latencyP99: Double?
  let latencyMax: Double?
  let queue: TrendSummary
  let memory: TrendSummary
  let items: ItemCounts
  let surroundings: SurroundingsColumns.Value

  func evidence(latency: LatencyHistogram, stalls: StallSummary) -> RunEvidence {
    var evidence = RunEvidence(
      latency: latency, queueDepth: queue, memory: memory, wallSeconds: wall, cpuSeconds: cpu, cores: cores,
      ioWaitSeconds: waited, cpuSamples: cpuSamples, ioWaitSamples: ioWaitSamples, queuePeak: queuePeak, memoryPeak: memoryPeak,
      latencyMax: latencyMax, stalls: stalls, items: items)
    evidence.account = surroundings.account
    evidence.host = surroundings.host
    evidence.bottleneck = surroundings.bottleneck
    evidence.late = surroundings.late
    evidence.arrivalSeconds = arrivals
    return evidence
  }

  var figures: RunFigures {
    RunFigures(
      runID: position.id, endedAt: Timestamp(milliseconds: position.ended), latencyP99: latencyP99, latencyMax: latencyMax,
      queuePeak: queuePeak ?? 0, cpuUtilization: StoredRun.Figures.ratio(cpu, wall * cores) ?? 0,
      ioWaitRatio: StoredRun.Figures.ratio(waited, wall) ?? 0, memoryPeak: memoryPeak,
      idealRatio: ideal.flatMap { StoredRun.Figures.ratio(wall, $0) })
  }
}
