package import Telemetry

/// What the threads of the pool did between two ticks, together. A value without a clock.
package struct PoolAccount: Sendable {
  /// On a core, and ready for one: nanoseconds.
  package var onCPU: Int64 = 0
  package var waiting: Int64 = 0
  /// How many there are.
  package var threads = 0

  /// Nothing.
  package init() {}

  /// Why a tick was late although no thread slept in a task: the threads had other tasks to do, or got no core for them.
  ///
  /// - Parameters:
  ///   - window: since the tick before.
  ///   - processors: no more threads than that work at the same time.
  package func report(from started: Int64, until ended: Int64, window: Int64, processors: Int) -> TelemetryMessage.StallReport {
    let length = ended - started
    let whole = Double(max(1, min(threads, processors))) * Double(max(1, window))
    let busy = Double(onCPU + waiting)
    // Threads that were busy for most of the time were so for the whole of a tick that did not come.
    let scale = Double(length) / (2 * busy >= whole ? max(1, busy) : whole)
    let computed = min(length, Int64(Double(onCPU) * scale))
    let waited = min(length - computed, Int64(Double(waiting) * scale))
    return TelemetryMessage.StallReport(startedNs: started, endedNs: ended, onCpuNs: computed, runqueueNs: waited)
  }
}
