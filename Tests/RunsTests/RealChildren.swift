import CalcmonTesting
import ManualClock
import Foundation
import NIOPosix
import Procfs
import Processes
import Runs
import Samples
import Scheduling
import Workloads

/// A supervisor of real children, for the time of a test.
func withSupervisor<Result: Sendable>(
  _ child: Command = Command(executable: BuiltBinary.path, arguments: ["run-child"]),
  python: String? = nil, time: any TimeSource = ManualTime(), _ body: (RunSupervisor) async throws -> Result
) async throws -> Result {
  let spawner = Spawner(waiters: 2)
  let loop = MultiThreadedEventLoopGroup.singleton.next()
  let observing = WorkerThreads(1)
  let found = await PythonInterpreter.find(at: python, spawner: spawner, time: time, loop: loop)
  let supervisor = RunSupervisor(
    programs: RuntimePrograms(swift: child, python: found, others: OtherPythons(spawner: spawner, time: time, loop: loop)),
    stepServer: Command(executable: BuiltBinary.path, arguments: ["run-server"]), spawner: spawner,
    proc: try ProcTrees(named: try ProcRoot(procfs: "/proc")), cgroup: ProcRoot(cgroupfs: "/sys/fs/cgroup"), time: time,
    loop: loop,
    controlLoop: MultiThreadedEventLoopGroup.singleton.next(), observing: observing)
  do {
    let result = try await body(supervisor)
    await spawner.shutDown()
    await observing.shutDown()
    return result
  } catch {
    await spawner.shutDown()
    await observing.shutDown()
    throw error
  }
}

/// Runs a mix by the real child of a runtime.
func runForReal(
  _ mix: Mix, _ strategy: Strategy, _ runtime: Runtime, injections: [RunOrder.Injection] = [],
  latencyLimit: Double? = nil
) async throws -> RunRecord {
  try await withSupervisor { supervisor in
    var sampling = RunPlan.Sampling.standard
    sampling.latencyLimit = latencyLimit
    let plan = RunPlan(
      mix, strategy: strategy, runtime: runtime, cores: 2, operationsPerSecond: runtime == .swift ? 5e8 : 1e7,
      injections: injections, sampling: sampling)
    return await supervisor.run(plan, cores: 2, deadline: .seconds(60)) { _ in }
  }
}
