import Samples

/// Whether a target is kept. The raw value is the word in reports.
package enum Verdict: String, CaseIterable, Codable, Sendable {
  case met
  case breached
  /// No data, or too few samples to say.
  case unknown
}

/// A target with what was found.
package struct Judgement: Hashable, Sendable {
  /// What was judged, with its limit.
  package let target: Target
  /// In the quantity's unit (a trend: in its unit a second); `nil` where there are too few samples.
  package let value: Double?
  /// `unknown` exactly where the value is `nil`.
  package let verdict: Verdict
  /// How many samples there were.
  package let samples: Int
  package let isCritical = false
  package var isClear: Bool { verdict == .met }
}

/// Judges evidence: the one place where a target's meaning is computed, live and from history alike.
package enum TargetEvaluator {
  /// A ratio of sums needs this many samples behind it: a second of a run.
  static let minimumRatioSamples = 10

  /// One target.
  package static func judge(_ target: Target, by evidence: Evidence) -> Judgement {
    let (value, samples) = measure(target, evidence)
    let verdict: Verdict = value.map { target.limit.admits($0) ? .met : .breached } ?? .unknown
    return Judgement(target: target, value: value, verdict: verdict, samples: samples)
  }

  private static func measure(_ target: Target, _ evidence: Evidence) -> (Double?, Int) {
    switch (target.name, target.statistic) {
    case (.eventLoopLatency, .quantile(let quantile)):
      let samples = Int(clamping: evidence.latency.count)
      return (samples >= samplesNeeded(forQuantile: quantile) ? evidence.latency.quantile(quantile) : nil, samples)
    case (.queueDepth, .trend(let test)): return trend(test, evidence.queueDepth)
    case (.memory, .trend(let test)): return trend(test, evidence.memory)
    case (.cpuUtilization, .ratio):
      return (ratio(evidence.cpuSeconds, evidence.capacitySeconds, evidence.cpuSamples), evidence.cpuSamples)
    case (.ioWait, .ratio):
      return (ratio(evidence.ioWaitSeconds, evidence.wallSeconds, evidence.ioWaitSamples), evidence.ioWaitSamples)
    case (_, .quantile), (_, .trend), (_, .ratio): return (nil, 0)
    }
  }

  /// A quantile that not even one sample lies above is not known: p99 needs 100.
  private static func samplesNeeded(forQuantile quantile: Double) -> Int {
    quantile < 1 ? Int((1 / (1 - quantile)).rounded()) : 1
  }

  private static func trend(_ test: TrendTest, _ runs: [TrendSummary]) -> (Double?, Int) {
    let outcome = test.evaluate(runs)
    let samples = runs.reduce(0) { $0 + $1.count }
    return (outcome.map { $0.rises ? $0.slope : min(0, $0.slope) }, samples)
  }

  private static func ratio(_ part: Double, _ whole: Double, _ samples: Int) -> Double? {
    samples >= minimumRatioSamples && whole > 0 ? part / whole : nil
  }
}

extension Verdict {
  /// The verdict of several: breached if one is, else unknown if one is or there are none, else met.
  package init(of verdicts: some Collection<Verdict>) {
    if verdicts.contains(.breached) {
      self = .breached
    } else if verdicts.isEmpty || verdicts.contains(.unknown) {
      self = .unknown
    } else {
      self = .met
    }
  }
}
