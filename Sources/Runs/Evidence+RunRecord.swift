import Samples
import Telemetry
package import Thresholds

extension Evidence {
  /// Adds what a run has shown; nothing where it did not complete.
  package mutating func add(_ record: RunRecord) {
    guard let measured = record.measurements else { return }
    add(
      latency: measured.histograms[.eventLoopLatency] ?? LatencyHistogram(), samples: record.samples,
      wallSeconds: measured.result.seconds, cpuSeconds: measured.cpuUserSeconds + measured.cpuSystemSeconds,
      cores: measured.cores, ioWaitSeconds: measured.result.ioWaitSeconds, arrivalSeconds: measured.arrivalSeconds)
  }
}
