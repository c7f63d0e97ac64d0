package import Prediction
package import Samples
package import Thresholds

/// Predictions beside each other, with their verdicts.
package struct CalculatorResult: Sendable {
  /// One strategy in one runtime.
  package struct Row: Sendable {
    /// What is predicted.
    package let prediction: Prediction
    /// The time of `sync` in the same runtime over this one's.
    package let speedup: Double
    /// The targets of such work, but memory, of which nothing is known.
    package let judgements: [Judgement]

    /// Of all of them.
    package var verdict: Verdict { Verdict(of: judgements.map(\.verdict)) }
  }

  /// Of all of them together.
  package var verdict: Verdict { Verdict(of: rows.map(\.verdict)) }

  /// What was asked.
  package let request: CalculatorRequest
  /// By runtime, then by strategy.
  package let rows: [Row]

  /// Plays all of them.
  ///
  /// - Parameters:
  ///   - segments: pieces of each timeline that are kept, at most.
  ///   - isCancelled: asked now and then; the rest is left out.
  package init(
    _ request: CalculatorRequest, segments: Int = 0, costs: (Runtime) -> RuntimeCosts = RuntimeCosts.standard,
    isCancelled: () -> Bool = { false }
  ) {
    self.request = request
    var rows: [Row] = []
    for runtime in request.runtimes {
      func play(_ strategy: Strategy) -> Prediction {
        var simulation = Simulation(
          request.scenario, strategy: strategy, runtime: runtime, costs: costs(runtime), segments: segments)
        return simulation.run(isCancelled: isCancelled)
      }
      let sync = play(.sync)
      for strategy in request.strategies where !isCancelled() {
        let prediction = strategy == .sync ? sync : play(strategy)
        rows.append(
          Row(
            prediction: prediction, speedup: prediction.seconds > 0 ? sync.seconds / prediction.seconds : 1,
            judgements: prediction.judgements(request.scenario)))
      }
    }
    self.rows = rows
  }
}

extension Prediction {
  /// By the targets that runs of such a mix are judged by, in the same way.
  fileprivate func judgements(_ scenario: Scenario) -> [Judgement] {
    let arrival = scenario.arrivals == .batch ? nil : scenario.arrivalSeconds
    // Nothing was sampled, so that nothing can be too few.
    let ticks =
      LatencyHistogram(
        ascending: ticks.buckets.map { .init(upperMicroseconds: $0.upperMicroseconds, count: $0.count * 1000) }) ?? ticks
    let samples = queue.map { Sample(.queueDepth, elapsed: $0.at, value: Double($0.depth)) }
    let run = RunEvidence(
      latency: ticks,
      queueDepth: RunEvidence(
        latency: ticks, samples: samples, wallSeconds: seconds, cpuSeconds: 0, cores: 1, ioWaitSeconds: 0, arrivalSeconds: arrival
      ).queueDepth, memory: TrendSummary(TrendSeries(times: [], values: [])), wallSeconds: seconds,
      cpuSeconds: cpuUtilization * seconds * Double(scenario.cores), cores: Double(scenario.cores),
      ioWaitSeconds: ioWaitRatio * seconds, cpuSamples: 1000, ioWaitSamples: 1000, queuePeak: Double(queuePeak))
    return Target.standard(for: scenario.kind).filter { target in
      // A batch fills the cores as well as it can: the band is of paced work.
      target.name != .memory && (target.name != .cpuUtilization || scenario.arrivals != .batch)
    }.map { TargetEvaluator.judge($0, by: Evidence([run])) }
  }
}
