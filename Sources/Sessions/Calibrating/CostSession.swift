import Calculator
import Glibc
package import Prediction
import Processes
package import Runs
package import Samples
import Scheduling
import Storage
import Workloads

/// Measures what the runtimes add to the work on this host.
package struct CostSession: Sendable {
  private let environment: RunEnvironment

  /// - Parameter environment: where the runs are executed.
  package init(in environment: RunEnvironment) { self.environment = environment }

  /// Some ten seconds for a runtime, most of it the start of processes.
  ///
  /// - Parameters:
  ///   - repeats: of each run; the median counts.
  ///   - background: of this host, where it is known from another runtime.
  ///   - step: told before each how many runs were made, and how many there are.
  /// - Throws: `RunSessionError` where a run did not complete, `CalibrationFailure`, `CancellationError`.
  package func costs(
    of runtime: Runtime, repeats: Int = 3, background: Double? = nil, step: @Sendable (Int, Int) -> Void = { _, _ in }
  ) async throws -> RuntimeCosts {
    let speed = try await environment.operationsPerSecond(.integer, runtime)
    let calibration = CostCalibration(runtime, cores: environment.usableCores)
    var findings: [CostCalibration.StepName: [CostCalibration.Finding]] = [:]
    let count = repeats * calibration.steps.count
    for turn in 0..<repeats {
      for (index, wanted) in calibration.steps.enumerated() {
        step(turn * calibration.steps.count + index, count)
        let plan = RunPlan(
          Mix(wanted.scenario, name: "calibration"), strategy: wanted.strategy, runtime: runtime, cores: environment.usableCores,
          operationsPerSecond: speed)
        let record = await environment.run(plan)
        try Task.checkCancellation()
        guard let finding = CostCalibration.Finding(record) else {
          // What was not measured must not be kept as if it was.
          throw RunSessionError.failed(plan.identity, reason: record.reason ?? record.outcome.rawValue)
        }
        findings[wanted.name, default: []].append(finding)
      }
    }
    let medians = findings.mapValues { all in all.sorted { $0.seconds < $1.seconds }[all.count / 2] }
    return calibration.fit(medians, background: background)
  }

  /// Measures those of the runtimes that are there, and keeps what was found, also in the history of a running agent.
  ///
  /// - Parameters:
  ///   - runtimes: in this order.
  ///   - storagePath: the history; it is made where there is none.
  ///   - event: told what happens.
  /// - Returns: whether SIGINT or SIGTERM ended it; then nothing is kept.
  /// - Throws: `RunSessionError`, `ProcError`, `StorageError`, `CalibrationFailure`.
  package static func calibrate(
    _ runtimes: [Runtime], in options: RunEnvironment.Options, storagePath: String, event: @escaping @Sendable (Event) -> Void
  ) async throws -> Bool {
    try await RunEnvironment.use(options, time: SystemTime()) { environment in
      let (found, isInterrupted) = try await Interruption.untilInterrupted { keep in
        var background: Double?
        for runtime in runtimes {
          if let reason = environment.unavailable[runtime] {
            event(.unavailable(runtime, reason: reason.description))
            continue
          }
          let costs = try await CostSession(in: environment).costs(of: runtime, background: background) {
            event(.measuring(runtime, done: $0, of: $1))
          }
          // What others take of this host does not depend on the runtime.
          background = costs.background
          keep(RuntimeCostsEntry(runtime: runtime, seconds: costs.seconds, at: environment.time.wall))
        }
      }
      if !isInterrupted {
        try await RuntimeCostsWriter.add(
          found, path: storagePath, version: BuildInfo.current.version, pid: getpid(), at: environment.time.wall)
      }
      return isInterrupted
    }
  }

  /// What happens while it measures.
  package enum Event: Sendable {
    case unavailable(Runtime, reason: String)
    /// So many of its runs were made.
    case measuring(Runtime, done: Int, of: Int)
  }
}

extension CostCalibration.Finding {
  /// `nil` where the run did not complete.
  fileprivate init?(_ record: RunRecord) {
    guard let measured = record.measurements, measured.result.items > 0 else { return nil }
    let wall = Double(record.endedAt.milliseconds - record.startedAt.milliseconds) * 1e-3
    self.init(
      seconds: measured.result.seconds, stepSeconds: measured.result.cpuStepSeconds / Double(measured.result.items),
      latency: measured.histograms[.eventLoopLatency]?.quantile(0.5) ?? 0,
      startUpSeconds: max(0, wall - measured.result.seconds))
  }
}
