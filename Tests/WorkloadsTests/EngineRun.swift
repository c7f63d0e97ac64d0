import CalcmonTesting
import NIOPosix
import Processes
import Procfs
import Samples
import Telemetry
import Workloads

/// Executes a mix for real, in this process and its worker processes.
func run(
  _ mix: Mix, _ strategy: Strategy, operationsPerSecond: Double = 1e8,
  report: @escaping @Sendable (TelemetryMessage) -> Void = { _ in }
) async throws -> Engine.Outcome {
  let work = RunPlan(mix, strategy: strategy, runtime: .swift, cores: 1, operationsPerSecond: operationsPerSecond).work
  let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
  let workshop = try await Workshop(
    work, group: group, worker: Command(executable: BuiltBinary.path, arguments: ["run-worker"]),
    proc: try ProcRoot(procfs: "/proc"))
  let outcome = await workshop.run(work, report: report)
  try await workshop.close()
  try await group.shutdownGracefully()
  return outcome
}
