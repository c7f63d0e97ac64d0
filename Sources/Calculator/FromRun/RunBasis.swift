package import Prediction
package import Samples

/// What a prediction begins with, if it begins from a run: the times of its steps, and its settings.
package struct RunBasis: Sendable {
  /// As it was run.
  package let scenario: Scenario
  /// By whom.
  package let runtime: Runtime
  /// Said beside the prediction.
  package let origin: RunOrigin

  /// - Parameter costs: what the runtime adds on this host.
  package init(_ run: MeasuredRun, costs: RuntimeCosts) throws(RunBasisProblem) {
    guard run.items > 0, run.kind != .idle else { throw .noItems(run.id) }
    var scenario = Scenario(items: run.items, io: .constant(0), cpu: try Self.cpu(of: run), cores: max(1, run.cores))
    scenario.kind = run.kind
    scenario.isAsRun = true
    scenario.setSettings(of: run)
    scenario.setCalls(of: run)
    let (io, note) = try Self.io(of: run, in: scenario, costs)
    scenario.io = io
    scenario.ioIsTimer = run.parameters?.io.map { $0.kind == .timer } ?? true
    self.scenario = scenario
    runtime = run.identity.runtime
    origin = RunOrigin(
      id: run.id, identity: run.identity, items: run.items, ioSeconds: io.mean, cpuSeconds: scenario.cpu.mean, note: note)
  }

  private static func cpu(of run: MeasuredRun) throws(RunBasisProblem) -> TimeDistribution {
    if let histogram = run.distributions[.cpuStepDuration], histogram.count > 0 { return .measured(histogram) }
    if let seconds = run.cpuStepSeconds, seconds > 0 { return .constant(seconds / Double(run.items)) }
    guard run.parameters?.cpu != nil, run.cpuStepSeconds == nil else { return .constant(0) }
    throw .notKept(run.id, .cpu)
  }

  /// - Parameter scenario: of the run, but for its I/O.
  private static func io(
    of run: MeasuredRun, in scenario: Scenario, _ costs: RuntimeCosts
  ) throws(RunBasisProblem) -> (TimeDistribution, note: String?) {
    let asked = run.parameters?.io
    // A timer is as long as was asked for: what it is later by is the runtime's, which the model adds.
    if let asked, asked.kind == .timer, let seconds = asked.seconds { return (.constant(seconds), nil) }
    guard let seen = run.distributions[.ioStepDuration], seen.count > 0 else {
      guard run.parameters != nil, asked == nil else { throw .notKept(run.id, .io) }
      return (.constant(0), nil)
    }
    // Without parameters it is not known whether it was a timer: it is taken for one.
    var scenario = scenario
    scenario.ioIsTimer = asked == nil
    let (strategy, runtime) = (run.identity.strategy, run.identity.runtime)
    let found = UndisturbedIO(seen: seen, in: scenario, strategy: strategy, runtime: runtime, costs: costs)
    guard found.isHidden else { return (.measured(found.steps), nil) }
    return (
      .measured(found.steps),
      "the loop was busy all the time, so that the I/O time is the most that it can be; a run with fewer items in flight tells more"
    )
  }
}

extension Scenario {
  fileprivate mutating func setSettings(of run: MeasuredRun) {
    if let parameters = run.parameters {
      concurrency = parameters.concurrency ?? concurrency
      threads = parameters.threads ?? threads
      processes = parameters.processes ?? processes
      chunk = parameters.chunk ?? chunk
      workers = parameters.workers ?? workers
    }
    guard let seconds = run.arrivalSeconds, seconds > 0, run.items > 1 else { return }
    arrivals = .constant(rate: Double(run.items - 1) / seconds)
  }

  fileprivate mutating func setCalls(of run: MeasuredRun) {
    traits.lockShare = run.parameters?.cpu?.lockShare.map { max(0, min(1, $0)) } ?? 1
    traits.pauseSeconds = run.parameters?.cpu?.pauseSeconds.map { max(0, min(3600, $0)) } ?? 0
    if let transfer = run.transfer { traits.transfer = transfer }
    isLockFree = run.hasLock == false
  }
}
