import Agent
import Alerting
import CalcmonTesting
import ManualClock
import Endpoint
import Foundation
import Logging
import Notifying
import Processes
import Procfs
import Runs
import Samples
import Scheduling
import ServiceLifecycle
import Settings
import Storage
import Synchronization
import Telemetry
import Workloads

/// A whole agent but for sockets and children: its own services, on a clock and a `/proc` that the test moves.
final class ManualAgent: Sendable {
  let time: ManualTime
  let core: AgentCore
  let executor: ScriptedExecutor
  let notifiers = HeardNotifiers()
  let databasePath: String
  private let group: ServiceGroup
  private let directory: TemporaryDirectory

  /// Three canaries: `mixed` as hybrid and as async, then `cpu-bound`.
  private static let mixes = {
    var mixed = Mix.mixed
    mixed.strategies = [.hybrid, .async]
    return [mixed, .cpuBound]
  }()

  init(
    directory: TemporaryDirectory, proc: ProcRoot, calibrations: [CalibrationEntry] = [], time: ManualTime = ManualTime(),
    clock: (any TimeSource)? = nil, logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
    alerts: AlertMemory = AlertMemory(alerts: [], deliveries: [], aliveAt: nil), runs: [StoredRunEvidence] = [],
    refusal: String? = nil, unavailable: [Runtime: String] = [.asyncio: "there is no python3 on the PATH"],
    change: (inout AgentSettings) -> Void = { _ in }, script: @escaping ScriptedExecutor.Script
  ) throws {
    self.directory = directory
    self.time = time
    databasePath = directory.file("calcmon.db")
    executor = ScriptedExecutor(time: time, refusal: refusal, script: script)
    let build = BuildInfo(version: "1.2.3", revision: "0123456789abcdef", swiftVersion: "6.3")
    let opener = StoreOpener(path: databasePath, version: build.version, pid: 1000, time: time)
    var options = AgentOptions()
    options.settings.mixes = ManualAgent.mixes.map(MixSettings.init)
    change(&options.settings)
    var inheritance = AgentCore.Inheritance()
    inheritance.calibrations = CalibrationBook(calibrations)
    inheritance.alerts = alerts
    inheritance.runs = runs
    core = AgentCore(
      options: options, build: build, proc: ProcTrees(proc), cgroup: ProcRoot(cgroupfs: directory.path), cores: 2,
      store: .success(try opener.open()),
      opener: opener, storageSizes: { _ in (65536, 4096) },
      unavailable: unavailable, inheritance: inheritance, executor: executor,
      makeNotifier: { [notifiers] settings, _ in notifiers.make(settings) }, time: clock ?? time, logger: logger)
    group = ServiceGroup(services: [core.storing, core.alerting, core.canaries], logger: logger)
  }

  /// Runs the agent while the body drives it, then stops it as SIGTERM would.
  func run(_ body: () async throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await self.group.run() }
      core.endpointIsUp.yield()
      try await body()
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
    }
  }

  /// Moves the clock to this many seconds since the start.
  func advance(to seconds: Int) { time.advance(by: .seconds(seconds) - time.uptime) }

  /// Returns when the canaries sleep until their slot at this second.
  func canariesSleep(until seconds: Int) async { await time.untilSomebodySleeps(until: .seconds(seconds)) }

  /// Moves the clock from slot to slot, 100 s apart, and lets each have its run.
  func advanceThroughSlots(to seconds: Int) async {
    var next = Int(time.uptime.seconds) / 100 * 100 + 100
    while next <= seconds {
      advance(to: next)
      await canariesSleep(until: max(300, next + 100))
      next += 100
    }
  }

  /// Returns when notifiers were told of so many alerts.
  func heard(_ count: Int) async throws {
    try await Poll.value("\(count) alerts are told") {
      notifiers.words.count
    } until: {
      $0 >= count
    }
  }

  /// Returns when the database has taken so many samples.
  func stored(samples: Double) async throws {
    try await Poll.value("\(samples) samples are stored") {
      value("calcmon_storage_samples_total")
    } until: {
      $0 == samples
    }
  }

  var metrics: String { String(decoding: core.content { .nothingToRead }.metrics(.text, false), as: UTF8.self) }

  /// The value of one series, by its text up to the space.
  func value(_ series: String) -> Double? {
    metrics.split(separator: "\n").first { $0.hasPrefix(series + " ") }.flatMap { Double($0.dropFirst(series.count + 1)) }
  }
}

/// Executes nothing: gives the records of a script, and lets the time of a run pass.
final class ScriptedExecutor: RunExecutor {
  typealias Script = @Sendable (_ number: Int, _ plan: RunPlan, _ start: Timestamp) -> RunRecord

  /// Operations a second that every calibration finds.
  let speed = Mutex(1e9)
  /// What others leave of the core that every run is put on.
  let free = Mutex<Double?>(nil)
  /// Why runs are not put where they should be.
  let refusal: String?
  /// Each place that was asked for.
  let asked = Mutex<[Asked]>([])
  /// What was executed, in order.
  let plans = Mutex<[RunPlan]>([])
  private let calibrated = Mutex<[Runtime]>([])

  struct Asked: Equatable {
    let choice: CoreChoice
    let priority: RunPriority
    let turn: Int
  }

  private let time: ManualTime
  private let script: Script
  private let count = Mutex(0)

  init(time: ManualTime, refusal: String? = nil, script: @escaping Script) {
    self.refusal = refusal
    self.time = time
    self.script = script
  }

  func place(_ choice: CoreChoice, _ priority: RunPriority, turn: Int) -> RunPlace {
    asked.withLock { $0.append(Asked(choice: choice, priority: priority, turn: turn)) }
    return RunPlace(processors: [turn % 2], cores: 1, priority: priority, refusal: refusal)
  }

  func freeCores(of place: RunPlace) async -> Double? { free.withLock { $0 } }

  func run(
    _ plan: RunPlan, at place: RunPlace, deadline: Duration, progress: @escaping @Sendable (WorkProgress) -> Void
  ) async -> RunRecord {
    plans.withLock { $0.append(plan) }
    let number = count.withLock { count in
      defer { count += 1 }
      return count
    }
    return script(number, plan, time.wall)
  }

  func calibrate(_ kernels: [Kernel], runtime: Runtime, at place: RunPlace?) async throws -> CalibrationResult {
    calibrated.withLock { $0.append(runtime) }
    let speed = speed.withLock { $0 }
    return CalibrationResult(
      operationsPerSecond: Dictionary(uniqueKeysWithValues: kernels.map { ($0, speed) }),
      costSeconds: 0.25 * Double(kernels.count))
  }

  /// What measuring the steps of a mix gives, by the number of the attempt.
  let measuring = Mutex<@Sendable (_ number: Int, _ mix: Mix) throws -> StepMeasurements>({ _, _ in
    StepMeasurements([], histograms: [:])
  })
  private let measured = Mutex<[String]>([])

  func measure(_ mix: Mix, runtime: Runtime, at place: RunPlace?) async throws -> StepMeasurements {
    let number = measured.withLock { names in
      names.append(mix.name)
      return names.count - 1
    }
    return try measuring.withLock { $0 }(number, mix)
  }

  /// The mixes that were measured, in order.
  var measurements: [String] { measured.withLock { $0 } }

  /// How often each runtime was calibrated or checked.
  var calibrations: [Runtime] { calibrated.withLock { $0 } }

  /// How many runs there were.
  var runs: Int { count.withLock { $0 } }
}

/// Notifiers that keep what they are told.
final class HeardNotifiers: Sendable {
  private struct Heard: Notifier {
    let name: String
    let list: HeardNotifiers

    func send(_ alerts: [NotifiedAlert]) async -> SendOutcome {
      list.heard.withLock { $0 += alerts.map { (name, $0) } }
      return .delivered
    }
  }

  private let heard = Mutex<[(notifier: String, alert: NotifiedAlert)]>([])

  func make(_ settings: NotifierSettings) -> any Notifier { Heard(name: settings.name, list: self) }

  /// `log CalcmonQueueGrowing firing`
  var words: [String] {
    heard.withLock { $0.map { "\($0.notifier) \($0.alert.alertName) \($0.alert.isFiring ? "firing" : "resolved")" } }
  }
}
