package import Runs
package import Workloads

/// Something that executes one run at a time: in the agent a `RunSupervisor`.
package protocol RunExecutor: Sendable {
  /// Executes one run. Cancelling the task ends it with the outcome `cancelled`.
  ///
  /// - Parameters:
  ///   - cores: available to the run.
  ///   - deadline: after which it is ended.
  ///   - queueDepth: told whenever the run says it.
  func run(
    _ order: RunOrder, cores: Double, deadline: Duration, queueDepth: @escaping @Sendable (Int) -> Void
  ) async -> RunRecord
}

extension RunSupervisor: RunExecutor {}
