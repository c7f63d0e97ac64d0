package import Samples
package import Workloads

/// Why nothing was run.
package enum RunSessionError: Error, Hashable, CustomStringConvertible {
  case problems([MixProblem])
  case noRuntime
  case unavailable(Runtime, reason: String)
  case failed(RunIdentity, reason: String)
  case notMeasured(String, Runtime, reason: String)

  package var description: String {
    switch self {
    case .problems(let problems): problems.map(\.description).joined(separator: "; ")
    case .unavailable(let runtime, let reason): "the runtime '\(runtime.rawValue)' is not available: \(reason)"
    case .failed(let run, let reason): "a run by \(run.strategy.rawValue) in \(run.runtime.rawValue) did not complete: \(reason)"
    case .notMeasured(let mix, let runtime, let reason): "\(mix) could not be measured in \(runtime.rawValue): \(reason)"
    case .noRuntime: "none of the runtimes that were asked for is available"
    }
  }
}
