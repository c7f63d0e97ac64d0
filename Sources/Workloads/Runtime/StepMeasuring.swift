import LoopProbe
import NIOPosix
import Processes
import Procfs
import Samples
import Telemetry

/// Finds out what the steps of an order take, by doing each of them alone for a moment.
struct StepMeasuring {
  private static let leastCount = 3
  private static let mostCount = 1000
  /// A step that takes longer is done once.
  private static let patience: Int64 = 5_000_000_000

  let order: RunOrder.Measure
  let steps: StepCatalog
  let worker: Command
  let group: MultiThreadedEventLoopGroup

  /// - Parameter report: told of each step its distribution, and what it takes.
  func measure(report: (TelemetryMessage) -> Void) async throws {
    if let io = order.io {
      let (measured, durations) = try await measure(.io, RunOrder.Work(measuring: order, io: io))
      report(.histogram(.init(of: .ioStepDuration, histogram: durations)))
      report(.measured(measured))
    }
    if let cpu = order.cpu {
      let (measured, durations) = try await measure(.cpu, RunOrder.Work(measuring: order, cpu: cpu))
      report(.histogram(.init(of: .cpuStepDuration, histogram: durations)))
      report(.measured(measured))
    }
  }

  /// One item after another, each with this step alone.
  private func measure(
    _ step: StepMeasurement.Step, _ work: RunOrder.Work
  ) async throws -> (StepMeasurement, LatencyHistogram) {
    let workshop = try await Workshop(work, group: group, steps: steps, worker: worker, proc: .own)
    _ = await workshop.attempt(work, item: 0)
    var tally = Tally()
    let started = MonotonicClock.now()
    while !tally.isEnough(after: MonotonicClock.now() - started, budget: order.budgetNs) {
      let begun = MonotonicClock.now()
      let outcome = await workshop.attempt(work, item: UInt64(tally.count))
      tally.add(outcome, took: step == .cpu ? outcome.cpuNanoseconds : nil, wall: MonotonicClock.now() - begun)
    }
    try await workshop.close()
    return (tally.measurement(of: step), tally.durations.snapshot())
  }

  private struct Tally {
    var count = 0
    var failures = 0
    var firstError: String?
    var nanoseconds: Int64 = 0
    var wall: Int64 = 0
    var durations = LatencyRecorder()

    /// Whether the step need not be done again.
    func isEnough(after nanoseconds: Int64, budget: Int64) -> Bool {
      if count >= StepMeasuring.mostCount || nanoseconds >= StepMeasuring.patience { return count > 0 }
      return count >= StepMeasuring.leastCount && nanoseconds >= budget
    }

    mutating func add(_ outcome: ItemOutcome, took: Int64?, wall: Int64) {
      count += 1
      self.wall += wall
      let took = took ?? outcome.ioNanoseconds.last ?? wall
      nanoseconds += took
      durations.record(nanoseconds: took)
      if outcome.result != .ok {
        failures += 1
        firstError = firstError ?? outcome.firstError ?? (outcome.result == .timeout ? "it ran into its timeout" : nil)
      }
    }

    func measurement(of step: StepMeasurement.Step) -> StepMeasurement {
      StepMeasurement(
        step: step, count: count, failures: failures, firstError: firstError,
        seconds: Double(nanoseconds) * 1e-9 / Double(count), wallSeconds: Double(wall) * 1e-9 / Double(count))
    }
  }
}

extension RunOrder.Work {
  /// Items with one step alone, which is awaited.
  fileprivate init(measuring order: RunOrder.Measure, io: RunOrder.IO? = nil, cpu: RunOrder.CPU? = nil) {
    self.init(
      strategy: .async, items: 0, warmUp: 0, concurrency: 1, threads: 1, processes: 1, chunk: 1, intervalNs: 0, idleNs: 0, io: io,
      cpu: cpu, timeoutNs: order.timeoutNs, attempts: 1, backoffNs: 0, fail: 0, hang: 0, loop: .asyncio, tickNs: 1,
      stallLimitNs: 1, scratch: "")
  }
}
