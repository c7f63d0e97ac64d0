import Glibc
package import NIOCore
import NIOPosix
package import Processes
package import Samples
package import Sampling
package import Scheduling
import Synchronization
package import Telemetry
package import Workloads

/// Executes runs: starts the child with what its items need, samples its process tree, ends it at its deadline.
///
/// Whatever a child does costs that run and nothing else: every run gives a record, and no process of it is left when that is there.
package struct RunSupervisor: Sendable {
  /// Between two readings of the child's process tree.
  package static let samplingInterval = Duration.milliseconds(100)

  private let programs: RuntimePrograms
  private let stepServer: Command
  private let reader: ProcessTreeReader
  private let children: ChildRunner

  /// - Parameters:
  ///   - programs: execute a run, each in its runtime.
  ///   - stepServer: starts the server of `http` steps; see `HTTPStepServer`.
  ///   - loop: the loop that the child's pipes are read on.
  package init(
    programs: RuntimePrograms, stepServer: Command, spawner: Spawner, reader: ProcessTreeReader, time: any TimeSource,
    loop: any EventLoop
  ) {
    self.programs = programs
    self.stepServer = stepServer
    self.reader = reader
    children = ChildRunner(spawner: spawner, time: time, loop: loop)
  }

  /// Executes one run. Cancelling the task ends it with the outcome `cancelled`.
  ///
  /// - Parameters:
  ///   - cores: available to the run.
  ///   - deadline: after which the child is killed.
  ///   - progress: told whenever the child says it.
  package func run(
    _ plan: RunPlan, cores: Double, deadline: Duration, progress: @escaping @Sendable (TelemetryMessage.Progress) -> Void
  ) async -> RunRecord {
    let time = children.time
    let workStart = Mutex<Duration?>(nil)
    let live = LiveChild(RunIntake(plan, cores: cores)) { message in
      switch message {
      case .started: workStart.withLock { $0 = time.uptime }
      case .progress(let body): progress(body)
      case .hello, .calibrated, .histogram, .result, .failed: break
      }
    }
    let startedAt = time.wall
    do {
      let program = try programs.program(for: plan.identity.runtime)
      let surroundings = try await RunSurroundings.prepare(for: plan.work, server: stepServer, spawner: children.spawner)
      let result = await Result {
        try await children.run(program, .work(surroundings.work), as: live, deadline: deadline) { child in
          await sampleTree(of: child, live, since: workStart)
        }
      }
      let besideSeconds = await surroundings.remove()
      let (exit, diagnostics) = try result.get()
      return live.intake.withLock { $0 }
        .record(
          exit: exit, diagnostics: diagnostics, besideSeconds: besideSeconds, startedAt: startedAt, endedAt: time.wall)
    } catch {
      if error is CancellationError { live.end(because: .cancelled) }
      return live.intake.withLock { $0 }
        .record(exit: nil, startFailure: "\(error)", diagnostics: "", startedAt: startedAt, endedAt: time.wall)
    }
  }

  private func sampleTree(of child: ChildProcess, _ live: LiveChild<RunIntake>, since workStart: borrowing Mutex<Duration?>) async
  {
    let time = children.time
    var next = time.uptime
    while !Task.isCancelled {
      if let start = workStart.withLock({ $0 }), let reading = try? reader.read(root: child.pid) {
        let elapsed = (time.uptime - start).seconds
        live.intake.withLock { $0.receive(reading, elapsed: elapsed) }
      }
      // After a pause there is a gap, and no burst.
      next = max(next + RunSupervisor.samplingInterval, time.uptime)
      try? await time.sleep(until: next)
    }
  }

  // MARK: Calibration

  /// How long a child may take to calibrate a kernel.
  private static let calibrationLimit = Duration.seconds(20)

  /// Has a runtime tell how many operations of each kernel it does in a second on this host. To be asked for on a quiet moment.
  ///
  /// - Throws: `CalibrationFailure`, `PythonUnavailable`, `CancellationError`.
  package func calibrate(_ kernels: [Kernel], runtime: Runtime) async throws -> CalibrationResult {
    let program = try programs.program(for: runtime)
    let live = LiveChild(CalibrationIntake(kernels: kernels)) { _ in }
    let (exit, diagnostics) = try await children.run(
      program, .calibrate(kernels), as: live, deadline: RunSupervisor.calibrationLimit * kernels.count
    ) { _ in }
    try Task.checkCancellation()
    return try live.intake.withLock { $0 }.result(exit: exit, diagnostics: diagnostics)
  }
}
