import CalcmonTesting
import Foundation
import Runs
import Samples
import Storage
import Testing

/// One run, from memory and from the history.
@Suite struct RunDetailTests {
  private static let now = Timestamp(milliseconds: 1_700_000_000_123)

  private static let stalls = [
    Stall(
      startedNanoseconds: 1_500_700_123, endedNanoseconds: 1_650_800_456,
      budget: StallBudget([.callback: 0.14, .runqueue: 0.010_100_333]), noticedNanoseconds: 1_610_000_789,
      stack: ["checkout.py:42:price", "main.py:7:run"], wasStopped: true, controlLateSeconds: 0.01),
    Stall(
      startedNanoseconds: 1_900_000_001, endedNanoseconds: 2_100_000_003, budget: StallBudget([.blocked: 0.200_000_002]),
      waitChannel: "futex_wait"),
  ]

  private static let records: [RunRecord] = [
    Records.completed(at: now, stalls: []),
    Records.completed(at: now, latency: Records.latency(milliseconds: 3, count: 7), stalls: stalls),
    Records.completed(at: now, latency: LatencyHistogram()),
    Records.stalled(stalls, workStartedNanoseconds: 1_000_000_000, at: now),
    Records.ended(.timeout, reason: "it was still running after 60 s", at: now),
    uneven, ownSteps,
  ]

  /// With an account of steps of the user's own.
  private static var ownSteps: RunRecord {
    var record = Records.completed(at: now).telling { result in
      result.firstError = "Traceback:\n  shop.py:7\nValueError: no price"
      result.workerStartSeconds = 0.31
      result.transfer = TransferCost(argumentBytes: 1_200_000, resultBytes: 20, loopSeconds: 0.002, workerSeconds: 0.001)
    }
    var parameters = RunParameters()
    parameters.cpu = .init(call: .python(module: "shop", function: "price"), seconds: nil)
    var code = UserCode()
    (code.items, code.path, code.environment) = (.file("/items.jsonl"), ["/lib"], ["SECRET": "hunter2"])
    parameters.code = code
    record.parameters = parameters
    return record
  }

  /// Samples out of order, twice at an instant, between milliseconds, and none at all.
  private static var uneven: RunRecord {
    let record = Records.completed(at: now)
    let samples = [
      Sample(.memory, elapsed: 0.3004, value: 20_000_000.4), Sample(.eventLoopLatency, elapsed: 0.1, value: 0.001_234_567_8),
      Sample(.memory, elapsed: 0.3, value: 1), Sample(.cpuUtilization, elapsed: 0.1, value: .nan),
      Sample(.ioWait, elapsed: 0.2, value: 0.123_456_78), Sample(.queueDepth, elapsed: 0.1, value: 17),
    ]
    return RunRecord(
      identity: record.identity, kind: record.kind, io: record.io, version: "calcmon 1.2", outcome: record.outcome, reason: nil,
      startedAt: record.startedAt, workStartedAt: record.workStartedAt, endedAt: record.endedAt, costSeconds: 1, samples: samples,
      lastProgress: nil, measurements: record.measurements)
  }

  @Test func `A run in memory is what is read back of it`() async throws {
    let directory = try TemporaryDirectory()
    let store = try HistoryStore(path: directory.file("calcmon.db"), version: "test", pid: 1, at: Self.now)
    for (index, record) in Self.records.enumerated() { try await store.write([.run(record, id: Int64(index) + 5)]) }
    let reader = try HistoryReader(of: store)
    for (index, record) in Self.records.enumerated() {
      let id = Int64(index) + 5
      var live = RunDetail(record, id: id)
      #expect(live.version == record.version)
      live.version = nil
      live.run.parameters?.code?.environment = [:]
      let read = try #require(try reader.run(id))
      #expect(live.run == read.run)
      #expect(live.latency == read.latency)
      #expect(live.stalls == read.stalls)
      #expect(live.samples == read.samples)
      #expect(live == read)
    }
    let kept = try #require(try reader.run(10))
    #expect(kept.samples.map(\.value) == [0.001_235, 17, 0.123_457, 1])
    #expect(try reader.run(4) == nil)
    #expect(try reader.run(Int64(Self.records.count) + 4)?.run.ownSteps?.transfer?.resultBytes == 20)
    #expect(
      !String(decoding: try Data(contentsOf: URL(fileURLWithPath: directory.file("calcmon.db"))), as: UTF8.self).contains(
        "hunter2"))
    try reader.close()
    try await store.close(at: Self.now)
  }
}
