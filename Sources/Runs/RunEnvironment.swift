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
    /// Mount point of the procfs that tells of the machine. If there is none, nothing can be run. It tells of runs as well, unless it is of
    /// another pid namespace: see `ProcTrees`.
    package var procPath = "/proc"
    /// Mount point of the cgroup file systems. If there is none, no CPU quota is known and the affinity mask alone counts.
    package var cgroupPath = "/sys/fs/cgroup"
    /// The Python of the runtime `asyncio`, a path or a name on the `PATH`; `nil`: the first `python3` there that works.
    package var pythonPath: String?
    /// Starts a run's child.
    package var child = Command.thisProgram("run-child")
    /// Descriptors that are needed for something else than runs.
    package var descriptorsBeside = 0
    /// Starts the server of `http` steps.
    package var stepServer = Command.thisProgram("run-server")
    /// Told once, before the first run, what cannot be measured here.
    package var warn: @Sendable (String) -> Void = { _ in }

    /// This host, and this program.
    package init() {}

    /// Counts the whole cores that runs would get, by affinity, control group and quota.
    ///
    /// - Throws: `ProcError` if a procfs was named, and is none.
    package func usableCores() throws(ProcError) -> Int {
      guard procPath != ProcRoot.own.path else { return presentCores }
      return RunEnvironment.wholeCores(RunEnvironment.cores(try trees(), cgroup: ProcRoot(cgroupfs: cgroupPath)))
    }

    /// Whole cores that runs would get, for commands that need no procfs.
    package var presentCores: Int {
      RunEnvironment.wholeCores(AvailableCores.read(proc: .own, cgroup: ProcRoot(cgroupfs: cgroupPath)))
    }

    /// Why the cores were counted without a CPU quota that there may be; `nil` if they were not.
    package var quotaProblem: String? {
      Cgroup.problem(proc: .own, root: ProcRoot(cgroupfs: cgroupPath)).map { "the CPU quota of this process is not known: \($0)" }
    }

    fileprivate func trees() throws(ProcError) -> ProcTrees { try ProcTrees(named: try ProcRoot(procfs: procPath)) }
  }

  /// Executes the runs.
  package let supervisor: RunSupervisor
  /// Starts children, those of runs and others.
  package let spawner: Spawner
  /// The procfs that runs and their host are looked at in.
  package let proc: ProcTrees
  /// The cgroup file systems.
  package let cgroup: ProcRoot
  /// Available to runs, as the scheduler and the control group say; not always a whole number.
  package let cores: Double
  /// Runtimes that cannot be used, with the reason.
  package let unavailable: [Runtime: PythonUnavailable]
  /// See `RuntimePrograms.versions`.
  package let versions: [Runtime: String]
  /// The loop that the pipes of children are read on.
  package let loop: any EventLoop
  private let controlGroup: MultiThreadedEventLoopGroup
  private let observing: WorkerThreads
  /// The clocks of the runs.
  package let time: any TimeSource

  /// Whole cores, one at least.
  package var usableCores: Int { RunEnvironment.wholeCores(cores) }

  private static func wholeCores(_ cores: Double) -> Int { max(1, Int(cores)) }

  private static func cores(_ proc: ProcTrees, cgroup: ProcRoot) -> Double {
    AvailableCores.read(proc: proc.processes, cgroup: cgroup)
  }

  /// Opens an environment for as long as the body takes. A closed pipe ends this process no more.
  ///
  /// - Parameters:
  ///   - besidePerCore: processes for each core that are started beside a run.
  /// - Throws: `ProcError`, `DescriptorShortage`, `ResourceError`, and what the body throws.
  package static func use<Value: Sendable>(
    _ options: Options, time: any TimeSource, besidePerCore: Int = 0, _ body: (RunEnvironment) async throws -> Value
  ) async throws -> Value {
    let environment = try await RunEnvironment(options, time: time, besidePerCore: besidePerCore)
    let result = await Result { try await body(environment) }
    await environment.close()
    return try result.get()
  }

  /// Descriptors that runs take at the most, beside the loops: files and pipes of children, readings.
  private static let descriptors = 20

  /// Makes all that the process would end for want of, or a run would fail, while it can still be refused.
  private init(_ options: Options, time: any TimeSource, besidePerCore: Int) async throws {
    proc = try options.trees()
    cgroup = ProcRoot(cgroupfs: options.cgroupPath)
    cores = RunEnvironment.cores(proc, cgroup: cgroup)
    if let problem = options.quotaProblem { options.warn(problem) }
    self.time = time
    signal(SIGPIPE, SIG_IGN)
    // A child of a run, and the server of its steps.
    spawner = Spawner(waiters: 2 + besidePerCore * RunEnvironment.wholeCores(cores))
    try DescriptorSupply.require(
      EventLoops.descriptorsOfShared + EventLoops.descriptorsEach + RunEnvironment.descriptors + options.descriptorsBeside)
    loop = try EventLoops.shared().next()
    observing = WorkerThreads(1)
    try observing.start()
    controlGroup = try EventLoops.one()
    let programs = RuntimePrograms(
      swift: options.child,
      python: await PythonInterpreter.find(at: options.pythonPath, spawner: spawner, time: time, loop: loop),
      others: OtherPythons(spawner: spawner, time: time, loop: loop))
    unavailable = programs.unavailable
    versions = programs.versions
    supervisor = RunSupervisor(
      programs: programs, stepServer: options.stepServer, spawner: spawner, proc: proc, cgroup: cgroup, time: time, loop: loop,
      controlLoop: controlGroup.next(), observing: observing)
  }

  private func close() async {
    await spawner.shutDown()
    await observing.shutDown()
    try? await controlGroup.shutdownGracefully()
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

  /// Has a runtime do each step of a mix alone for a moment, and tell what it takes.
  ///
  /// - Throws: `MeasuringFailure`, `PythonUnavailable`, `CancellationError`.
  package func measure(_ mix: Mix, _ runtime: Runtime) async throws -> StepMeasurements {
    try await supervisor.measure(mix, runtime: runtime)
  }
}
