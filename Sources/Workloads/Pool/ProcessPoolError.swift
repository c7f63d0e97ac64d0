/// Why an item got no result.
package enum ProcessPoolError: Error, Equatable, CustomStringConvertible {
  case workerDied
  case noWorkers

  package var description: String {
    switch self {
    case .workerDied: "the worker process died"
    case .noWorkers: "no worker process is left"
    }
  }
}
