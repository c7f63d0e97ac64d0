import Processes
import Samples
import Workloads

/// What calcmon starts of itself, and nobody by hand. They take no options, so they do without the command line parser: with it, each
/// worker process would hold three times as much memory.
enum ChildProcessCommand: String {
  /// The child process of a run.
  case runChild = "run-child"
  /// A worker process of the hybrid strategy, started by a run's child.
  case runWorker = "run-worker"
  /// The loopback server of `http` steps.
  case runServer = "run-server"
  /// A process that wants a core, for the self-test.
  case runHog = "run-hog"

  /// What needs no tasks runs where it is called, and does without their threads; a worker process holds less memory so.
  ///
  /// - Returns: whether it was done.
  func runAlone() -> Bool {
    switch self {
    case .runChild, .runServer: return false
    case .runWorker: PoolWorker.run()
    case .runHog: while true { _ = Kernel.integer.compute(seed: 1, operations: 1_000_000) }
    }
    return true
  }

  func run() async throws {
    do {
      switch self {
      case .runChild:
        try await RunChild.run(version: BuildInfo.current.version, worker: .thisProgram(ChildProcessCommand.runWorker.rawValue))
      case .runServer: try await HTTPStepServer.run()
      case .runWorker, .runHog: _ = runAlone()
      }
    } catch {
      throw CommandFailure(status: .failure, message: "\(error)")
    }
  }
}
