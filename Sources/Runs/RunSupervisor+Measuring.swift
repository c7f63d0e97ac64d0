import Processes
package import Samples
import Synchronization
import Telemetry
package import Workloads

extension RunSupervisor {
  /// How long a child may take to measure the steps of a mix.
  private static let measuringLimit = Duration.seconds(30)
  /// How long it measures each of them.
  private static let measuringBudget: Int64 = 500_000_000

  /// Has a runtime do each step of a mix alone for a moment, and tell what it takes. To be asked for on a quiet moment.
  ///
  /// - Parameter place: where it is done; `nil`: wherever this process may.
  /// - Throws: `MeasuringFailure`, `PythonUnavailable`, `CancellationError`.
  package func measure(_ mix: Mix, runtime: Runtime, at place: RunPlace? = nil) async throws -> StepMeasurements {
    try await measure(RunSupervisor.measurable(mix), runtime: runtime, at: place, deadline: RunSupervisor.measuringLimit)
  }

  /// The same for an order, until a deadline.
  package func measure(
    _ order: RunOrder.Measure, runtime: Runtime, at place: RunPlace? = nil, deadline: Duration
  ) async throws -> StepMeasurements {
    let program = try await programs.program(for: runtime, code: order.userCode)
    let live = LiveChild(MeasuringIntake(order))
    let (exit, diagnostics) = try await children.run(
      program, at: place?.calibration ?? .inherited, .measure(order), as: live, deadline: deadline, beside: { _ in })
    try Task.checkCancellation()
    return try live.intake.withLock { $0 }.result(exit: exit, diagnostics: diagnostics)
  }

  /// The steps of a mix whose times are not known beforehand.
  private static func measurable(_ mix: Mix) -> RunOrder.Measure {
    let io: RunOrder.IO? =
      switch mix.io?.work {
      case .call, .url, .command: mix.io.map(RunOrder.IO.init)
      case .timer, .http, .disk, .sqlite, nil: nil
      }
    let cpu = mix.cpu?.call.map { RunOrder.CPU.call($0) }
    return RunOrder.Measure(
      io: io, cpu: cpu, code: mix.calls.isEmpty ? nil : mix.code,
      timeoutNs: mix.timeoutSeconds.map { Int64(($0 * 1e9).rounded()) },
      budgetNs: measuringBudget, loop: mix.loop)
  }
}
