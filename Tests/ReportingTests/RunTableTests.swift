import Foundation
import Reporting
import Runs
import Samples
import Testing
import Thresholds

@Suite struct RunTableTests {
  @Test func `A strategy in a runtime has a row, in the order of the first runs`() {
    let table = RunTable.mixed([
      .completed(.hybrid, .asyncio), .completed(.sync), .completed(.hybrid), .completed(.sync),
      .completed(.hybrid, .asyncio), .completed(.sync),
    ])
    #expect(table.rows.map(\.identity.strategy) == [.hybrid, .sync, .hybrid])
    #expect(table.rows.map(\.identity.runtime) == [.asyncio, .swift, .swift])
    #expect(table.rows.map(\.records.count) == [2, 3, 1])
  }

  @Test func `Speed-up is against sync of the same runtime`() {
    let table = RunTable.mixed([
      .completed(.hybrid, seconds: 2), .completed(.sync, seconds: 8), .completed(.async, seconds: 16),
      .completed(.sync, .asyncio, seconds: 30), .completed(.hybrid, .asyncio, seconds: 4),
    ])
    #expect(table.rows.map(\.speedup) == [4, 1, 0.5, 1, 7.5])
  }

  @Test func `Speed-up is of the medians`() {
    let table = RunTable.mixed(
      [8, 10, 90].map { RunRecord.completed(.sync, seconds: $0) } + [1, 2, 50].map { RunRecord.completed(.hybrid, seconds: $0) })
    #expect(table.rows.map(\.speedup) == [1, 5])
  }

  @Test func `Without a time of both there is no speed-up`() {
    let failure = RunRecord.ended(.sync, .failed)
    #expect(RunTable.mixed([.completed(.hybrid), .completed(.async)]).rows.map(\.speedup) == [nil, nil])
    #expect(RunTable.mixed([.completed(.sync, .asyncio), .completed(.hybrid)]).rows.map(\.speedup) == [1, nil])
    #expect(RunTable.mixed([failure, .completed(.hybrid)]).rows.map(\.speedup) == [nil, nil])
    #expect(RunTable.mixed([.completed(.sync), .ended(.hybrid, .crashed)]).rows.map(\.speedup) == [1, nil])
  }

  @Test(
    arguments: [
      ([3], 3, nil), ([4, 1], 2.5, 1...4), ([5, 1, 2], 2, 1...5), ([1, 9, 2, 4], 3, 1...9), ([2, 2], 2, 2...2),
    ] as [([Double], Double, ClosedRange<Double>?)])
  func `Of repeats, the median and the range are told`(seconds: [Double], median: Double, range: ClosedRange<Double>?) throws {
    let row = try #require(RunTable.mixed(seconds.map { RunRecord.completed(.hybrid, seconds: $0) }).rows.first)
    #expect(row.seconds == median)
    #expect(row.secondsRange == range)
    #expect(row.allSeconds == seconds)
  }

  @Test func `Of repeats, ratios are medians, peaks are highest, counts are sums, latency is of all`() throws {
    let row = try #require(
      RunTable.mixed([
        .completed(
          .hybrid, seconds: 2, milliseconds: 1, failed: 1, retries: 5, queuePeak: 30, cpuSeconds: 1, ioWait: 0.2, memory: 300),
        .completed(
          .hybrid, seconds: 4, milliseconds: 9, failed: 2, retries: 6, queuePeak: 90, cpuSeconds: 6, ioWait: 0.4, memory: 200),
        .completed(
          .hybrid, seconds: 1, milliseconds: 5, failed: 0, retries: 7, queuePeak: 60, cpuSeconds: 1, ioWait: 0.9, memory: nil),
      ]).rows.first)
    #expect(row.itemsPerSecond == 50)
    #expect(row.idealSeconds == 1)
    #expect(row.idealRatio == 2)
    #expect(row.cpuUtilization == 0.5)
    #expect(row.ioWaitRatio == 0.1)
    #expect(row.queuePeak == 90)
    #expect(row.memoryPeakBytes == 300)
    #expect(row.sum(\.itemsFailed) == 3)
    #expect(row.sum(\.retries) == 18)
    #expect(row.latency.count == 600)
    #expect(row.latency.quantile(0.5) == 0.005)
    #expect(row.latency.maxSeconds == 0.027)
    #expect(row.items == 100)
  }

  @Test func `Items a second are those that were executed`() throws {
    let row = try #require(RunTable.mixed([.completed(.hybrid, seconds: 2, dropped: 60)]).rows.first)
    #expect(row.items == 100)
    #expect(row.itemsPerSecond == 20)
  }

  // MARK: Runs that did not complete

  @Test(arguments: [RunOutcome.failed, .timeout, .crashed, .cancelled])
  func `A run that did not complete has a row without figures, and a remark`(outcome: RunOutcome) throws {
    let table = RunTable.mixed([.ended(.async, outcome, reason: "it was so")])
    #expect(!table.isComplete)
    let row = try #require(table.rows.first)
    #expect(row.outcome == outcome)
    #expect(row.seconds == nil)
    #expect(row.verdict == (outcome == .cancelled ? .unknown : .breached))
    let lines = table.text.split(separator: "\n")
    #expect(lines.count == 4)
    let cells = lines[2].split(separator: " ")
    #expect(cells.map(String.init) == ["async", "swift"] + Array(repeating: "-", count: 15) + [outcome.rawValue])
    #expect(lines[3] == "async in swift: \(outcome.rawValue): it was so")
  }

  @Test func `An interrupted run tells how far it came`() throws {
    let table = RunTable.mixed([.ended(.async, .cancelled, reason: "calcmon was stopped", done: 37, elapsed: 1.5)])
    let row = try #require(table.rows.first)
    #expect((row.items, row.partialSeconds, row.seconds, row.itemsPerSecond) == (37, 1.5, nil, 37 / 1.5))
    #expect(table.text.contains("async     swift    1.5 s     24.7"))
    #expect(table.text.hasSuffix("\nasync in swift: cancelled, after 37 items in 1.5 s: calcmon was stopped\n"))
    let run = try #require(try table.jsonRuns().first)
    #expect(run["items"] as? Int == 37)
    #expect(run["seconds"] as? Double == 1.5)
    #expect(run["items_per_second"] as? Double == 37 / 1.5)
    #expect(run["repeats"] as? [Double] == [])
  }

  @Test func `One repeat that failed makes the row's outcome; the others make its figures`() throws {
    let table = RunTable.mixed([
      .completed(.hybrid, seconds: 2),
      .ended(.hybrid, .crashed, reason: "ended by signal 9", done: 12, elapsed: 0.7),
      .completed(.hybrid, seconds: 4),
    ])
    let row = try #require(table.rows.first)
    #expect((row.outcome, row.reason, row.seconds, row.items) == (.crashed, "ended by signal 9", 3, 100))
    #expect(row.partialSeconds == nil)
    #expect(table.text.hasSuffix("\nhybrid in swift: crashed: ended by signal 9\n"))
    #expect(!table.isComplete)
  }

  // MARK: The verdict

  @Test func `One breach makes the verdict; without one, one unknown does; nothing is not met`() {
    let good = RunRecord.completed(.hybrid)
    let bad = RunRecord.completed(.async, milliseconds: 250)
    let few = RunRecord.completed(.threads, ticks: 99)
    #expect(RunTable.mixed([good, .completed(.sync)]).verdict == .met)
    #expect(RunTable.mixed([good, bad, few]).verdict == .breached)
    #expect(RunTable.mixed([good, few]).verdict == .unknown)
    #expect(RunTable.mixed([good, .ended(.async, .failed)]).verdict == .breached)
    #expect(RunTable.mixed([good, .ended(.async, .cancelled)]).verdict == .unknown)
    #expect(RunTable.mixed([]).verdict == .unknown)
    #expect(RunTable.mixed([good, bad]).isComplete)
  }

  @Test func `Repeats are judged together`() throws {
    let row = try #require(
      RunTable.mixed([.completed(.hybrid, ticks: 50), .completed(.hybrid, ticks: 50)]).rows.first)
    #expect(row.verdict == .met)
    #expect(row.judgements.first?.samples == 100)
  }
}
