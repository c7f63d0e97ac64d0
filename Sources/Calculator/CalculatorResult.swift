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
    /// Of items that come at a rate; `nil`: all are there at once.
    package let service: ServiceAnswer?

    /// The targets that would be breached, by name.
    package var breaches: [String] { judgements.filter { $0.verdict == .breached }.map(\.target.name.rawValue) }

    /// `hybrid in swift`
    package var name: String { "\(prediction.strategy.rawValue) in \(prediction.runtime.rawValue)" }

    /// Of all of them.
    package var verdict: Verdict { Verdict(of: judgements.map(\.verdict)) }
  }

  /// Of all of them together.
  package var verdict: Verdict { Verdict(of: rows.map(\.verdict)) }

  /// What was asked.
  package let request: CalculatorRequest
  /// By runtime, then by strategy.
  package let rows: [Row]

  /// Plays all of them. Where chance decides, several courses: the one whose items' p99 is in the middle is told.
  ///
  /// - Parameters:
  ///   - segments: pieces of each timeline that are kept, at most.
  ///   - depth: how much is to be answered of a service.
  ///   - isCancelled: asked now and then; the rest is left out.
  package init(
    _ request: CalculatorRequest, segments: Int = 0, depth: ServiceAnswer.Depth = .all,
    costs: (Runtime) -> RuntimeCosts = RuntimeCosts.standard,
    isCancelled: () -> Bool = { false }
  ) {
    self.request = request
    var rows: [Row] = []
    for runtime in request.runtimes {
      let costs = costs(runtime)
      func play(_ strategy: Strategy) -> [Prediction] {
        (0..<request.courses).compactMap { course in
          if course > 0, isCancelled() { return nil }
          var scenario = request.scenario
          scenario.seed &+= UInt64(course)
          var simulation = Simulation(scenario, strategy: strategy, runtime: runtime, costs: costs, segments: segments)
          return simulation.run(isCancelled: isCancelled)
        }.sorted { $0.itemSeconds.p99 < $1.itemSeconds.p99 }
      }
      let sync = play(.sync)
      for strategy in request.strategies where !isCancelled() {
        let courses = strategy == .sync ? sync : play(strategy)
        let prediction = courses[courses.count / 2]
        let syncSeconds = sync[sync.count / 2].seconds
        rows.append(
          Row(
            prediction: prediction, speedup: prediction.seconds > 0 ? syncSeconds / prediction.seconds : 1,
            judgements: prediction.judgements(request.scenario),
            service: Self.service(request.scenario, strategy, runtime, costs, courses, depth)))
      }
    }
    self.rows = rows
  }

  private static func service(
    _ scenario: Scenario, _ strategy: Strategy, _ runtime: Runtime, _ costs: RuntimeCosts, _ courses: [Prediction],
    _ depth: ServiceAnswer.Depth
  ) -> ServiceAnswer? {
    guard depth != .none, let rate = scenario.rate, let least = courses.first, let most = courses.last else { return nil }
    let search = ServiceSearch(scenario, strategy, runtime, costs: costs)
    return ServiceAnswer(
      rate: rate, capacity: search.capacity, leastItemSeconds: scenario.leastItemSeconds,
      itemP99: least.itemSeconds.p99...most.itemSeconds.p99,
      leastWorkers: depth == .all ? search.leastWorkers : nil, leastServers: depth == .all ? search.leastServers : nil)
  }
}

extension Prediction {
  /// By the targets that runs of such a mix are judged by, in the same way.
  func judgements(_ scenario: Scenario) -> [Judgement] {
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
