package import Telemetry

/// What the threads of the pool did between two ticks, together. A value without a clock.
package struct PoolAccount: Sendable {
  /// On a core: nanoseconds.
  package var onCPU: Int64 = 0
  /// Ready for a core; those of the thread with it that wakes the others.
  package var waiting: Int64 = 0
  /// How many there are.
  package var threads = 0

  /// Nothing.
  package init() {}

  /// Why a tick was late although no thread slept in a task: the threads had other tasks to do, or got no core for them. What remains has no
  /// cause: it was seen that no thread slept.
  ///
  /// - Parameters:
  ///   - window: since the tick before.
  ///   - processors: no more threads than that work at the same time.
  ///   - seen: when the threads were looked at first meanwhile, and how often; `nil`: they were not.
  package func report(
    from started: Int64, until ended: Int64, window: Int64, processors: Int, seen: (first: Int64, looks: Int)? = nil
  ) -> TelemetryMessage.StallReport {
    let length = ended - started
    let (computed, waited) = isBusy(window, processors) ? shares(of: length) : rest(of: length)
    return TelemetryMessage.StallReport(
      startedNs: started, endedNs: ended, onCpuNs: computed, runqueueNs: waited, looks: seen?.looks ?? 0,
      noticedNs: seen.map { min(max($0.first, started), ended) })
  }

  private func isBusy(_ window: Int64, _ processors: Int) -> Bool {
    2 * (onCPU + waiting) >= Int64(max(1, min(threads, processors))) * max(1, window)
  }

  /// Of threads that were busy for most of the time: they were for the whole of a tick that did not come.
  private func shares(of length: Int64) -> (computed: Int64, waited: Int64) {
    let computed = Int64(Double(length) * Double(onCPU) / Double(max(1, onCPU + waiting)))
    return (computed, length - computed)
  }

  /// Of threads that had little to do: the tick waited as long as they did.
  private func rest(of length: Int64) -> (computed: Int64, waited: Int64) {
    let waited = min(length, waiting)
    return (min(length - waited, onCPU), waited)
  }
}
