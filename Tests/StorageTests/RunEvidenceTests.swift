import CalcmonTesting
import Runs
import Samples
import Storage
import Testing
import Thresholds

/// What runs have shown, live and from the history.
@Suite(.timeLimit(.minutes(2))) struct RunEvidenceTests {
  private let now = StoreFolder.now
  private let other = RunIdentity(mix: "cpu-bound", strategy: .async, runtime: .asyncio)

  /// A completed run with figures that no decimal fraction says exactly, and stalls.
  private func record(_ number: Int, _ identity: RunIdentity? = nil, stalls: Int = 3) -> RunRecord {
    let plain = Records.completed(
      identity ?? RunIdentity(mix: "mixed", strategy: .hybrid, runtime: .swift),
      at: now.advanced(bySeconds: Double(number) * 10),
      latency: Records.latency(milliseconds: 1 + UInt64(number % 7), count: 150),
      memory: { 1e7 / 3 * Double($0 + number) })
    let all = (0..<stalls).map { index in
      let start = 5_000_000_000 + Int64(index) * 123_456_789
      let nanoseconds = Int64(51_234_567 + index * 7 + number)
      let seconds = Double(nanoseconds) * 1e-9
      return Stall(
        startedNanoseconds: start, endedNanoseconds: start + nanoseconds,
        budget: StallBudget(index % 2 == 0 ? [.callback: seconds / 3, .blocked: seconds * 2 / 3] : [.runqueue: seconds]),
        stack: ["work.py:\(index):f"], controlLateSeconds: index == 0 ? seconds / 1.7 : nil)
    }
    return RunRecord(
      identity: plain.identity, kind: plain.kind, io: plain.io, outcome: .completed, reason: nil, startedAt: plain.startedAt,
      workStartedAt: plain.workStartedAt, endedAt: plain.endedAt, costSeconds: 1, samples: plain.samples, lastProgress: nil,
      stalls: all, late: late(number), workStartedNanoseconds: 4_000_000_000, measurements: plain.measurements)
  }

  private func late(_ number: Int) -> LateIntervals? {
    guard number % 2 == 0 else { return nil }
    return LateIntervals(
      limitSeconds: 0.1 / 3, stallLimitSeconds: 0.1, count: number, hostSeconds: 1.0 / 7,
      budget: StallBudget([.callback: 2.0 / 7]))
  }

  /// All but the longest stall, whose stack and clock the history leaves out.
  private func expectSame(_ found: RunEvidence?, _ live: RunEvidence?) throws {
    let (found, live) = (try #require(found), try #require(live))
    expectSame(found.stalls, live.stalls)
    #expect(found.late == live.late)
    #expect(without(found) == without(live))
  }

  private func expectSame(_ found: StallSummary, _ live: StallSummary) {
    #expect(found.count == live.count)
    #expect(found.hostCaused == live.hostCaused)
    #expect(found.hostSeconds == live.hostSeconds)
    #expect(found.controlLate == live.controlLate)
    #expect(found.budget == live.budget)
    #expect(found.longest?.seconds == live.longest?.seconds)
    #expect(found.longest?.budget == live.longest?.budget)
  }

  private func without(_ run: RunEvidence) -> RunEvidence {
    RunEvidence(
      latency: run.latency, queueDepth: run.queueDepth, memory: run.memory, wallSeconds: run.wallSeconds,
      cpuSeconds: run.cpuSeconds, cores: run.cores, ioWaitSeconds: run.ioWaitSeconds, cpuSamples: run.cpuSamples,
      ioWaitSamples: run.ioWaitSamples, queuePeak: run.queuePeak, memoryPeak: run.memoryPeak, latencyMax: run.latencyMax)
  }

  @Test func `What a run has shown is to the last bit what it showed live`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    let records = [record(0), record(1, other), record(2, stalls: 0), record(3)]
    try await store.write(
      records.map { .run($0) } + [.run(Records.ended(.timeout, reason: "late", at: now.advanced(bySeconds: 40)))])
    var found: [StoredRunEvidence] = []
    try folder.reader().forEachRunEvidence(StoreFolder.window(-10, 100)) { found.append($0) }
    #expect(found.map(\.runID) == [1, 2, 3, 4, 5])
    #expect(found.map(\.identity) == (records.map(\.identity) + [records[0].identity]))
    #expect(found.map(\.outcome) == [.completed, .completed, .completed, .completed, .timeout])
    #expect(found.map(\.endedAt).dropLast() == records.map(\.endedAt)[...])
    #expect(found.map(\.reason) == [nil, nil, nil, nil, "late"])
    #expect(found.last?.evidence == nil)
    for (found, record) in zip(found, records) { try expectSame(found.evidence, RunEvidence(record)) }
    // The agent's own connection reads the same.
    #expect(try await store.recentRunEvidence(since: records[0].endedAt) == found)
    #expect(try await store.recentRunEvidence(since: records[1].endedAt) == Array(found.dropFirst()))
    try await store.close(at: now)
  }

  @Test func `Every run is read once, in the order of their ends, whatever the filter`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    // More than two pieces; written in another order than they ended in; some end at the same instant.
    let numbers = (0..<450).map { $0 * 7 % 450 }
    try await store.write(numbers.map { .run(record($0 / 3 * 3, $0 % 3 == 0 ? other : nil, stalls: $0 % 4)) })
    let reader = try folder.reader()
    let all = HistoryFilter(since: now, until: now.advanced(bySeconds: 1e6))
    let some = HistoryFilter(since: now.advanced(bySeconds: 1000), until: now.advanced(bySeconds: 4000), mix: "mixed")
    let one = HistoryFilter(
      since: now, until: now.advanced(bySeconds: 1e6), mix: other.mix, strategy: other.strategy, runtime: other.runtime)
    for filter in [all, some, one] {
      var (runs, found): ([StoredRun], [StoredRunEvidence]) = ([], [])
      try reader.forEachRun(filter) { runs.append($0) }
      try reader.forEachRunEvidence(filter) { found.append($0) }
      #expect(found.map(\.runID) == runs.map(\.id))
      #expect(found.count > 100)
      for run in found { #expect(run.evidence?.stalls.count == (numbers[Int(run.runID) - 1]) % 4) }
    }
    try await store.close(at: now)
  }

  @Test func `A report judges by what the agent judged by`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    let records = (0..<5).map { record($0) }
    let crashed = Records.stalled(
      [
        Stall(
          startedNanoseconds: 5_000_000_000, endedNanoseconds: 9_000_000_000, budget: StallBudget([.blocked: 4]), stack: ["x"])
      ],
      workStartedNanoseconds: 4_900_000_000, identity: records[0].identity, at: now.advanced(bySeconds: 45))
    try await store.write(records.map { .run($0) } + [.run(crashed)])
    let history = try #require(try folder.reader().histories(StoreFolder.window(-10, 100)).first)
    let live = Evidence(records.compactMap { RunEvidence($0) })
    let found = history.evidence
    expectSame(found.stalls, live.stalls)
    // The stack of the longest stall is there for both: of all runs, and of the completed ones, which alone are judged.
    #expect(history.stalls.count == live.stalls.count + 1)
    #expect(history.stalls.longest?.stack == ["x"])
    #expect(found.stalls.longest?.stack == live.stalls.longest?.stack)
    try expectSame(found.newest, live.newest)
    #expect(found.queuePeak == live.queuePeak)
    #expect(found.memoryPeak == live.memoryPeak)
    #expect(found.latency == live.latency)
    #expect(
      (found.cpuSeconds, found.wallSeconds, found.capacitySeconds) == (live.cpuSeconds, live.wallSeconds, live.capacitySeconds))
    #expect((found.queueDepth, found.memory) == (live.queueDepth, live.memory))
    try await store.close(at: now)
  }

  @Test func `A run whose latency was dropped says so, and keeps its greatest lateness`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    try await store.write([.run(record(0)), .run(record(1))])
    _ = try await folder.sqlite("DELETE FROM histograms WHERE run_id = 1")
    var found: [StoredRunEvidence] = []
    try folder.reader().forEachRunEvidence(StoreFolder.window(-10, 100)) { found.append($0) }
    #expect(found.map(\.isLatencyDropped) == [true, false])
    #expect(found.first?.evidence?.latency == LatencyHistogram())
    #expect(found.first?.evidence?.latencyMax == RunEvidence(record(0))?.latencyMax)
    try await store.close(at: now)
  }
}
