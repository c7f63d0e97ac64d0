package import Samples
package import Storage

/// One run with everything that is kept of it.
package struct RunDetail: Hashable, Sendable {
  /// Its figures; `id` is what its page and its exemplars are called by.
  package var run: StoredRun
  /// Of calcmon, or of the interpreter and its event loop; `nil` where the child never told.
  package var version: String?
  /// Of the lateness of the loop's ticks; `nil` where it is not kept any more, or there was none.
  package var latency: LatencyHistogram?
  /// In order of time.
  package var stalls: [StoredStall]
  /// Of all quantities, ascending in time; empty where they are not kept any more.
  package var samples: [StoredSample]

  /// Joins the parts.
  package init(
    run: StoredRun, version: String? = nil, latency: LatencyHistogram? = nil, stalls: [StoredStall] = [],
    samples: [StoredSample] = []
  ) {
    self.run = run
    self.version = version
    self.latency = latency
    self.stalls = stalls
    self.samples = samples
  }
}
