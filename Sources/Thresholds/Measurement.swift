import Samples

/// A statistic of evidence.
struct Measurement {
  /// In the statistic's unit; `nil` where there are too few samples.
  let value: Double?
  /// How many samples there were.
  let samples: Int
  /// How many it takes.
  let needed: Int
  /// What they are.
  let kind: Shortage.Kind
  /// Of a core, that the runs had: too little for this.
  var scarceCores: Double?
  /// Why there is nothing to measure, if it is the application that does not tell.
  var untold: String?

  init(value: Double?, samples: Int, of needed: Int = 1, _ kind: Shortage.Kind = .samples) {
    self.value = value
    self.samples = samples
    self.needed = needed
    self.kind = kind
  }

  /// Of a statistic that the quantity does not have.
  static let none = Measurement(value: nil, samples: 0, of: 0)

  /// `nil` if there is a value, or more samples would not make one.
  var shortage: Shortage? {
    guard value == nil, samples < needed else { return nil }
    return Shortage(found: samples, needed: needed, kind: kind, scarceCores: scarceCores, untold: untold)
  }
}

extension Measurement {
  /// With the reason, if there is nothing.
  fileprivate func orUntold(_ reason: String?) -> Measurement {
    var measured = self
    if measured.samples == 0, measured.value == nil, measured.needed > 0 { measured.untold = reason }
    return measured
  }
}

extension Evidence {
  /// What a target's statistic is, as far as this evidence tells.
  func measure(_ statistic: Statistic, of name: TargetName) -> Measurement {
    switch (name, statistic) {
    case (_, let statistic) where isOfApp && name.isOfLevel: level(statistic, of: name)
    case (.eventLoopLatency, let statistic): latency(statistic).orUntold(untoldLatency)
    case (.queueDepth, .trend(let test)): test.measure(queueDepth)
    case (.queueDepth, .max): peak(queuePeak, of: queueDepth.count)
    case (.queueDepth, .last): peak(newest?.queuePeak, of: 1)
    case (.memory, .trend(let test)): test.measure(memory)
    case (.memory, .max): peak(memoryPeak, of: memory.count)
    case (.memory, .last): peak(newest?.memoryPeak, of: 1)
    case (.cpuUtilization, .ratio): utilization(judgedCPU, without: scarceCPU)
    case (.cpuUtilization, .last): newest.map { Evidence([$0]).measure(.ratio, of: .cpuUtilization) } ?? .none
    case (.ioWait, .ratio): ratio(ioWaitSeconds, of: wallSeconds, ioWaitSamples).orUntold(ioWaitUntold)
    case (.ioWait, .last): newest.map { ratio($0.ioWaitSeconds, of: $0.wallSeconds, $0.ioWaitSamples) } ?? .none
    case (.queueDepth, _), (.memory, _), (.cpuUtilization, _), (.ioWait, _): .none
    case (.saturation, _), (.tasks, _), (.executorBacklog, _): .none
    }
  }

  /// Why nothing is known of it; `nil`: it may come.
  private var untoldLatency: String? { latencyUntold ?? (isOfApp && !levels.isEmpty ? TargetName.eventLoopLatency.untold : nil) }

  private func latency(_ statistic: Statistic) -> Measurement {
    switch statistic {
    case .quantile(let share): quantile(share)
    case .max: Measurement(value: latency.maxSeconds, samples: ticks, .ticks)
    case .avg: Measurement(value: ticks > 0 ? latency.sumSeconds / Double(ticks) : nil, samples: ticks, .ticks)
    case .last: peak(newest?.latencyMax, of: 1)
    case .count: perWallTime { _ in Double(stalls.count) }
    case .rate: perWallTime { Double(stalls.count) / $0 }
    case .ratio: perWallTime { stalls.budget.totalSeconds / $0 }
    case .trend: .none
    }
  }

  private var ticks: Int { Int(clamping: latency.count) }

  /// A quantile that not even one sample lies above is not known: p99 needs 100.
  private func quantile(_ share: Double) -> Measurement {
    guard (0...1).contains(share) else { return .none }
    let samples = ticks
    let needed = share < 1 ? Int((1 / (1 - share)).rounded()) : 1
    return Measurement(value: samples >= needed ? latency.quantile(share) : nil, samples: samples, of: needed, .ticks)
  }

  /// Each run that has a peak is a sample.
  func peak(_ value: Double?, of runs: Int) -> Measurement {
    Measurement(value: value, samples: value == nil ? 0 : runs, .runs)
  }

  /// Stalls are seen all the time: a run with some wall time is enough, and none in it are none. Each run is a sample.
  private func perWallTime(_ value: (_ wallSeconds: Double) -> Double) -> Measurement {
    wallSeconds > 0 ? Measurement(value: value(wallSeconds), samples: queueDepth.count, .runs) : .none
  }

  private func utilization(_ use: CPUUse, without scarce: CPUUse) -> Measurement {
    var measurement = ratio(use.seconds, of: use.capacitySeconds, use.samples)
    if scarce.samples > 0 { measurement.scarceCores = scarce.cores }
    return measurement
  }

  private func ratio(_ part: Double, of whole: Double, _ samples: Int) -> Measurement {
    let isKnown = samples >= TargetEvaluator.minimumRatioSamples && whole > 0
    return Measurement(value: isKnown ? part / whole : nil, samples: samples, of: TargetEvaluator.minimumRatioSamples)
  }
}

extension TrendTest {
  func measure(_ runs: [TrendSummary], _ kind: Shortage.Kind = .samples) -> Measurement {
    Measurement(
      value: evaluate(runs).map { $0.rises ? $0.slope : min(0, $0.slope) }, samples: runs.reduce(0) { $0 + $1.count },
      of: TrendTest.minimumValues, kind)
  }
}
