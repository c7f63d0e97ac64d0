import Alerting
import CalcmonTesting
import Samples
import Snapshots
import Storage
import Testing
import Thresholds

@Suite struct AppJudgedThenTests {
  private static let start = Timestamp(milliseconds: 1_700_000_000_000)

  private static func at(_ seconds: Double) -> Timestamp { start.advanced(bySeconds: seconds) }

  /// Of half an hour: one queue that is long and stays so, and one that is short.
  private static let intervals = (1...60).map { number in
    var interval = AppInterval(
      app: "shop", startedAt: at(30 * Double(number) - 30), endedAt: at(30 * Double(number)), seconds: 30, life: 1, processes: 1)
    let level = { (depth: Double) in AppLevel(mean: depth, max: depth, last: depth) }
    interval.queues = [
      AppQueueLevel(name: "inbox", depth: level(8), capacity: nil),
      AppQueueLevel(name: "mails", depth: level(4000), capacity: nil),
    ]
    return interval
  }

  @Test func `How an application was judged at an instant is found by the plan of then, with the targets of single queues`()
    async throws
  {
    let directory = try TemporaryDirectory()
    let path = directory.file("calcmon.db")
    let own = Target(.queueDepth, .max, .below(5))
    let plan = JudgingPlan(apps: [WatchPlan.App(pattern: "sh*", queues: ["inbox": own])])
    let store = try HistoryStore(path: path, version: "1.2.3", pid: 1, at: Self.start, writer: HistoryWriter(judging: plan))
    try await store.close(at: Self.at(1800))
    let reader = try HistoryReader(path: path)
    let then = try #require(
      try reader.judgement(of: .queueDepth, app: "shop", at: Self.at(1200), by: Self.intervals))
    #expect(then.target == own && then.queue == "inbox" && then.value == 8)
    let other = try #require(try reader.judgement(of: .queueDepth, app: "cart", at: Self.at(1200), by: Self.intervals))
    #expect(other.target != own)
    #expect(try reader.judgement(of: .queueDepth, app: "shop", at: Self.at(-60), by: Self.intervals) == nil)
    #expect(try reader.judgement(of: .cpuUtilization, app: "shop", at: Self.at(1200), by: Self.intervals) == nil)
  }
}
