import Samples
package import Thresholds

/// What single runs have shown of the quantity that a target limits.
package struct TargetFigures {
  /// Points of a plot at most.
  package static let points = 200

  /// The worst run: the highest figure, or the one farthest from the middle of a band. Of equal ones the first.
  package let worst: RunPoint?
  /// A figure a run, ascending in time; of many runs the worst of each of so many bins of time. Latency: a run's 99 % quantile, queue and
  /// memory: its peak, CPU and I/O wait: its ratio. In seconds, items, bytes, or a share.
  package let plot: [RunPoint]

  /// - Parameters:
  ///   - figures: ascending in time. What is not finite is no figure.
  ///   - points: of the plot at most.
  package init(_ target: Target, _ figures: [RunFigures], points: Int = TargetFigures.points) {
    let moments = { (figure: (RunFigures) -> Double?) in
      figures.compactMap { run in
        figure(run).filter(\.isFinite).map { RunPoint(value: $0, at: run.endedAt, runID: run.runID) }
      }
    }
    let measured = moments { run in target.name.measure.flatMap { $0.value(of: run) } }
    worst = (target.name == .eventLoopLatency ? moments(\.latencyMax) : measured).worst(by: target.limit)
    plot = measured.binned(to: points).compactMap { $0.worst(by: target.limit) }
  }
}

extension Limit {
  /// The greater, the worse.
  func badness(_ value: Double) -> Double {
    switch self {
    case .below, .atMost: value
    case .above, .atLeast: -value
    case .within(let band): abs(value - (band.lowerBound + band.upperBound) / 2)
    }
  }
}

extension Collection where Element == RunPoint {
  /// Of equal ones the first; `nil` of none.
  package func worst(by limit: Limit) -> RunPoint? {
    reduce(nil) { worst, next in
      guard let worst else { return next }
      return limit.badness(next.value) > limit.badness(worst.value) ? next : worst
    }
  }
}

extension [RunPoint] {
  /// Each alone where there are at most so many; else bins of equal time, from the first to the last. A bin without any is left out.
  fileprivate func binned(to limit: Int) -> [ArraySlice<RunPoint>] {
    guard count > limit, let first = first?.at.milliseconds, let last = last?.at.milliseconds, last > first else {
      return prefix(limit).indices.map { self[$0...$0] }
    }
    let width = Double(last - first) / Double(limit)
    let bin = { (moment: RunPoint) in Swift.min(limit - 1, Int(Double(moment.at.milliseconds - first) / width)) }
    var bins: [ArraySlice<RunPoint>] = []
    var start = startIndex
    while start < endIndex {
      let end = self[start...].firstIndex { bin($0) != bin(self[start]) } ?? endIndex
      bins.append(self[start..<end])
      start = end
    }
    return bins
  }
}

extension Optional {
  fileprivate func filter(_ isKept: (Wrapped) -> Bool) -> Wrapped? { flatMap { isKept($0) ? $0 : nil } }
}
