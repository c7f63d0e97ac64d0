package import Processes
package import Runs
package import Samples
import Scheduling
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
    /// Where the runs find what they need.
    package var environment = RunEnvironment.Options()
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
    case judged(findings: [SelftestFinding], falseAlarms: Int, causes: [SelftestCause], cpuSeconds: Double)
    case probeCosts(Double, Runtime)
    case notTried(SelftestResult.NotTried)
  }

  /// Returns when everything was tried, or after SIGINT or SIGTERM.
  ///
  /// - Throws: `ProcError`, `RunSessionError.noRuntime`.
  package func run() async throws -> Outcome {
    let time = SystemTime()
    let begin = time.uptime
    var (result, isInterrupted) = try await RunEnvironment.use(
      options.environment, time: time, besidePerCore: FaultInjector.hogsPerCore
    ) { environment in
      try await run(by: FaultInjector(environment: environment, hog: options.hog))
    }
    result.wallSeconds = (time.uptime - begin).seconds
    return Outcome(result: result, isInterrupted: isInterrupted)
  }

  private func run(by injector: FaultInjector) async throws -> (SelftestResult, Bool) {
    let wanted = options.runtimes ?? Runtime.allCases
    let unavailable = injector.environment.unavailable
    let usable = wanted.filter { unavailable[$0] == nil }
    guard !usable.isEmpty else { throw RunSessionError.noRuntime }
    let (steps, isInterrupted) = try await Interruption.untilInterrupted { keep in
      for runtime in wanted {
        if let reason = unavailable[runtime] {
          keep(Step.notTried(.init("everything", in: runtime, because: "\(reason)")))
        }
      }
      keep(.notTried(.init("steal", because: "only a hypervisor can take a core away")))
      for runtime in usable { try await tryAll(runtime, by: injector, keep) }
    }
    var result = SelftestResult()
    for step in steps {
      switch step {
      case .judged(let findings, let alarms, let causes, let seconds):
        result.add((findings, alarms), cpuSeconds: seconds)
        result.add(causes)
      case .probeCosts(let cores, let runtime): result.probeCosts(cores, in: runtime)
      case .notTried(let notTried): result.add(notTried)
      }
    }
    return (result, isInterrupted)
  }

  private func tryAll(_ runtime: Runtime, by injector: FaultInjector, _ keep: (Step) -> Void) async throws {
    let speed = try await injector.environment.operationsPerSecond(.integer, runtime)
    for disturbance in options.disturbances {
      let runs = SelftestRun.runs(disturbance, in: runtime, count: options.count, cores: injector.environment.usableCores)
      for run in runs {
        started(run)
        let (record, stopped, problem) = await injector.execute(run, operationsPerSecond: speed)
        try Task.checkCancellation()
        if let problem {
          keep(.notTried(.init(disturbance.rawValue, in: runtime, because: problem)))
          break
        }
        let judge = SelftestJudge(run, stopped: stopped)
        let judged = judge.judge(record)
        keep(
          .judged(
            findings: judged.findings, falseAlarms: judged.falseAlarms, causes: judge.causes(record),
            cpuSeconds: record.costSeconds))
        if disturbance == .none, run.mix.kind == .idle, let measured = record.measurements {
          keep(.probeCosts((measured.cpuUserSeconds + measured.cpuSystemSeconds) / measured.result.seconds, runtime))
        }
      }
    }
  }
}
