import Glibc
package import NIOCore
import NIOPosix
package import Processes
package import Procfs
package import Samples
import Sampling
package import Scheduling
package import Workloads

/// What runs need of this host: looked up once, used by all runs, and closed after the last.
package struct RunEnvironment: Sendable {
  /// Where runs find what they need.
  package struct Options: Sendable {
    /// Mount point of procfs. If there is none, nothing can be run.
    package var procPath = "/proc"
    /// Mount point of the cgroup file systems. If there is none, no CPU quota is known and the affinity mask alone counts.
    package var cgroupPath = "/sys/fs/cgroup"
    /// The Python of the runtime `asyncio`; `nil`: the first `python3` on the `PATH`.
    package var pythonPath: String?
    /// Starts a run's child.
    package var child = Command.thisProgram("run-child")
    /// Starts the server of `http` steps.
    package var stepServer = Command.thisProgram("run-server")

    /// This host, and this program.
    package init() {}

    /// Whole cores that runs would get, by affinity and quota; 1 if that cannot be read.
    package var usableCores: Int {
      let cores = try? AvailableCores.read(proc: ProcRoot(procfs: procPath), cgroup: ProcRoot(cgroupfs: cgroupPath))
      return RunEnvironment.wholeCores(cores ?? 1)
    }
  }

  /// Executes the runs.
  package let supervisor: RunSupervisor
  /// Starts children, those of runs and others.
  package let spawner: Spawner
  /// The procfs that runs and their host are looked at in.
  package let proc: ProcRoot
  /// The cgroup file systems.
  package let cgroup: ProcRoot
  /// Available to runs, as the scheduler and the control group say; not always a whole number.
  package let cores: Double
  /// Runtimes that cannot be used, with the reason.
  package let unavailable: [Runtime: PythonUnavailable]
  /// The loop that the pipes of children are read on.
  package let loop: any EventLoop
  /// The clocks of the runs.
  package let time: any TimeSource

  /// Whole cores, one at least.
  package var usableCores: Int { RunEnvironment.wholeCores(cores) }

  /// Threads of event loops, pools and waiters, as many as there are at the most.
  private static var threads: Int { 8 + 4 * System.coreCount }

  private static func wholeCores(_ cores: Double) -> Int { max(1, Int(cores)) }

  /// Opens an environment for as long as the body takes. A closed pipe ends this process no more.
  ///
  /// - Parameters:
  ///   - besidePerCore: processes for each core that are started beside a run.
  /// - Throws: `ThreadShortage`, `ProcError`, and what the body throws.
  package static func use<Value: Sendable>(
    _ options: Options, time: any TimeSource, besidePerCore: Int = 0, _ body: (RunEnvironment) async throws -> Value
  ) async throws -> Value {
    try ThreadRoom.require(threads)
    let environment = try await RunEnvironment(options, time: time, besidePerCore: besidePerCore)
    let result = await Result { try await body(environment) }
    await environment.spawner.shutDown()
    return try result.get()
  }

  private init(_ options: Options, time: any TimeSource, besidePerCore: Int) async throws(ProcError) {
    proc = try ProcRoot(procfs: options.procPath)
    cgroup = ProcRoot(cgroupfs: options.cgroupPath)
    cores = try AvailableCores.read(proc: proc, cgroup: cgroup)
    self.time = time
    signal(SIGPIPE, SIG_IGN)
    // A child of a run, and the server of its steps.
    spawner = Spawner(waiters: 2 + besidePerCore * RunEnvironment.wholeCores(cores))
    loop = MultiThreadedEventLoopGroup.singleton.next()
    let programs = RuntimePrograms(
      swift: options.child,
      python: await PythonInterpreter.find(at: options.pythonPath, spawner: spawner, time: time, loop: loop))
    unavailable = programs.unavailable
    supervisor = RunSupervisor(
      programs: programs, stepServer: options.stepServer, spawner: spawner, proc: proc, cgroup: cgroup, time: time, loop: loop)
  }

  /// Executes a run, until its deadline at most. Cancelling the task ends it with the outcome `cancelled`.
  ///
  /// - Parameter progress: told whenever the run reports it.
  package func run(
    _ plan: RunPlan, progress: @escaping @Sendable (WorkProgress) -> Void = { _ in }
  ) async -> RunRecord {
    await supervisor.run(plan, cores: cores, deadline: plan.deadline, progress: progress)
  }

  /// Measures how many operations of the kernel a second a runtime does here on an idle core.
  ///
  /// - Throws: `CalibrationFailure`, `CancellationError`.
  package func operationsPerSecond(_ kernel: Kernel, _ runtime: Runtime) async throws -> Double {
    try await supervisor.calibrate([kernel], runtime: runtime).operationsPerSecond[kernel] ?? 1
  }
}
