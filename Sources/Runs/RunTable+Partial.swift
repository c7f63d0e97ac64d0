import Samples

/// Figures of a run that did not complete, such as one that was interrupted.
extension RunTable.Row {
  /// How far it came, where no repeat completed.
  private var partial: RunRecord? { measurements.isEmpty ? records.last : nil }

  /// Items a second until its last word.
  var partialRate: Double? {
    guard let progress = partial?.lastProgress, progress.elapsed > 0, progress.done > 0 else { return nil }
    return Double(progress.done) / progress.elapsed
  }

  /// The greatest value that was seen.
  func partialPeak(_ quantity: Quantity) -> Double? {
    partial?.samples.filter { $0.quantity == quantity }.map(\.value).max()
  }

  /// The greatest lateness of a tick: of all repeats together, or as far as a run came that did not complete.
  package var latencyMaxSeconds: Double? { latency.maxSeconds ?? partialPeak(.eventLoopLatency) }
}
