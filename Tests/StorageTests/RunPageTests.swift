import CalcmonTesting
import Samples
import Storage
import Testing

/// Single runs, and runs page by page.
@Suite struct RunPageTests {
  private let now = StoreFolder.now
  private let other = RunIdentity(mix: "cpu-bound", strategy: .async, runtime: .asyncio)
  private let own = RunIdentity(mix: "mixed", strategy: .hybrid, runtime: .swift)

  /// Every fifth has the end of the one before, every third is of another mix, every fourth crashed.
  private func fill(_ store: HistoryStore, runs: Int) async throws {
    let entries = (0..<runs).map { (number: Int) -> HistoryEntry in
      let start = now.advanced(bySeconds: Double(number - (number % 5 == 4 ? 1 : 0)) * 2)
      let identity = number % 3 == 0 ? other : own
      guard number % 4 == 3 else { return .run(Records.completed(identity, at: start)) }
      let end = start.advanced(bySeconds: 1.2)
      return .run(Records.ended(.crashed, reason: "ended by signal 9", identity: identity, at: end))
    }
    try await store.write(entries)
  }

  private func pages(
    _ reader: HistoryReader, _ filter: HistoryFilter, outcome: RunOutcome? = nil, limit: Int
  ) throws -> [[StoredRun]] {
    var pages: [[StoredRun]] = []
    var position: RunPosition?
    while true {
      let page = try reader.runs(filter, outcome: outcome, before: position, limit: limit).map(\.run)
      guard let last = page.last else { return pages }
      pages.append(page)
      position = RunPosition(last)
    }
  }

  @Test(arguments: [1, 7, 100, 1000]) func `Pages give each run once, the newest first`(_ limit: Int) async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    try await fill(store, runs: 120)
    try await store.close(at: now)
    let reader = try folder.reader()
    let all = StoreFolder.window(-60, 6000)
    var ascending: [StoredRun] = []
    try reader.forEachRun(all) { ascending.append($0) }
    let found = try pages(reader, all, limit: limit)
    #expect(found.flatMap { $0 } == ascending.reversed())
    #expect(found.dropLast().allSatisfy { $0.count == limit })
    let mine = HistoryFilter(since: all.since, until: all.until, mix: other.mix)
    #expect(try pages(reader, mine, limit: limit).flatMap { $0 } == ascending.reversed().filter { $0.identity == other })
    let crashed = try pages(reader, all, outcome: .crashed, limit: limit).flatMap { $0 }
    #expect(crashed == ascending.reversed().filter { $0.outcome == .crashed } && crashed.count == 30)
    #expect(try reader.newestRuns(all, limit: 10) == ascending.suffix(10))
  }

  @Test func `A run that is not there is none`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    try await fill(store, runs: 2)
    try await store.close(at: now)
    let reader = try folder.reader()
    #expect(try reader.run(2)?.run.identity == own)
    #expect(try reader.run(3) == nil)
    #expect(try reader.run(.min) == nil)
  }

  @Test func `The end of the first run is found, whatever stands before it that is no instant`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    #expect(try folder.reader().firstRunEnd(until: now.advanced(bySeconds: 1000)) == nil)
    try await fill(store, runs: 20)
    try await store.close(at: now)
    let ends = try folder.reader().newestRuns(StoreFolder.window(-10, 1000), limit: 100).map(\.endedAt)
    let first = try #require(ends.first)
    #expect(ends.count == 20)
    #expect(try folder.reader().firstRunEnd(until: now.advanced(bySeconds: 1000)) == first)
    #expect(try folder.reader().firstRunEnd(until: first.advanced(bySeconds: -1)) == nil)
    _ = try await folder.sqlite("UPDATE runs SET ended_ms = -5 WHERE id = 1")
    let later = try #require(ends.dropFirst().first)
    #expect(try folder.reader().firstRunEnd(until: now.advanced(bySeconds: 1000)) == later)
  }
}
