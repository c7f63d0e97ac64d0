import CalcmonTesting
import Runs
import Samples
import Snapshots
import Storage
import Testing

/// What plots need of a window.
@Suite struct HistoryExcerptTests {
  private let now = Timestamp(milliseconds: 1_700_000_000_000)

  @Test func `It has the runs in order, and a heat map whose bounds are those of the metric`() async throws {
    let directory = try TemporaryDirectory()
    let store = try HistoryStore(path: directory.file("calcmon.db"), version: "test", pid: 1, at: now)
    let other = RunIdentity(mix: "cpu-bound", strategy: .async, runtime: .asyncio)
    let entries = (0..<40).map { (number: Int) -> HistoryEntry in
      let start = now.advanced(bySeconds: Double(number) * 300)
      let latency = Records.latency(milliseconds: number < 20 ? 100 : 101, count: 200)
      return .run(number % 2 == 0 ? Records.completed(at: start, latency: latency) : Records.completed(other, at: start))
    }
    try await store.write(entries)
    let reader = try HistoryReader(of: store)
    let excerpt = try reader.excerpt(since: now, until: now.advanced(bySeconds: 6 * 3600))
    #expect(excerpt.runs.map(\.id) == Array(1...40))
    #expect(excerpt.heat.keys.count == 2)
    let heat = try #require(excerpt.heat[RunIdentity(mix: "mixed", strategy: .hybrid, runtime: .swift)])
    let target = try #require(heat.bounds.firstIndex(of: 0.1))
    #expect(heat.step == 300 && heat.columns.count == 20)
    // What is at most 0.1 s late keeps the target; what is later does not.
    #expect(heat.columns.prefix(10).allSatisfy { $0.counts[target] == 200 })
    #expect(heat.columns.suffix(10).allSatisfy { $0.counts[target + 1] == 200 })
    #expect(heat.columns.allSatisfy { $0.counts.count == heat.bounds.count + 1 })
    let none = try reader.excerpt(since: now.advanced(bySeconds: -100), until: now.advanced(bySeconds: -1))
    #expect(none.runs.isEmpty && none.heat.isEmpty)
    try reader.close()
    try await store.close(at: now)
  }

  @Test func `Its heat is that of the history, unchanged`() async throws {
    let directory = try TemporaryDirectory()
    let store = try HistoryStore(path: directory.file("calcmon.db"), version: "test", pid: 1, at: now)
    try await store.write([.run(Records.completed(at: now)), .run(Records.completed(at: now.advanced(bySeconds: 900)))])
    let until = now.advanced(bySeconds: 3600)
    let (excerpt, heat) = try store.read { reader in
      (
        try reader.excerpt(since: now, until: until, columns: 10),
        try reader.latencyHeat(HistoryFilter(since: now, until: until), bounds: LatencyHeat.latencyBounds, columns: 10)
      )
    }
    #expect(!heat.isEmpty && excerpt.heat == heat)
    #expect(excerpt.since == now && excerpt.until == until)
    try await store.close(at: now)
  }

  @Test func `Of a history that cannot be read there is no excerpt, but an error`() async throws {
    let directory = try TemporaryDirectory()
    let store = try HistoryStore(path: directory.file("calcmon.db"), version: "test", pid: 1, at: now)
    let reader = try HistoryReader(of: store)
    try reader.close()
    #expect(throws: (any Error).self) { try reader.excerpt(since: now, until: now.advanced(bySeconds: 60)) }
    try await store.close(at: now)
  }
}
