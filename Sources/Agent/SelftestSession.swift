import NIOPosix
import Procfs
package import Processes
import Runs
package import Samples
import Sampling
import Scheduling
package import Selftest
import Workloads

/// Executes the self-test: real runs on this host, each disturbed on purpose, each judged as any other run.
package struct SelftestSession: Sendable {
  /// What to try, and where.
  package struct Options: Sendable {
    /// In this order.
    package var disturbances = Disturbance.allCases
    /// In this order; `nil`: all that are there.
    package var runtimes: [Runtime]?
    /// Injections of each disturbance that stalls a loop, in each runtime: together more than two hundred.
    package var count = 18
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
    /// Starts a process that wants a core.
    package var hog = Command.thisProgram("run-hog")

    /// Everything.
    package init() {}
  }

  /// What came of it.
  package struct Outcome: Sendable {
    /// Of all runs that were made.
    package let result: SelftestResult
    /// Whether SIGINT or SIGTERM ended it.
    package let isInterrupted: Bool
  }

  private let options: Options
  private let started: @Sendable (SelftestRun) -> Void

  /// - Parameter started: told each run, when it begins.
  package init(_ options: Options, started: @escaping @Sendable (SelftestRun) -> Void) {
    self.options = options
    self.started = started
  }

  /// What is added to the result, one after the other.
  private enum Step: Sendable {
    case judged(findings: [SelftestFinding], falseAlarms: Int, cpuSeconds: Double)
    case probeCosts(Double, Runtime)
    case notTried(SelftestResult.NotTried)
  }

  /// Returns when everything was tried, or after SIGINT or SIGTERM.
  ///
  /// - Throws: `ProcError`, `RunSessionError.noRuntime`.
  package func run() async throws -> Outcome {
    let proc = try ProcRoot(procfs: options.procPath)
    let cgroup = ProcRoot(cgroupfs: options.cgroupPath)
    let cores = try AvailableCores.read(proc: proc, cgroup: cgroup)
    let time = SystemTime()
    let begin = time.uptime
    let spawner = Spawner(waiters: 2 + SelftestSession.hogsPerCore * max(1, Int(cores)))
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    let python = await PythonInterpreter.find(at: options.pythonPath, spawner: spawner, time: time, loop: loop)
    let programs = RuntimePrograms(swift: options.child, python: python)
    let laboratory = Laboratory(
      supervisor: RunSupervisor(
        programs: programs, stepServer: options.stepServer, spawner: spawner, proc: proc, cgroup: cgroup, time: time, loop: loop),
      spawner: spawner, cgroup: cgroup, cores: cores, hog: options.hog, time: time)
    let result = await Result { try await run(in: laboratory, programs) }
    await spawner.shutDown()
    var outcome = try result.get()
    outcome.0.wallSeconds = (time.uptime - begin).seconds
    return Outcome(result: outcome.0, isInterrupted: outcome.1)
  }

  /// Processes that want a core, for each core.
  static let hogsPerCore = 4

  private func run(in laboratory: Laboratory, _ programs: RuntimePrograms) async throws -> (SelftestResult, Bool) {
    let wanted = options.runtimes ?? Runtime.allCases
    let usable = wanted.filter { programs.unavailable[$0] == nil }
    guard !usable.isEmpty else { throw RunSessionError.noRuntime }
    let (steps, isInterrupted) = try await Interruption.untilInterrupted { keep in
      for runtime in wanted {
        if let reason = programs.unavailable[runtime] {
          keep(Step.notTried(.init("everything", in: runtime, because: "\(reason)")))
        }
      }
      keep(.notTried(.init("steal", because: "only a hypervisor can take a core away")))
      for runtime in usable { try await tryAll(runtime, in: laboratory, keep) }
    }
    var result = SelftestResult()
    for step in steps {
      switch step {
      case .judged(let findings, let alarms, let seconds): result.add((findings, alarms), cpuSeconds: seconds)
      case .probeCosts(let cores, let runtime): result.probeCosts(cores, in: runtime)
      case .notTried(let notTried): result.add(notTried)
      }
    }
    return (result, isInterrupted)
  }

  private func tryAll(_ runtime: Runtime, in laboratory: Laboratory, _ keep: (Step) -> Void) async throws {
    let speed = try await laboratory.speed(of: runtime)
    for disturbance in options.disturbances {
      let runs = SelftestRun.runs(disturbance, in: runtime, count: options.count, cores: laboratory.usableCores)
      for run in runs {
        started(run)
        let (record, stopped, problem) = await laboratory.execute(run, operationsPerSecond: speed)
        try Task.checkCancellation()
        if let problem {
          keep(.notTried(.init(disturbance.rawValue, in: runtime, because: problem)))
          break
        }
        let judged = SelftestJudge(run, stopped: stopped).judge(record)
        keep(.judged(findings: judged.findings, falseAlarms: judged.falseAlarms, cpuSeconds: record.costSeconds))
        if disturbance == .none, run.mix.kind == .idle, let measured = record.measurements {
          keep(.probeCosts((measured.cpuUserSeconds + measured.cpuSystemSeconds) / measured.result.seconds, runtime))
        }
      }
    }
  }
}
