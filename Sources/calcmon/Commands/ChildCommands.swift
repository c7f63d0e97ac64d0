import Agent
import ArgumentParser
import Processes
import Workloads

/// `calcmon run-child`: the child process of a run. Started by the agent.
struct RunChildCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run-child", abstract: "The child process of a run.", shouldDisplay: false)

  func run() async throws {
    do {
      try await RunChild.run(version: BuildInfo.current.version, worker: .thisProgram("run-worker"))
    } catch {
      throw CommandFailure(status: .failure, message: "\(error)")
    }
  }
}

/// `calcmon run-worker`: a worker process of the hybrid strategy. Started by a run's child.
struct WorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run-worker", abstract: "A worker process of a run.", shouldDisplay: false)

  func run() { PoolWorker.run() }
}
