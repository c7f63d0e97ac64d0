import CalcmonTesting
import Foundation
import ManualClock
import Procfs
import Reporting
import Runs
import Samples
import Settings
import Snapshots
import Storage
import Synchronization
import Testing
import Thresholds

@Suite(.timeLimit(.minutes(2))) struct AgentTests {
  @Test func `The whole of /metrics is the golden text`() async throws {
    let agent = try agent { number, plan, start in
      number == 1
        ? Records.ended(.crashed, reason: "ended by signal 9", identity: plan.identity, at: start)
        : FixtureRun.record(plan, at: start)
    }
    try await agent.run {
      await agent.canariesSleep(until: 300)
      await agent.time.untilSomebodySleeps(until: .seconds(1))
      agent.advance(to: 2)
      try await agent.stored(samples: 66)
      try Golden.expect(agent.metrics, matches: "\(Repository.root)/Tests/AgentTests/Golden/metrics.txt")
    }
  }

  @Test func `The same state gives the same bytes`() async throws {
    var texts: Set<String> = []
    for _ in 0..<3 {
      let agent = try agent { _, plan, start in Records.completed(plan.identity, kind: plan.kind, at: start) }
      try await agent.run {
        await agent.canariesSleep(until: 300)
        await agent.time.untilSomebodySleeps(until: .seconds(1))
        agent.advance(to: 2)
        try await agent.stored(samples: 300)
        texts.insert(agent.metrics)
        texts.insert(agent.metrics)
      }
    }
    #expect(texts.count == 1)
  }

  @Test func `The first round starts at once, and later runs follow in staggered slots`() async throws {
    let agent = try agent { _, plan, start in Records.completed(plan.identity, kind: plan.kind, at: start) }
    try await agent.run {
      await agent.canariesSleep(until: 300)
      #expect(agent.executor.runs == 3)
      agent.advance(to: 299)
      #expect(agent.executor.runs == 3)
      agent.advance(to: 300)
      await agent.canariesSleep(until: 400)
      #expect(agent.executor.runs == 4)
      agent.advance(to: 400)
      await agent.canariesSleep(until: 500)
      #expect(agent.executor.runs == 5)
      #expect(agent.value("calcmon_slots_total{mix=\"mixed\"}") == 4)
      #expect(agent.value("calcmon_slots_missed_total{mix=\"mixed\"}") == 0)
    }
  }

  @Test func `After a pause of an hour there is a gap, and no burst`() async throws {
    let agent = try agent { _, plan, start in Records.completed(plan.identity, kind: plan.kind, at: start) }
    try await agent.run {
      await agent.canariesSleep(until: 300)
      agent.advance(to: 3600)
      await agent.canariesSleep(until: 3700)
      #expect(agent.executor.runs == 4)
      // Slots 1 to 11 of the two canaries of the mix have passed, and slot 12 of the first is due now.
      #expect(agent.value("calcmon_slots_missed_total{mix=\"mixed\"}") == 22)
      #expect(agent.value("calcmon_slots_total{mix=\"mixed\"}") == 25)
    }
  }

  @Test func `A run dearer than the budget makes the next slots be missed until it is paid`() async throws {
    let agent = try agent { _, plan, start in
      Records.completed(plan.identity, kind: plan.kind, at: start, costSeconds: 25)
    }
    try await agent.run {
      await agent.canariesSleep(until: 300)
      await agent.advanceThroughSlots(to: 3000)
      // 5 % of 2 cores fill 300 CPU seconds in that time, beside the 30 that there are at the start: at most 13 runs of 25.
      #expect(agent.executor.runs <= 13)
      #expect(agent.executor.runs >= 10)
      let missed =
        (agent.value("calcmon_slots_missed_total{mix=\"mixed\"}") ?? 0)
        + (agent.value("calcmon_slots_missed_total{mix=\"cpu-bound\"}") ?? 0)
      let slots =
        (agent.value("calcmon_slots_total{mix=\"mixed\"}") ?? 0) + (agent.value("calcmon_slots_total{mix=\"cpu-bound\"}") ?? 0)
      #expect(missed == slots - Double(agent.executor.runs))
    }
  }

  @Test func `A target is judged live as it is judged from history`() async throws {
    let agent = try agent { _, plan, start in
      Records.completed(
        plan.identity, kind: plan.kind, at: start,
        latency: Records.latency(milliseconds: plan.identity.strategy == .async ? 250 : 3, count: 200))
    }
    try await agent.run {
      await agent.canariesSleep(until: 300)
      await agent.time.untilSomebodySleeps(until: .seconds(1))
      agent.advance(to: 2)
      try await agent.stored(samples: 300)
      let now = agent.time.wall
      let filter = HistoryFilter(since: now.advanced(bySeconds: -100), until: now.advanced(bySeconds: 100))
      let report = Report(try HistoryReader(path: agent.databasePath).histories(filter), since: filter.since, until: filter.until)
      #expect(report.rows.count == 13)
      #expect(report.verdict == .breached)
      for row in report.rows {
        let labels =
          "mix=\"\(row.identity.mix)\",runtime=\"swift\",strategy=\"\(row.identity.strategy)\",target=\"\(row.judgement.target.name.rawValue)\""
        #expect(agent.value("calcmon_target_value{\(labels)}") == row.judgement.value)
        #expect(agent.value("calcmon_target_breached{\(labels)}") == (row.judgement.verdict == .breached ? 1 : 0))
        #expect(agent.value("calcmon_target_unknown{\(labels)}") == (row.judgement.verdict == .unknown ? 1 : 0))
      }
    }
    #expect(
      try await Tool.output(
        "sqlite3", [agent.databasePath, "SELECT verdict, count(*) FROM verdicts GROUP BY verdict ORDER BY verdict"])
        == "breached|1\nmet|12")
  }

  @Test func `Evidence that has left the window is forgotten: the target becomes unknown, never met`() async throws {
    let agent = try agent { number, plan, start in
      number < 3
        ? Records.completed(plan.identity, kind: plan.kind, at: start)
        : Records.ended(.failed, reason: "gone", identity: plan.identity, at: start)
    }
    let series = "{mix=\"mixed\",runtime=\"swift\",strategy=\"hybrid\",target=\"event_loop_latency\"}"
    try await agent.run {
      await agent.canariesSleep(until: 300)
      await agent.advanceThroughSlots(to: 900)
      #expect(agent.value("calcmon_target_unknown\(series)") == 0)
      // It ended after 2.2 s; and what happens by time alone waits a second for late news.
      agent.advance(to: 903)
      #expect(agent.value("calcmon_target_unknown\(series)") == 0)
      agent.advance(to: 904)
      #expect(agent.value("calcmon_target_unknown\(series)") == 1)
      #expect(agent.value("calcmon_target_value\(series)") == nil)
    }
  }

  @Test func `A sampler whose source goes is flagged, and the rest goes on`() async throws {
    let directory = try TemporaryDirectory()
    let tree = directory.file("proc")
    try FileManager.default.copyItem(atPath: "\(Repository.procFixtures)/tree/1", toPath: tree)
    let agent = try ManualAgent(directory: directory, proc: ProcRoot(procfs: tree)) { _, plan, start in
      Records.completed(plan.identity, kind: plan.kind, at: start)
    }
    try await agent.run {
      #expect(agent.value("calcmon_sampler_success{sampler=\"process\"}") == 1)
      try FileManager.default.removeItem(atPath: "\(tree)/self/stat")
      #expect(agent.value("calcmon_sampler_success{sampler=\"process\"}") == 0)
      #expect(agent.value("process_open_fds") == nil)
      #expect((agent.value("calcmon_sampler_failures_total{sampler=\"process\"}") ?? 0) >= 1)
    }
  }

  @Test func `A figure whose file goes is not shown any more, and those beside it are`() async throws {
    let directory = try TemporaryDirectory()
    let tree = directory.file("proc")
    try FileManager.default.copyItem(atPath: "\(Repository.procFixtures)/tree/1", toPath: tree)
    let agent = try ManualAgent(directory: directory, proc: ProcRoot(procfs: tree)) { _, plan, start in
      Records.completed(plan.identity, kind: plan.kind, at: start)
    }
    try await agent.run {
      #expect(agent.value("process_max_fds") == 1024)
      try FileManager.default.removeItem(atPath: "\(tree)/self/limits")
      #expect(agent.value("process_max_fds") == nil)
      #expect(agent.value("process_open_fds") == 9)
      #expect(agent.value("calcmon_sampler_success{sampler=\"process\"}") == 1)
    }
  }

  @Test func `What this kernel does not offer is unavailable, and no failure; what it says wrongly is one, with file and line`()
    async throws
  {
    let directory = try TemporaryDirectory()
    let tree = directory.file("proc")
    try FileManager.default.copyItem(atPath: "\(Repository.procFixtures)/tree/1", toPath: tree)
    let agent = try ManualAgent(directory: directory, proc: ProcRoot(procfs: tree)) { _, plan, start in
      Records.completed(plan.identity, kind: plan.kind, at: start)
    }
    try await agent.run {
      #expect(agent.value("calcmon_sampler_available{sampler=\"pressure\"}") == 0)
      #expect(agent.value("calcmon_sampler_success{sampler=\"pressure\"}") == 1)
      #expect(!agent.metrics.contains("calcmon_host_pressure_seconds_total{"))
      try FileManager.default.createDirectory(atPath: "\(tree)/pressure", withIntermediateDirectories: true)
      try "some avg10=0.00 avg60=0.00 avg300=0.00 total=x\n".write(
        toFile: "\(tree)/pressure/cpu", atomically: true, encoding: .utf8)
      #expect(agent.value("calcmon_sampler_available{sampler=\"pressure\"}") == 1)
      #expect(agent.value("calcmon_sampler_success{sampler=\"pressure\"}") == 0)
      let notes = agent.core.snapshot().notes
      #expect(notes.contains { $0.contains("pressure") && $0.contains("\(tree)/pressure/cpu") }, "\(notes)")
      try "some avg10=0.00 avg60=0.00 avg300=0.00 total=2500000\n".write(
        toFile: "\(tree)/pressure/cpu", atomically: true, encoding: .utf8)
      #expect(agent.value("calcmon_host_pressure_seconds_total{kind=\"some\",resource=\"cpu\"}") == 2.5)
      #expect(agent.value("calcmon_sampler_success{sampler=\"pressure\"}") == 1)
    }
  }

  @Test func `A run whose process tree could not be read says so`() async throws {
    let directory = try TemporaryDirectory()
    let agent = try ManualAgent(directory: directory, proc: ProcRoot(procfs: "\(Repository.procFixtures)/tree/1")) {
      _, plan, start in
      var intake = RunIntake(plan, cores: 2)
      intake.cannotRead(.processTree, .malformed(path: "/proc/7/stat", reason: "ends before field 14 (utime)"))
      return intake.record(exit: nil, diagnostics: "", startedAt: start, endedAt: start)
    }
    try await agent.run {
      await agent.canariesSleep(until: 300)
      #expect(agent.value("calcmon_sampler_success{sampler=\"process_tree\"}") == 0)
      #expect((agent.value("calcmon_sampler_failures_total{sampler=\"process_tree\"}") ?? 0) >= 1)
      #expect(
        agent.core.snapshot().notes.contains(
          "The sampler process_tree failed: /proc/7/stat: ends before field 14 (utime)."))
    }
  }

  @Test func `While the database refuses, entries wait, and are written when it takes them again`() async throws {
    let directory = try TemporaryDirectory()
    let agent = try agent(in: directory) { _, plan, start in Records.completed(plan.identity, kind: plan.kind, at: start) }
    try await agent.run {
      await agent.canariesSleep(until: 300)
      await agent.time.untilSomebodySleeps(until: .seconds(1))
      _ = try await Tool.output("sqlite3", [agent.databasePath, "ALTER TABLE histograms RENAME TO elsewhere"])
      agent.advance(to: 1)
      await agent.time.untilSomebodySleeps(until: .seconds(2))
      agent.advance(to: 2)
      await agent.time.untilSomebodySleeps(until: .seconds(4))
      #expect(agent.value("calcmon_storage_write_failures_total{reason=\"other\"}") == 2)
      #expect(agent.value("calcmon_storage_samples_total") == 0)
      #expect(agent.value("calcmon_storage_up") == 0)
      #expect(agent.core.snapshot().notes.contains { $0.contains("The history cannot be written since 20") })
      _ = try await Tool.output("sqlite3", [agent.databasePath, "ALTER TABLE elsewhere RENAME TO histograms"])
      agent.advance(to: 4)
      try await agent.stored(samples: 300)
      #expect(agent.value("calcmon_storage_dropped_samples_total") == 0)
      #expect(agent.value("calcmon_storage_up") == 1)
      #expect(agent.core.snapshot().notes.contains { $0.contains("The history cannot be written") } == false)
    }
    #expect(
      try await Tool.output(
        "sqlite3", [agent.databasePath, "SELECT count(*) FROM samples; SELECT count(stopped_ms) FROM agents"])
        == "300\n1")
  }

  // MARK: Calibration

  @Test func `What is not known is measured before the first run of its kind, once, and kept`() async throws {
    let agent = try agent { _, plan, start in Records.completed(plan.identity, kind: plan.kind, at: start) }
    try await agent.run {
      await agent.canariesSleep(until: 300)
      await agent.advanceThroughSlots(to: 900)
      #expect(agent.executor.calibrations == [.swift])
    }
    let stored = try await Tool.output(
      "sqlite3", [agent.databasePath, "SELECT runtime, kernel, operations_per_second FROM calibrations"])
    #expect(stored == "swift|integer|1000000000.0")
  }

  @Test func `What is known from before is checked on a quiet moment, and again after an hour; drift is told, and not followed`()
    async throws
  {
    let sizes = Mutex<Set<UInt64>>([])
    let known = CalibrationEntry(
      runtime: .swift, kernel: .integer, operationsPerSecond: 2e9, at: Timestamp(milliseconds: 1_600_000_000_000))
    let agent = try ManualAgent(
      directory: TemporaryDirectory(), proc: ProcRoot(procfs: "\(Repository.procFixtures)/tree/1"), calibrations: [known]
    ) { _, plan, start in
      if plan.identity.mix == "mixed", case .kernel(_, let operations) = plan.work.cpu {
        sizes.withLock { _ = $0.insert(operations) }
      }
      return Records.completed(plan.identity, kind: plan.kind, at: start)
    }
    let drift = "calcmon_calibration_drift_ratio{kernel=\"integer\",runtime=\"swift\"}"
    try await agent.run {
      await agent.canariesSleep(until: 300)
      #expect(agent.executor.calibrations == [.swift])
      #expect(agent.value(drift) == 0.5)
      #expect(agent.core.snapshot().notes.contains { $0.contains("50 % of its calibrated speed (integer, swift)") })
      agent.executor.speed.withLock { $0 = 1.9e9 }
      await agent.advanceThroughSlots(to: 3500)
      #expect(agent.executor.calibrations == [.swift])
      await agent.advanceThroughSlots(to: 3700)
      #expect(agent.executor.calibrations == [.swift, .swift])
      #expect(agent.value(drift) == 0.95)
      #expect(!agent.core.snapshot().notes.contains { $0.contains("calibrated speed") })
    }
    #expect(sizes.withLock { $0 } == [2_400_000])
  }

  @Test func `A runtime that is not there is told, and the others run`() async throws {
    let agent = try agent { _, plan, start in Records.completed(plan.identity, kind: plan.kind, at: start) }
    try await agent.run {
      await agent.canariesSleep(until: 300)
      #expect(agent.executor.runs == 3)
      #expect(agent.value("calcmon_runtime_available{runtime=\"asyncio\"}") == 0)
      #expect(agent.value("calcmon_runtime_available{runtime=\"swift\"}") == 1)
      #expect(agent.core.snapshot().notes == ["No runs in asyncio: there is no python3 on the PATH."])
      #expect(!agent.metrics.contains("runtime=\"asyncio\",strategy"))
    }
  }

  private func agent(
    in directory: TemporaryDirectory? = nil, time: ManualTime = ManualTime(), change: (inout AgentSettings) -> Void = { _ in },
    _ script: @escaping ScriptedExecutor.Script
  ) throws -> ManualAgent {
    try ManualAgent(
      directory: directory ?? TemporaryDirectory(), proc: ProcRoot(procfs: "\(Repository.procFixtures)/tree/1"), time: time,
      change: change, script: script)
  }

  @Test func `An agent that starts in 1970 has started when it did, once the clock is set`() async throws {
    let time = ManualTime(origin: Timestamp(milliseconds: 0))
    let agent = try agent(time: time) { _, plan, start in
      Records.completed(plan.identity, kind: plan.kind, at: start)
    }
    try await agent.run {
      await agent.canariesSleep(until: 300)
      agent.advance(to: 60)
      #expect(agent.core.snapshot().startedAt == Timestamp(milliseconds: 0))
      time.setWall(aheadBy: 1_800_000_000)
      let snapshot = agent.core.snapshot()
      #expect(snapshot.startedAt == Timestamp(milliseconds: 1_800_000_000_000))
      #expect(snapshot.at == Timestamp(milliseconds: 1_800_000_060_000))
      #expect(snapshot.cost.uptimeSeconds == 60)
      #expect(agent.value("calcmon_config_last_reload_success_timestamp_seconds") == 1_800_000_000)
      time.setWall(aheadBy: -10_800)
      #expect(agent.core.snapshot().startedAt == Timestamp(milliseconds: 1_799_989_200_000))
    }
  }

  @Test func `A canary whose runs fail makes the verdict, until they have left the window`() async throws {
    let agent = try agent { number, plan, start in
      number == 1
        ? Records.ended(.failed, reason: "no room", identity: plan.identity, at: start)
        : Records.completed(plan.identity, kind: plan.kind, at: start)
    }
    try await agent.run {
      await agent.canariesSleep(until: 300)
      let snapshot = agent.core.snapshot()
      #expect(snapshot.verdict == .breached)
      #expect(snapshot.canaries.filter { $0.verdict == .breached }.map(\.failures.commonestReason) == ["no room"])
      await agent.advanceThroughSlots(to: 1300)
      #expect(agent.core.snapshot().canaries.allSatisfy { $0.failures.verdict == .met })
    }
  }

  @Test func `A runtime that a mix names and that is not there is not met, one that nobody named is not missed`() async throws {
    for runtimes in [[.swift, .asyncio], nil] as [[Runtime]?] {
      let agent = try agent(change: { $0.mixes?[0].runtimes = runtimes }) { _, plan, start in
        Records.completed(plan.identity, kind: plan.kind, at: start)
      }
      try await agent.run {
        await agent.canariesSleep(until: 300)
        let snapshot = agent.core.snapshot()
        #expect(snapshot.missing.map(\.strategy) == (runtimes == nil ? [] : [.async, .hybrid]))
        let canaries = Verdict(of: snapshot.canaries.flatMap(\.judgements).map(\.verdict))
        #expect(snapshot.verdict == (runtimes == nil ? canaries : .unknown))
      }
    }
  }
}
