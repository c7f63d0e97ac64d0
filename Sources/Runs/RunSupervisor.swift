package import NIOCore
package import Processes
package import Procfs
package import Samples
import Sampling
package import Scheduling
import Synchronization
import Telemetry
package import Workloads

/// Executes runs: starts the child with what its items need, samples its process tree, ends it at its deadline.
///
/// Whatever a child does costs that run and nothing else: every run gives a record, and no process of it is left when that is there.
package struct RunSupervisor: Sendable {
  private let programs: RuntimePrograms
  private let stepServer: Command
  private let proc: ProcTrees
  private let cgroup: ProcRoot
  private let children: ChildRunner
  private let controlLoop: any EventLoop
  private let observing: WorkerThreads
  private let places: PlaceFinder

  /// - Parameters:
  ///   - programs: execute a run, each in its runtime.
  ///   - stepServer: starts the server of `http` steps; see `HTTPStepServer`.
  ///   - proc: where the run and its host are looked at.
  ///   - cgroup: where the cgroup file systems are mounted.
  ///   - loop: the loop that the child's pipes are read on.
  ///   - controlLoop: a loop that has nothing to do but to tick beside a run.
  ///   - observing: a thread that looks at the child meanwhile.
  package init(
    programs: RuntimePrograms, stepServer: Command, spawner: Spawner, proc: ProcTrees, cgroup: ProcRoot, time: any TimeSource,
    loop: any EventLoop, controlLoop: any EventLoop, observing: WorkerThreads
  ) {
    self.programs = programs
    self.stepServer = stepServer
    self.proc = proc
    self.cgroup = cgroup
    self.controlLoop = controlLoop
    self.observing = observing
    children = ChildRunner(spawner: spawner, time: time, loop: loop)
    places = PlaceFinder(proc: proc, cgroup: cgroup, time: time)
  }

  /// The place of a run: see `PlaceFinder`.
  package func place(_ choice: CoreChoice, _ priority: RunPriority, turn: Int) -> RunPlace {
    places.place(choice, priority, turn: turn)
  }

  /// Cores that others leave of a place, after a look that takes a second; `nil` if the kernel does not tell.
  package func freeCores(of place: RunPlace) async -> Double? { await places.freeCores(of: place) }

  /// Executes one run at a place. Cancelling the task ends it with the outcome `cancelled`.
  ///
  /// - Parameters:
  ///   - deadline: after which the child is killed.
  ///   - progress: told whenever the child says it.
  package func run(
    _ plan: RunPlan, at place: RunPlace, deadline: Duration, progress: @escaping @Sendable (WorkProgress) -> Void
  ) async -> RunRecord {
    await run(plan, at: place, deadline: deadline, disturb: { _ in }, progress: progress)
  }

  /// Executes one run wherever this process may. Cancelling the task ends it with the outcome `cancelled`.
  ///
  /// - Parameters:
  ///   - cores: available to the run.
  ///   - deadline: after which the child is killed.
  ///   - progress: told whenever the child says it.
  package func run(
    _ plan: RunPlan, cores: Double, deadline: Duration, progress: @escaping @Sendable (WorkProgress) -> Void
  ) async -> RunRecord {
    await run(plan, cores: cores, deadline: deadline, disturb: { _ in }, progress: progress)
  }

  /// Executes one run that is disturbed from outside.
  ///
  /// - Parameters:
  ///   - cores: available to the run.
  ///   - deadline: after which the child is killed.
  ///   - disturb: called when the work begins, with the child; goes on beside the run, and is cancelled when it has ended.
  ///   - progress: told whenever the child says it.
  package func run(
    _ plan: RunPlan, cores: Double, deadline: Duration, disturb: @escaping @Sendable (ChildProcess) async -> Void,
    progress: @escaping @Sendable (WorkProgress) -> Void
  ) async -> RunRecord {
    await run(plan, at: RunPlace(cores: cores), deadline: deadline, disturb: disturb, progress: progress)
  }

  /// Executes one run at a place, disturbed from outside.
  ///
  /// - Parameters:
  ///   - deadline: after which the child is killed.
  ///   - disturb: called when the work begins, with the child; goes on beside the run, and is cancelled when it has ended.
  ///   - progress: told whenever the child says it.
  package func run(
    _ plan: RunPlan, at place: RunPlace, deadline: Duration, disturb: @escaping @Sendable (ChildProcess) async -> Void,
    progress: @escaping @Sendable (WorkProgress) -> Void
  ) async -> RunRecord {
    let time = children.time
    let live = LiveChild(RunIntake(plan, cores: place.offeredCores, processors: place.processors?.count))
    let (workBegins, begin) = AsyncStream<Void>.makeStream()
    let started = time.moment
    do {
      let program = try programs.program(for: plan.identity.runtime, code: plan.work.code)
      let surroundings = try await RunSurroundings.prepare(
        for: plan.work, at: place.beside, server: stepServer, spawner: children.spawner)
      let observer = RunObserver(
        readers(surroundings, place), time: time, interval: .seconds(plan.sampling.interval), live: live, thread: observing)
      let control = IdleControl(on: controlLoop, proc: .own, plan.sampling)
      let result = await Result {
        try await children.run(program, at: place.child, .work(surroundings.work), as: live, deadline: deadline) { message in
          observer.heard(message)
          if case .started = message { begin.yield() }
          if case .progress(let body) = message { progress(body) }
        } beside: { child in
          async let observing: Void = observer.observe(child)
          for await _ in workBegins.prefix(1) { await disturb(child) }
          await observing
        }
      }
      let controlReading = await control.stop()
      let besideSeconds = await surroundings.remove()
      let (exit, diagnostics) = try result.get()
      let ended = time.moment
      return live.intake.withLock { $0 }
        .record(
          exit: exit, diagnostics: diagnostics, besideSeconds: besideSeconds, workStarted: observer.workStarted?.wholeNanoseconds,
          control: controlReading, startedAt: ended.wall(of: started), endedAt: ended.wall)
    } catch {
      if error is CancellationError { live.end(because: .cancelled) }
      let ended = time.moment
      return live.intake.withLock { $0 }
        .record(exit: nil, startFailure: "\(error)", diagnostics: "", startedAt: ended.wall(of: started), endedAt: ended.wall)
    }
  }

  private func readers(_ surroundings: RunSurroundings, _ place: RunPlace) -> RunObserver.Readers {
    RunObserver.Readers(
      tree: ProcessTreeReader(proc: proc.processes), threads: ThreadTimesReader(proc: proc.processes),
      host: HostReader(proc: proc, cgroup: cgroup, processors: place.processors), consumers: ConsumerReader(proc: proc.machine),
      disk: surroundings.work.scratch.isEmpty ? nil : DiskReader(proc: proc, place: DiskPlace(of: surroundings.work.scratch)))
  }

  // MARK: Calibration

  /// How long a child may take to calibrate a kernel.
  private static let calibrationLimit = Duration.seconds(20)

  /// Has a runtime tell how many operations of each kernel it does in a second on this host. To be asked for on a quiet moment.
  ///
  /// - Parameter place: where it computes; `nil`: wherever this process may.
  /// - Throws: `CalibrationFailure`, `PythonUnavailable`, `CancellationError`.
  package func calibrate(_ kernels: [Kernel], runtime: Runtime, at place: RunPlace? = nil) async throws -> CalibrationResult {
    let program = try programs.program(for: runtime)
    let live = LiveChild(CalibrationIntake(kernels: kernels))
    let (exit, diagnostics) = try await children.run(
      program, at: place?.calibration ?? .inherited, .calibrate(kernels), as: live,
      deadline: RunSupervisor.calibrationLimit * kernels.count, beside: { _ in })
    try Task.checkCancellation()
    return try live.intake.withLock { $0 }.result(exit: exit, diagnostics: diagnostics)
  }
}
