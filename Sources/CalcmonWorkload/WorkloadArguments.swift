import Processes
import Workloads

/// What the program was started for.
enum WorkloadArguments {
  /// To execute a run.
  case child
  /// To do a CPU step for a run.
  case worker(String)
  /// By hand.
  case person

  init(_ arguments: [String]) {
    switch arguments.dropFirst().first {
    case RunChild.argument: self = .child
    case WorkloadArguments.workerArgument where arguments.count == 3: self = .worker(arguments[2])
    default: self = .person
    }
  }

  private static let workerArgument = "calcmon-worker"

  /// Starts a worker that does a step.
  static func worker(_ step: String) -> Command { .thisProgram(workerArgument, step) }
}
