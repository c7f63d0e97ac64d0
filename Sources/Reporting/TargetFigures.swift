import Samples
package import Storage
package import Thresholds

/// What single runs have shown of the quantity that a target limits.
package struct TargetFigures {
  /// The worst run: the highest figure, or the one farthest from the middle of a band. Of equal ones the first.
  package let worst: Report.Moment?
  /// See `Report.Row.plot`.
  package let plot: [Report.Moment]

  /// - Parameters:
  ///   - figures: ascending in time. What is not finite is no figure.
  ///   - points: of the plot at most.
  package init(_ target: Target, _ figures: [RunFigures], points: Int = Report.plotPoints) {
    let moments = { (figure: (RunFigures) -> Double?) in
      figures.compactMap { run in
        figure(run).filter(\.isFinite).map { Report.Moment(value: $0, at: run.endedAt, runID: run.runID) }
      }
    }
    let measured = moments { target.name.measure.value(of: $0) }
    worst = (target.name == .eventLoopLatency ? moments(\.latencyMax) : measured).worst(by: target.limit)
    plot = measured.binned(to: points).compactMap { $0.worst(by: target.limit) }
  }
}

extension TargetName {
  /// What of a run belongs to this target.
  package var measure: ReportMeasure {
    switch self {
    case .eventLoopLatency: .eventLoopLatencyP99
    case .queueDepth: .queuePeak
    case .cpuUtilization: .cpuUtilization
    case .memory: .memoryPeak
    case .ioWait: .ioWait
    }
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

extension Collection where Element == Report.Moment {
  /// Of equal ones the first; `nil` of none.
  package func worst(by limit: Limit) -> Report.Moment? {
    reduce(nil) { worst, next in
      guard let worst else { return next }
      return limit.badness(next.value) > limit.badness(worst.value) ? next : worst
    }
  }
}

extension [Report.Moment] {
  /// Each alone where there are at most so many; else bins of equal time, from the first to the last. A bin without any is left out.
  fileprivate func binned(to limit: Int) -> [ArraySlice<Report.Moment>] {
    guard count > limit, let first = first?.at.milliseconds, let last = last?.at.milliseconds, last > first else {
      return prefix(limit).indices.map { self[$0...$0] }
    }
    let width = Double(last - first) / Double(limit)
    let bin = { (moment: Report.Moment) in Swift.min(limit - 1, Int(Double(moment.at.milliseconds - first) / width)) }
    var bins: [ArraySlice<Report.Moment>] = []
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
