package import Samples

/// Why no prediction can begin from a run.
package enum RunBasisProblem: Error, Hashable, Sendable {
  /// There is no run of this number.
  case unknownRun(Int64, path: String)
  /// There is no run of this mix.
  case unknownMix(String, path: String)
  /// There are runs of this mix, and none completed.
  case noneCompleted(mix: String, path: String)
  /// No run at all completed.
  case noRun(path: String)
  /// It did not complete.
  case incomplete(Int64, RunOutcome, reason: String?)
  /// It had no items: its loop only ticked.
  case noItems(Int64)
  /// How long its steps took is not kept any more, or was never told.
  case notKept(Int64, StepMeasurement.Step)
}

extension RunBasisProblem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unknownRun(let id, let path): "there is no run \(id) in \(path)"
    case .unknownMix(let mix, let path): "there is no run of a mix '\(mix)' in \(path)"
    case .noneCompleted(let mix, let path): "no run of the mix '\(mix)' in \(path) completed"
    case .noRun(let path): "no run in \(path) completed"
    case .incomplete(let id, let outcome, let reason):
      "run \(id) did not complete (\(outcome.rawValue)\(reason.map { ": \($0)" } ?? "")): how long its steps take is not known"
    case .noItems(let id): "run \(id) had no items: there is nothing to predict from it"
    case .notKept(let id, let step):
      "how long the \(step == .io ? "I/O" : "CPU") steps of run \(id) took is not kept in the history; run it again with --store"
    }
  }
}
