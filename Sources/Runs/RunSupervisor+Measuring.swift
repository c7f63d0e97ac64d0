package import Samples
package import Workloads

extension RunSupervisor {
  /// Has a runtime do each step of a mix alone for a moment, and tell what it takes. To be asked for on a quiet moment.
  ///
  /// - Parameter place: where it is done; `nil`: wherever this process may.
  /// - Throws: `MeasuringFailure`, `PythonUnavailable`, `CancellationError`.
  package func measure(_ mix: Mix, runtime: Runtime, at place: RunPlace? = nil) async throws -> StepMeasurements {
    throw MeasuringFailure(reason: "the runtime '\(runtime.rawValue)' cannot measure the steps of the mix '\(mix.name)'")
  }
}
