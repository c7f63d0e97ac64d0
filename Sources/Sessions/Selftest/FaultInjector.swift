import Glibc
import Procfs
import Processes
import Runs
import Samples
import Sampling
import Scheduling
import Synchronization
import Workloads

/// Executes runs and disturbs them from outside: stops them, crowds them out by other processes, binds them by a quota.
struct FaultInjector: Sendable {
  /// Of one core, in a control group with little.
  private static let quota = 0.2
  /// Of the cores of a run, in a control group with too little for paced work.
  private static let limitedShare = 0.4

  /// Processes that want a core, for each core.
  static let hogsPerCore = 4

  let environment: RunEnvironment
  /// Starts a process that wants a core.
  let hog: Command

  private var spawner: Spawner { environment.spawner }
  private var time: any TimeSource { environment.time }

  /// Executes a run with what is to be done to it.
  ///
  /// - Returns: its record, when it was stopped by a signal, and why it could not be disturbed as it should.
  func execute(
    _ run: SelftestRun, operationsPerSecond: Double
  ) async -> (record: RunRecord, stopped: [ClosedRange<Int64>], problem: String?) {
    let plan = RunPlan(
      run.mix, strategy: run.strategy, runtime: run.runtime, cores: environment.usableCores,
      operationsPerSecond: operationsPerSecond,
      injections: run.injections)
    let notes = Notes()
    let record = await environment.supervisor.run(plan, cores: environment.cores, deadline: plan.deadline) { child in
      do {
        try await disturb(child, run, notes)
      } catch {
        notes.problem.withLock { $0 = "\(error)" }
      }
    } progress: { _ in
    }
    return (record, notes.stopped.withLock { $0 }, notes.problem.withLock { $0 })
  }

  private final class Notes: Sendable {
    let stopped = Mutex<[ClosedRange<Int64>]>([])
    let problem = Mutex<String?>(nil)
  }

  /// Goes on until the task is cancelled, which is when the run has ended.
  private func disturb(_ child: ChildProcess, _ run: SelftestRun, _ notes: Notes) async throws {
    switch run.disturbance {
    case .stop: await stop(child, run.stops, notes)
    case .hogs, .busy: try await withHogs { await untilCancelled() }
    case .quota: try await limit(child, cores: FaultInjector.quota)
    case .limited: try await limit(child, cores: FaultInjector.limitedShare * Double(environment.usableCores))
    case .compute, .sleep, .fsync, .gc, .gil, .leak, .overload, .starvation, .none: break
    }
  }

  /// Puts a run's processes, its workers included, into a control group of their own.
  private func limit(_ child: ChildProcess, cores: Double) async throws {
    let group = try QuotaGroup(environment.cgroup, cores: cores)
    let added = Result {
      for pid in try ProcessTreeReader(proc: environment.proc.processes).pids(root: child.pid) { try group.add(pid) }
    }
    if case .success = added { await untilCancelled() }
    await group.remove(time)
    try added.get()
  }

  private func stop(_ child: ChildProcess, _ stops: [SelftestRun.Stop], _ notes: Notes) async {
    let begin = time.uptime
    for stop in stops {
      try? await time.sleep(until: begin + .seconds(stop.at))
      if Task.isCancelled { return }
      let from = time.uptime.wholeNanoseconds
      child.signal(SIGSTOP)
      // A stopped child must go on, whatever becomes of this task.
      try? await time.sleep(until: begin + .seconds(stop.at + stop.seconds))
      child.signal(SIGCONT)
      let until = time.uptime.wholeNanoseconds
      notes.stopped.withLock { $0.append(from...until) }
    }
  }

  private func withHogs(_ body: () async -> Void) async throws {
    var hogs: [ChildProcess] = []
    do {
      for _ in 0..<FaultInjector.hogsPerCore * environment.usableCores {
        let nulls = try Descriptors.nulls(3)
        hogs.append(
          try await spawner.start(
            hog, input: nulls[0], output: nulls[1], error: nulls[2], newGroup: false))
      }
      await body()
    } catch {
      await end(hogs)
      throw error
    }
    await end(hogs)
  }

  private func end(_ hogs: [ChildProcess]) async {
    for hog in hogs {
      hog.signal(SIGKILL)
      try? await spawner.waitForEnd(of: hog)
      _ = spawner.reap(hog)
    }
  }

  private func untilCancelled() async {
    while !Task.isCancelled { try? await time.sleep(until: time.uptime + .seconds(3600)) }
  }
}
