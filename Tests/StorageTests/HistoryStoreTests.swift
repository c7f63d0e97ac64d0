import CalcmonTesting
import Foundation
import Runs
import Samples
import Storage
import Telemetry
import Testing
import Thresholds

@Suite(.timeLimit(.minutes(2))) struct HistoryStoreTests {
  private let now = Timestamp(milliseconds: 1_700_000_000_000)

  @Test func `What was written is judged as it was judged before it was written`() async throws {
    let directory = try TemporaryDirectory()
    let record = Records.completed(memory: { 20_000_000 + Double($0) * 500_000 })
    let store = try open(directory)
    try await store.write([.run(record)])
    let history = try #require(try read(directory).first)
    #expect(history.evidence == Evidence([try #require(RunEvidence(record))]))
    for target in Target.standard(for: .cpu) {
      let live = TargetEvaluator.judge(target, by: Evidence([try #require(RunEvidence(record))]))
      #expect(TargetEvaluator.judge(target, by: history.evidence) == live)
      #expect(live.verdict != .unknown)
    }
    try await store.close(at: now)
  }

  @Test func `Runs that did not complete are counted and give no evidence`() async throws {
    let directory = try TemporaryDirectory()
    let store = try open(directory)
    try await store.write([
      .run(Records.ended(.crashed, reason: "ended by signal 9")), .run(Records.ended(.timeout, reason: "late")),
    ])
    let history = try #require(try read(directory).first)
    #expect(history.outcomes == [.crashed: 1, .timeout: 1])
    #expect(history.evidence == Evidence())
    try await store.close(at: now)
  }

  @Test func `Stalls are kept with their budgets and stacks, and summed up`() async throws {
    let directory = try TemporaryDirectory()
    let store = try open(directory)
    let stalls = [
      Stall(
        startedNanoseconds: 5_500_000_000, endedNanoseconds: 5_800_000_000,
        budget: StallBudget([.callback: 0.25, .runqueue: 0.05]),
        stack: ["a \"b\".py:1:f", "c.py:2:g"], controlLateSeconds: 0.01),
      Stall(
        startedNanoseconds: 6_000_000_000, endedNanoseconds: 6_120_000_000, budget: StallBudget([.blocked: 0.12]),
        waitChannel: "futex_do_wait", wasStopped: true),
    ]
    try await store.write([.run(Records.stalled(stalls, workStartedNanoseconds: 5_000_000_000))])
    let summary = try #require(try read(directory).first).stalls
    #expect(summary.count == 2)
    #expect(abs(summary.budget[.callback] - 0.25) < 1e-9)
    #expect(abs(summary.budget[.blocked] - 0.12) < 1e-9)
    #expect(summary.longest?.stack == stalls[0].stack)
    #expect(summary.longest?.controlLateSeconds == 0.01)
    let rows = try await Tool.output(
      "sqlite3",
      [
        directory.file("calcmon.db"),
        "SELECT number, stalls.started_ms - work_started_ms, stopped, wait_channel FROM stalls JOIN runs ON runs.id = run_id",
      ])
    #expect(rows == "1|500|0|\n2|1000|1|futex_do_wait")
    try await store.close(at: now)
  }

  @Test func `The window and the filters choose runs`() async throws {
    let directory = try TemporaryDirectory()
    let store = try open(directory)
    let other = RunIdentity(mix: "cpu-bound", strategy: .async, runtime: .swift)
    try await store.write([
      .run(Records.completed(at: now)), .run(Records.completed(at: now.advanced(bySeconds: 1000))),
      .run(Records.completed(other, kind: .cpu, at: now.advanced(bySeconds: 2000))),
    ])
    let reader = try HistoryReader(path: directory.file("calcmon.db"))
    func counts(since: Double, until: Double, mix: String? = nil, strategy: Strategy? = nil) throws -> [String: Int] {
      let filter = HistoryFilter(
        since: now.advanced(bySeconds: since), until: now.advanced(bySeconds: until), mix: mix, strategy: strategy)
      return try reader.histories(filter).reduce(into: [:]) { $0[$1.identity.mix] = $1.outcomes[.completed] }
    }
    #expect(try counts(since: 0, until: 3000) == ["mixed": 2, "cpu-bound": 1])
    #expect(try counts(since: 500, until: 1500) == ["mixed": 1])
    #expect(try counts(since: 0, until: 3000, mix: "cpu-bound") == ["cpu-bound": 1])
    #expect(try counts(since: 0, until: 3000, strategy: .hybrid) == ["mixed": 2])
    #expect(try counts(since: 5000, until: 6000) == [:])
    #expect(try reader.mixes() == ["cpu-bound", "mixed"])
    try await store.close(at: now)
  }

  @Test func `What the runtimes add is kept, and the newest counts`() async throws {
    let directory = try TemporaryDirectory()
    let store = try open(directory)
    #expect(try await store.runtimeCosts() == [])
    let old = RuntimeCostsEntry(runtime: .swift, seconds: ["start": 1e-6, "gone": 1], at: now)
    let new = RuntimeCostsEntry(runtime: .swift, seconds: ["start": 2e-6, "trip": 3e-6], at: now.advanced(bySeconds: 1))
    let other = RuntimeCostsEntry(runtime: .asyncio, seconds: ["start": 4e-6], at: now)
    try await store.write([.runtimeCosts(new), .runtimeCosts(old), .runtimeCosts(other)])
    #expect(Set(try await store.runtimeCosts()) == [new, other])
    try await store.close(at: now)
    #expect(Set(try HistoryReader(path: directory.file("calcmon.db")).runtimeCosts()) == [new, other])
  }

  @Test func `What the runtimes add is kept beside a running agent, and without one`() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("calcmon.db")
    let entry = RuntimeCostsEntry(runtime: .swift, seconds: ["start": 1e-6], at: now)
    try await RuntimeCostsWriter.add([entry], path: path, version: "test", pid: 1, at: now)
    let store = try open(directory)
    #expect(try await store.runtimeCosts() == [entry])
    let newer = RuntimeCostsEntry(runtime: .swift, seconds: ["start": 2e-6], at: now.advanced(bySeconds: 1))
    try await RuntimeCostsWriter.add([newer], path: path, version: "test", pid: 2, at: now)
    #expect(try await store.runtimeCosts() == [newer])
    try await store.close(at: now)
    try "These are my notes, and no database.".write(toFile: directory.file("notes"), atomically: true, encoding: .utf8)
    await #expect(throws: StorageError.notADatabase(path: directory.file("notes"))) {
      try await RuntimeCostsWriter.add([newer], path: directory.file("notes"), version: "test", pid: 2, at: now)
    }
  }

  @Test func `A calibration outlives the agent`() async throws {
    let directory = try TemporaryDirectory()
    let first = try open(directory)
    #expect(try await first.calibrations() == [])
    let old = CalibrationEntry(runtime: .swift, kernel: .integer, operationsPerSecond: 8e8, at: now)
    let new = CalibrationEntry(runtime: .swift, kernel: .integer, operationsPerSecond: 9e8, at: now.advanced(bySeconds: 1))
    let other = CalibrationEntry(runtime: .asyncio, kernel: .hashing, operationsPerSecond: 1e7, at: now)
    try await first.write([.calibration(new), .calibration(old), .calibration(other)])
    try await first.close(at: now)
    let second = try open(directory)
    #expect(Set(try await second.calibrations()) == [new, other])
    #expect(Set(try HistoryReader(path: directory.file("calcmon.db")).calibrations()) == [new, other])
    try await second.close(at: now)
  }

  @Test func `A batch is written whole or not at all`() async throws {
    let directory = try TemporaryDirectory()
    let store = try open(directory)
    let good = Records.completed()
    // No number is a NULL for SQLite, and the column must have a value.
    let broken = CalibrationEntry(runtime: .swift, kernel: .integer, operationsPerSecond: .nan, at: now)
    await #expect(throws: (any Error).self) { try await store.write([.run(good), .calibration(broken)]) }
    #expect(try read(directory).isEmpty)
    try await store.write([.run(good)])
    #expect(try read(directory).count == 1)
    try await store.close(at: now)
  }

  @Test func `Somebody with the sqlite3 shell finds samples with their series`() async throws {
    let directory = try TemporaryDirectory()
    let store = try open(directory)
    try await store.write([.run(Records.completed())])
    let row = try await sqlite(
      directory,
      "SELECT time, quantity, mix, strategy, runtime, value FROM samples WHERE quantity = 'queue_depth' ORDER BY time LIMIT 1")
    #expect(row == "2023-11-14T22:13:20.200Z|queue_depth|mixed|hybrid|swift|1900.0")
    #expect(try await sqlite(directory, "SELECT count(DISTINCT quantity) FROM samples") == "5")
    #expect(
      try await sqlite(
        directory,
        "SELECT count, p50_us, p99_us, max_us, hex(counts) FROM histograms WHERE distribution = 'event_loop_latency'")
        == "200|3000|3000|3000|B817C801")
    #expect(try await sqlite(directory, "PRAGMA journal_mode; PRAGMA auto_vacuum; PRAGMA integrity_check") == "wal\n2\nok")
    try await store.close(at: now)
  }

  private func open(_ directory: TemporaryDirectory) throws -> HistoryStore {
    try HistoryStore(path: directory.file("calcmon.db"), version: "test", pid: 1, at: now)
  }

  private func read(_ directory: TemporaryDirectory) throws -> [RunHistory] {
    let filter = HistoryFilter(since: now.advanced(bySeconds: -10), until: now.advanced(bySeconds: 10))
    return try HistoryReader(path: directory.file("calcmon.db")).histories(filter)
  }

  private func sqlite(_ directory: TemporaryDirectory, _ sql: String) async throws -> String {
    try await Tool.output("sqlite3", [directory.file("calcmon.db"), sql])
  }
}
