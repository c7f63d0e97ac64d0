import Alerting
import CalcmonTesting
import Runs
import Samples
import Snapshots
import Storage
import Testing
import Thresholds

/// One run alone, by its targets and beside others like it.
@Suite struct JudgedRunTests {
  private static let start = Timestamp(milliseconds: 1_700_000_000_000)
  private static let usual = UsualRun((0..<9).map { _ in (seconds: 2, idealSeconds: 1.6) })

  private func judged(_ record: RunRecord, _ targets: [Target] = Target.standard(for: .mixed)) -> JudgedRun {
    JudgedRun(RunDetail(record, id: 1), targets: targets, usual: Self.usual)
  }

  private func record(
    _ milliseconds: UInt64 = 3, ticks: UInt64 = 200, items: (ok: Int, failed: Int) = (2000, 0), seconds: Double = 2
  ) -> RunRecord {
    Records.completed(latency: Records.latency(milliseconds: milliseconds, count: ticks), items: items, seconds: seconds)
  }

  @Test func `A run that completes may be breached, and one target decides`() {
    #expect(judged(record()).verdict == .met)
    let late = judged(record(250))
    #expect(late.verdict == .breached && late.judgements.map(\.verdict) == [.breached, .met, .met, .met])
    #expect(late.judgements[0].cause != nil)
    #expect(judged(record(3, ticks: 58)).verdict == .unknown)
    #expect(judged(record(3, ticks: 58)).judgements[0].shortage?.text == "58 of 100 ticks")
  }

  @Test func `A window of a target's own does not count for one run`() {
    var target = Target.eventLoopLatency
    target.window = 600
    #expect(judged(record(), [target]).judgements.map(\.target.window) == [nil])
  }

  @Test func `What failed is a breach, what was cancelled is nothing`() {
    #expect(judged(record(3, items: (1900, 50))).verdict == .breached)
    let ended = { (outcome: RunOutcome) in judged(Records.ended(outcome, reason: "x")) }
    #expect(ended(.crashed).verdict == .breached && ended(.crashed).judgements.isEmpty)
    #expect(ended(.cancelled).verdict == .unknown && ended(.cancelled).oddities.isEmpty)
  }

  @Test(arguments: [(2.0, nil), (2.9, nil), (1.4, nil), (3.0, 1.5), (9.13, 4.565), (1.0, 0.5)])
  func `A duration stands out from one and a half times what is usual`(seconds: Double, times: Double?) {
    let found = judged(record(seconds: seconds)).oddities.compactMap { oddity -> Double? in
      if case .duration(let times, let usual) = oddity, usual == Self.usual { times } else { nil }
    }
    #expect(found == (times.map { [$0] } ?? []))
  }

  @Test func `Stalls, failed items and what is far from ideal stand out; what is usual does not`() {
    let stall = Stall(startedNanoseconds: 0, endedNanoseconds: 300_000_000, budget: StallBudget([.callback: 0.3]))
    let record = Records.completed(stalls: [stall], items: (1990, 3), seconds: 5)
    let oddities = judged(record).oddities
    #expect(oddities.count == 4)
    if case .stalls(let summary) = oddities[1] { #expect(summary.count == 1) } else { Issue.record("no stalls") }
    if case .farFromIdeal(let times) = oddities[3] { #expect(times == 3.125) } else { Issue.record("not far from ideal") }
    let slow = UsualRun((0..<5).map { _ in (seconds: 5, idealSeconds: 1.6) })
    #expect(JudgedRun(RunDetail(record, id: 1), targets: [], usual: slow).oddities.count == 2)
    #expect(judged(self.record()).oddities.isEmpty)
  }

  @Test func `Of few runs nothing is usual`() {
    #expect(UsualRun((0..<4).map { _ in (seconds: 1, idealSeconds: nil) }) == nil)
    let some = UsualRun([1, 2, 3, 4, 100, 5].map { (seconds: $0, idealSeconds: nil) })
    #expect(some?.seconds == 3.5 && some?.idealRatio == nil && some?.runs == 6)
  }

  @Test func `A run is judged by the targets that were in force when it ended`() async throws {
    let directory = try TemporaryDirectory()
    let store = try HistoryStore(path: directory.file("calcmon.db"), version: "test", pid: 1, at: Self.start)
    let strict = Target(.eventLoopLatency, .quantile(0.99), .below(0.001))
    let plans = [
      JudgingPlan(), JudgingPlan(targets: [.eventLoopLatency: strict]), JudgingPlan(),
    ]
    var entries: [HistoryEntry] = []
    for (index, plan) in plans.enumerated() {
      let at = Self.start.advanced(bySeconds: Double(index) * 100)
      entries.append(.judging(JudgingEntry(plan: plan, at: at)))
      let latency = Records.latency(milliseconds: 3, count: 200)
      entries.append(
        .run(Records.completed(at: at.advanced(bySeconds: 10), latency: latency, items: (2000, 0)), id: Int64(index) + 1))
    }
    try await store.write(entries)
    let reader = try HistoryReader(of: store)
    let runs = try reader.runs(
      HistoryFilter(since: Self.start, until: Self.start.advanced(bySeconds: 1000)), limit: 10)
    var judge = RunJudge(reader)
    #expect(try judge.judge(runs).map(\.verdict) == [.met, .breached, .met])
    #expect(try judge.judge(runs.reversed()).map(\.verdict) == [.met, .breached, .met])
    try reader.close()
    try await store.close(at: Self.start)
  }
}
