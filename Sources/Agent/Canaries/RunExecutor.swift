package import Runs
package import Samples
package import Workloads

/// Something that executes one run at a time: in the agent a `RunSupervisor`.
package protocol RunExecutor: Sendable {
  /// Executes one run. Cancelling the task ends it with the outcome `cancelled`.
  ///
  /// - Parameters:
  ///   - cores: available to the run.
  ///   - deadline: after which it is ended.
  ///   - progress: told whenever the run says it.
  func run(
    _ plan: RunPlan, cores: Double, deadline: Duration, progress: @escaping @Sendable (WorkProgress) -> Void
  ) async -> RunRecord

  /// Has a runtime tell how fast it computes.
  func calibrate(_ kernels: [Kernel], runtime: Runtime) async throws -> CalibrationResult
}

extension RunSupervisor: RunExecutor {}
