import Calculator
import CalcmonTesting
import Prediction
import Runs
import Samples
import Sessions
import Storage
import Testing

/// The run that predictions begin from, out of a history.
@Suite struct RunBasisHistoryTests {
  private static let start = Timestamp(milliseconds: 1_700_000_000_000)

  private func identity(_ mix: String, _ strategy: Strategy = .async) -> RunIdentity {
    RunIdentity(mix: mix, strategy: strategy, runtime: .asyncio)
  }

  /// 1: shop; 2: shop, of fewer items; 3: shop, which timed out; 4: other; 5: broken, which never completed.
  private func history(in directory: TemporaryDirectory) async throws -> HistoryReader {
    let store = try HistoryStore(path: directory.file("calcmon.db"), version: "test", pid: 1, at: Self.start)
    let at = { (second: Double) in Self.start.advanced(bySeconds: second * 10) }
    let records = [
      Records.completed(identity("shop"), at: at(0)), Records.completed(identity("shop"), at: at(1), items: (490, 5)),
      Records.ended(.timeout, reason: "it was still running after 60 s", identity: identity("shop"), at: at(2)),
      Records.completed(identity("other", .hybrid), at: at(3), items: (90, 5)),
      Records.ended(.crashed, reason: "ended by signal 9", identity: identity("broken"), at: at(4)),
    ]
    for (index, record) in records.enumerated() {
      var record = record
      record.parameters = Self.parameters
      try await store.write([.run(record, id: Int64(index) + 1)])
    }
    try await store.close(at: at(9))
    return try HistoryReader(path: directory.file("calcmon.db"))
  }

  private static var parameters: RunParameters {
    var parameters = RunParameters()
    parameters.io = .init(kind: .timer, seconds: 0.004)
    parameters.cpu = .init(kernel: .integer, seconds: 0.002)
    (parameters.concurrency, parameters.processes) = (33, 2)
    return parameters
  }

  private func basis(_ text: String, in history: HistoryReader) throws -> RunBasis {
    try RunBasis(RunChoice(text), in: history, path: "calcmon.db", costs: RuntimeCosts.standard)
  }

  @Test(arguments: [("1", 1, 2000), ("2", 2, 500), ("shop", 2, 500), ("last", 4, 100), ("other", 4, 100)])
  func `A run is chosen by number, by its mix, or as the last that completed`(_ text: String, _ id: Int64, _ items: Int)
    async throws
  {
    let directory = try TemporaryDirectory()
    let basis = try basis(text, in: await history(in: directory))
    #expect(basis.origin.id == id && basis.origin.items == items && basis.scenario.items == items)
    #expect(abs(basis.scenario.cpu.mean - 3.1 / Double(items)) < 1e-12 && basis.scenario.concurrency == 33)
    #expect(basis.scenario.io == .constant(0.004))
  }

  @Test(arguments: [
    ("3", "run 3 did not complete (timeout: it was still running after 60 s): how long its steps take is not known"),
    ("99", "there is no run 99 in calcmon.db"), ("nothing", "there is no run of a mix 'nothing' in calcmon.db"),
    ("broken", "no run of the mix 'broken' in calcmon.db completed"), ("-1", "there is no run of a mix '-1' in calcmon.db"),
    ("99999999999999999999", "there is no run of a mix '99999999999999999999' in calcmon.db"),
  ]) func `What cannot be begun from is one line`(_ text: String, _ message: String) async throws {
    let directory = try TemporaryDirectory()
    let history = try await history(in: directory)
    do {
      _ = try basis(text, in: history)
      Issue.record("it was found")
    } catch let problem as RunBasisProblem {
      #expect(problem.description == message)
    }
  }

  @Test func `The distributions of steps are kept`() async throws {
    let directory = try TemporaryDirectory()
    let store = try HistoryStore(path: directory.file("calcmon.db"), version: "test", pid: 1, at: Self.start)
    let record = Records.completed(identity("shop"), at: Self.start)
    let measured = try #require(record.measurements)
    let cpu = Records.latency(milliseconds: 2, count: 1990)
    let kept = RunRecord(
      identity: record.identity, kind: record.kind, io: record.io, outcome: .completed, reason: nil, startedAt: record.startedAt,
      workStartedAt: record.workStartedAt, endedAt: record.endedAt, costSeconds: 1, samples: [], lastProgress: nil,
      measurements: .init(
        result: measured.result, idealSeconds: 1, histograms: measured.histograms.merging([.cpuStepDuration: cpu]) { $1 },
        cpuUserSeconds: 3, cpuSystemSeconds: 0.2, cores: 2, memoryPeakBytes: nil))
    try await store.write([.run(kept, id: 7)])
    try await store.close(at: Self.start)
    let history = try HistoryReader(path: directory.file("calcmon.db"))
    #expect(try history.distributions(ofRun: 7)[.cpuStepDuration] == cpu)
    #expect(try history.distributions(ofRun: 8).isEmpty)
    let basis = try basis("7", in: history)
    // Without parameters the I/O is as it was seen.
    #expect(basis.scenario.cpu == .measured(cpu) && basis.scenario.io.mean > 0)
  }
}
