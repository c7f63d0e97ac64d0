import Samples
import Thresholds

/// An interval of an application in little memory: its histogram takes a few bytes a bucket, and stalls that there were none of take nothing.
final class PackedInterval: Sendable {
  let levels: AppLevels
  /// Its length.
  let seconds: Double
  private let latency: [UInt8]
  private let cpu: (seconds: Double, cores: Double, samples: Int)
  private let peaks: (queue: Double?, memory: Double?)
  private let stalls: [StallSummary]
  private let account: RunAccount?
  private let host: HostUse?
  private let bottleneck: Bottleneck?

  /// `nil` if it is of a run.
  init?(_ interval: RunEvidence) {
    guard let levels = interval.app else { return nil }
    self.levels = levels
    seconds = interval.wallSeconds
    // Without spare room.
    latency = interval.latency.bytes.withUnsafeBufferPointer { Array($0) }
    cpu = (interval.cpuSeconds, interval.cores, interval.cpuSamples)
    peaks = (interval.queuePeak, interval.memoryPeak)
    stalls = interval.stalls.count > 0 ? [interval.stalls] : []
    (account, host, bottleneck) = (interval.account, interval.host, interval.bottleneck)
  }

  /// As it was.
  ///
  /// - Parameter endedAt: by the clock as it is now.
  func evidence(endedAt: Timestamp) -> RunEvidence {
    let none = TrendSummary(TrendSeries(times: [], values: []))
    let latency = LatencyHistogram(bytes: latency) ?? LatencyHistogram()
    var evidence = RunEvidence(
      latency: latency, queueDepth: none, memory: none, wallSeconds: seconds, cpuSeconds: cpu.seconds, cores: cpu.cores,
      ioWaitSeconds: 0, cpuSamples: cpu.samples, ioWaitSamples: 0, queuePeak: peaks.queue, memoryPeak: peaks.memory,
      latencyMax: latency.maxSeconds, stalls: stalls.first ?? StallSummary())
    (evidence.account, evidence.host, evidence.bottleneck) = (account, host, bottleneck)
    var levels = levels
    levels.at = endedAt.seconds
    evidence.app = levels
    return evidence
  }
}
