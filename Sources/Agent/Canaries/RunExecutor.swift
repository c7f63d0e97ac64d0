package import Runs
package import Samples
package import Workloads

/// Something that executes one run at a time: in the agent a `RunSupervisor`.
package protocol RunExecutor: Sendable {
  /// Finds where a run executes.
  ///
  /// - Parameter turn: goes up by one from run to run of a mix.
  func place(_ choice: CoreChoice, _ priority: RunPriority, turn: Int) -> RunPlace

  /// Cores that others leave of a place now; `nil` if nobody can tell.
  func freeCores(of place: RunPlace) async -> Double?

  /// Executes one run at a place. Cancelling the task ends it with the outcome `cancelled`.
  ///
  /// - Parameters:
  ///   - deadline: after which it is ended.
  ///   - progress: told whenever the run says it.
  func run(
    _ plan: RunPlan, at place: RunPlace, deadline: Duration, progress: @escaping @Sendable (WorkProgress) -> Void
  ) async -> RunRecord

  /// Has a runtime tell how fast it computes.
  func calibrate(_ kernels: [Kernel], runtime: Runtime, at place: RunPlace?) async throws -> CalibrationResult

  /// Has a runtime tell what the steps of a mix take.
  func measure(_ mix: Mix, runtime: Runtime, at place: RunPlace?) async throws -> StepMeasurements
}

extension RunSupervisor: RunExecutor {}
