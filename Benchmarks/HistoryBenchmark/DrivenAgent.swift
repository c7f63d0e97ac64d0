import Agent
import Alerting
import Foundation
import Logging
import Notifying
import ManualClock
import Processes
import Procfs
import Runs
import Samples
import Scheduling
import ServiceLifecycle
import Storage
import Synchronization
import Telemetry
import Workloads

/// Tells nobody.
private struct Silent: Notifier {
  let name = "silent"
  func send(_ alerts: [NotifiedAlert]) async -> SendOutcome { .delivered }
}

/// A whole agent but for sockets and children, on a clock that runs as fast as the agent can follow: a month takes a minute.
struct DrivenAgent {
  private let time = ManualTime(origin: Timestamp(milliseconds: 1_767_225_600_000))
  private let core: AgentCore
  private let group: ServiceGroup
  private let path: String

  init(folder: String) throws {
    path = folder + "/calcmon.db"
    let opener = StoreOpener(path: path, version: "benchmark", pid: 1, time: time)
    var options = AgentOptions()
    options.settings.retention = Retention(raw: 7 * 86400, minute: 14 * 86400, hour: 730 * 86400, size: 64 << 20)
    let logger = Logger(label: "benchmark") { _ in SwiftLogNoOpLogHandler() }
    core = AgentCore(
      options: options, build: .current, proc: try ProcTrees(named: try ProcRoot(procfs: "/proc")),
      cgroup: ProcRoot(cgroupfs: "/sys/fs/cgroup"),
      cores: 2, store: .success(try opener.open()), opener: opener, unavailable: [:], inheritance: .init(),
      executor: SyntheticExecutor(time: time), makeNotifier: { _, _ in Silent() }, time: time, logger: logger)
    group = ServiceGroup(services: [core.storing, core.alerting, core.canaries], logger: logger)
  }

  /// Prints a line a day: memory, size of the database, runs that are kept.
  func run(days: Int) async throws {
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      core.endpointIsUp.yield()
      await time.untilSomebodySleeps(until: .seconds(300))
      // From then on a slot is due every thirty seconds: ten canaries, each every five minutes.
      for second in stride(from: 300, through: days * 86400, by: 30) {
        time.advance(by: .seconds(second) - time.uptime)
        await time.untilSomebodySleeps(until: .seconds(second + 30))
        if second % 600 == 0 { try await untilWritten() }
        if second % 86400 == 0 { report(day: second / 86400) }
      }
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
    }
  }

  /// The database is given the time that it would have until the next slot.
  private func untilWritten() async throws {
    var seconds = 0
    while value("calcmon_storage_queued_samples") != "0" {
      if seconds < 25 { time.advance(by: .seconds(1)) }
      seconds += 1
      try await Task.sleep(for: .milliseconds(1))
    }
  }

  private func value(_ name: String) -> String {
    let lines = String(decoding: core.content { .nothingToRead }.metrics(.text, false), as: UTF8.self).split(separator: "\n")
    return lines.first { $0.hasPrefix(name + " ") }.map { String($0.dropFirst(name.count + 1)) } ?? "null"
  }

  private func report(day: Int) {
    print(
      """
      {"day": \(day), "resident_bytes": \(value("process_resident_memory_bytes")), "storage_bytes": \(value("calcmon_storage_bytes")), \
      "samples": \(value("calcmon_storage_samples_total")), "dropped": \(value("calcmon_storage_dropped_samples_total")), \
      "retention_ratio": \(value("calcmon_storage_retention_ratio"))}
      """)
    // Also where it goes to a file: a month is long.
    fflush(nil)
  }
}

/// Executes nothing, at once.
private final class SyntheticExecutor: RunExecutor {
  private let time: ManualTime
  private let runs = Mutex(SyntheticRuns())

  init(time: ManualTime) { self.time = time }

  func place(_ choice: CoreChoice, _ priority: RunPriority, turn: Int) -> RunPlace {
    RunPlace(processors: nil, cores: 2, priority: priority, refusal: nil)
  }

  func freeCores(of place: RunPlace) async -> Double? { nil }

  func run(
    _ plan: RunPlan, at place: RunPlace, deadline: Duration, progress: @escaping @Sendable (WorkProgress) -> Void
  ) async -> RunRecord {
    runs.withLock { $0.run(plan.identity, instants: 20, at: time.wall) }
  }

  func calibrate(_ kernels: [Kernel], runtime: Runtime, at place: RunPlace?) async throws -> CalibrationResult {
    CalibrationResult(operationsPerSecond: Dictionary(uniqueKeysWithValues: kernels.map { ($0, 1e9) }), costSeconds: 0.25)
  }
}
