/// How far the run is: what stands now, and sums since its start.
package struct WorkProgress: Codable, Hashable, Sendable {
  /// Seconds since `started`.
  package let elapsed: Double
  /// Items accepted and not yet started.
  package let queueDepth: Int
  /// Items started and not yet ended.
  package let inFlight: Int
  /// Items ended.
  package let done: Int
  /// Time until now in which every item in flight waited for I/O.
  package let ioWaitSeconds: Double
  /// The worst lateness of a tick since the progress before.
  package let eventLoopLatencySeconds: Double

  /// The state at one moment.
  package init(
    elapsed: Double, queueDepth: Int, inFlight: Int, done: Int, ioWaitSeconds: Double, eventLoopLatencySeconds: Double
  ) {
    self.elapsed = elapsed
    self.queueDepth = queueDepth
    self.inFlight = inFlight
    self.done = done
    self.ioWaitSeconds = ioWaitSeconds
    self.eventLoopLatencySeconds = eventLoopLatencySeconds
  }
}
