import Glibc
import NIOPosix
package import Processes
import Procfs
package import Runs
package import Samples
import Sampling
package import Workloads

/// Where a command executes runs: what they need is looked up once, and closed when the command has done with them.
package struct RunBench: Sendable {
  /// Where runs find what they need.
  package struct Surroundings: Sendable {
    /// As in `AgentOptions`.
    package var procPath = "/proc"
    /// As in `AgentOptions`.
    package var cgroupPath = "/sys/fs/cgroup"
    /// As in `AgentOptions`.
    package var pythonPath: String?
    /// Starts a run's child.
    package var child = Command.thisProgram("run-child")
    /// Starts the server of `http` steps.
    package var stepServer = Command.thisProgram("run-server")

    /// This host, and this program.
    package init() {}
  }

  let supervisor: RunSupervisor
  let time = SystemTime()
  /// Available to runs, as the scheduler and the control group say; not always a whole number.
  package let cores: Double
  /// Why a runtime cannot be used.
  package let unavailable: [Runtime: PythonUnavailable]

  /// Whole cores, one at least.
  package var usableCores: Int { max(1, Int(cores)) }

  /// Opens a bench for as long as the body takes.
  ///
  /// - Throws: `ProcError`, and what the body throws.
  package static func use<Result: Sendable>(
    _ surroundings: Surroundings, _ body: @Sendable (RunBench) async throws -> Result
  ) async throws -> Result {
    let proc = try ProcRoot(procfs: surroundings.procPath)
    let cgroup = ProcRoot(cgroupfs: surroundings.cgroupPath)
    let cores = try AvailableCores.read(proc: proc, cgroup: cgroup)
    signal(SIGPIPE, SIG_IGN)
    let spawner = Spawner(waiters: 2)
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    let time = SystemTime()
    let programs = RuntimePrograms(
      swift: surroundings.child,
      python: await PythonInterpreter.find(at: surroundings.pythonPath, spawner: spawner, time: time, loop: loop))
    let supervisor = RunSupervisor(
      programs: programs, stepServer: surroundings.stepServer, spawner: spawner, proc: proc, cgroup: cgroup, time: time,
      loop: loop)
    let bench = RunBench(supervisor: supervisor, cores: cores, unavailable: programs.unavailable)
    let result: Swift.Result<Result, any Error>
    do { result = .success(try await body(bench)) } catch { result = .failure(error) }
    await spawner.shutDown()
    return try result.get()
  }

  /// Executes a run, until its deadline at most. Cancelling the task ends it with the outcome `cancelled`.
  package func run(
    _ plan: RunPlan, progress: @escaping @Sendable (WorkProgress) -> Void = { _ in }
  ) async -> RunRecord {
    await supervisor.run(plan, cores: cores, deadline: plan.deadline, progress: progress)
  }

  /// How many operations of the kernel a second a runtime does here on an idle core.
  ///
  /// - Throws: `CalibrationFailure`, `CancellationError`.
  package func operationsPerSecond(_ kernel: Kernel, _ runtime: Runtime) async throws -> Double {
    try await supervisor.calibrate([kernel], runtime: runtime).operationsPerSecond[kernel] ?? 1
  }
}
