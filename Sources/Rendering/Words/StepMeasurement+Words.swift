package import Samples

/// What was measured of steps of the user's own, as people read it.
extension StepMeasurement {
  /// Lines for people, the first of all figures; then what is remarkable.
  ///
  /// - Parameter histograms: of the steps' times, for the quantiles.
  package func lines(in runtime: Runtime, _ histograms: [RunDistribution: LatencyHistogram]) -> [String] {
    let histogram = histograms[step == .cpu ? .cpuStepDuration : .ioStepDuration]
    let first = "\(step.rawValue) step in \(runtime.rawValue): " + figures(histogram).joined(separator: ", ")
    let failed = failures > 0 ? ["\(failures) of \(Plural.text(count, "call")) failed:"] + firstErrorLines : []
    return [first] + failed + (sendingText.map { [$0] } ?? [])
  }

  private func figures(_ histogram: LatencyHistogram?) -> [String] {
    let p99 = histogram?.quantile(0.99).map { " (p99 \(DurationText.text($0)))" } ?? ""
    var found = ["\(DurationText.text(seconds))\(step == .cpu ? " of CPU time" : "") a call\(p99)"]
    if step == .cpu { found.append("\(DurationText.text(wallSeconds)) from begin to end") }
    found.append(Plural.text(count, "call"))
    if let transfer { found.append(transfer.text) }
    if let lockShare { found.append("\(Percent.text(lockShare, .tenths)) of it with Python's lock") }
    return found
  }

  /// The end of the traceback, set in.
  private var firstErrorLines: [String] { firstError.map(TracebackText.lines) ?? [] }

  /// If to send an item takes longer than to compute it: `an item's argument has 1.2 MiB pickled …`.
  package var sendingText: String? {
    guard isDearerToSend, let transfer else { return nil }
    return "an item's \(transfer.largerPart) pickled and takes \(DurationText.text(transfer.seconds)) to send: more than the "
      + "\(DurationText.text(seconds)) that it computes; hybrid will disappoint"
  }
}

extension TransferCost {
  /// `argument 1.2 MiB and result 20 B pickled, 3.1 ms to send`
  package var text: String {
    "argument \(Digits.bytes(argumentBytes)) and result \(Digits.bytes(resultBytes)) pickled, \(DurationText.text(seconds)) to send"
  }

  /// `argument has 1.2 MiB`
  fileprivate var largerPart: String {
    argumentBytes >= resultBytes ? "argument has \(Digits.bytes(argumentBytes))" : "result has \(Digits.bytes(resultBytes))"
  }
}
