import CalcmonTesting
import Samples
import Storage
import Testing

/// The columns of heat maps.
@Suite struct LatencyHeatTests {
  private let other = RunIdentity(mix: "cpu-bound", strategy: .async, runtime: .asyncio)
  private let own = RunIdentity(mix: "mixed", strategy: .hybrid, runtime: .swift)
  private let bounds = [0.01, 0.02, 0.05]

  /// 90 runs in three hours, each of so many ticks and so late that they can be told apart.
  private func filled(_ folder: StoreFolder) async throws {
    let store = try folder.open()
    let entries = (0..<90).map { (number: Int) -> HistoryEntry in
      let start = StoreFolder.now.advanced(bySeconds: Double(number) * 120)
      let latency = Records.latency(milliseconds: 1 + UInt64(number), count: 100 + UInt64(number))
      return .run(Records.completed(number % 3 == 0 ? other : own, at: start, latency: latency))
    }
    try await store.write(entries)
    try await store.close(at: StoreFolder.now)
  }

  /// The same from the runs one by one.
  private func expected(_ reader: HistoryReader, _ filter: HistoryFilter, step: Int64) throws -> [RunIdentity: [Int64: [UInt64]]]
  {
    var expected: [RunIdentity: [Int64: [UInt64]]] = [:]
    var runs: [StoredRun] = []
    try reader.forEachRun(filter) { runs.append($0) }
    for run in runs {
      let latency = try #require(try reader.loopLatency(ofRun: run.id))
      for bucket in latency.buckets {
        let index = bounds.firstIndex { Double(bucket.upperMicroseconds) / 1e6 <= $0 } ?? bounds.count
        let start = run.endedAt.milliseconds / step * step
        expected[run.identity, default: [:]][start, default: [0, 0, 0, 0]][index] += bucket.count
      }
    }
    return expected
  }

  private func found(_ heat: [RunIdentity: LatencyHeat]) -> [RunIdentity: [Int64: [UInt64]]] {
    heat.mapValues { Dictionary(uniqueKeysWithValues: $0.columns.map { ($0.start.milliseconds, $0.counts) }) }
  }

  // From the runs' own, from those of minutes, and from those of hours. Windows that begin and end with an hour, so that the runs tell the same.
  @Test(arguments: [(400, 30.0), (120, 120), (30, 600), (4, 3600), (1, 14_400)])
  func `Columns hold the ticks of the runs that ended in them`(_ columns: Int, _ step: Double) async throws {
    let folder = try StoreFolder()
    try await filled(folder)
    let reader = try folder.reader()
    let start = Timestamp(milliseconds: StoreFolder.now.milliseconds / 14_400_000 * 14_400_000)
    let window = HistoryFilter(since: start, until: start.advanced(bySeconds: step == 14_400 ? 14_399.999 : 10_799.999))
    let heat = try reader.latencyHeat(window, bounds: bounds, columns: columns)
    #expect(Set(heat.values.map(\.step)) == [step])
    #expect(heat.values.map(\.columns).allSatisfy { $0.count <= columns && $0.map(\.start) == $0.map(\.start).sorted() })
    let runs = try reader.runCount(window)
    #expect(runs > 20)
    #expect(try found(heat) == expected(reader, window, step: Int64(step * 1000)))
    let one = HistoryFilter(since: window.since, until: window.until, mix: other.mix)
    #expect(try found(reader.latencyHeat(one, bounds: bounds, columns: columns)) == found(heat).filter { $0.key == other })
  }

  @Test func `Where the runs' own are dropped the minutes stand in, and where these are, the hours`() async throws {
    let folder = try StoreFolder()
    try await filled(folder)
    let window = StoreFolder.window(0, 3600)
    #expect(try folder.reader().latencyHeat(window, bounds: bounds, columns: 400).values.map(\.step) == [10, 10])
    _ = try folder.rows("DELETE FROM histograms")
    #expect(try folder.reader().latencyHeat(window, bounds: bounds, columns: 400).values.map(\.step) == [60, 60])
    _ = try folder.rows("DELETE FROM latency_1m")
    let hours = try folder.reader().latencyHeat(window, bounds: bounds, columns: 400)
    #expect(hours.values.map(\.step) == [3600, 3600])
    #expect(Set(hours.keys) == [own, other])
  }

  @Test func `An empty window has no columns`() async throws {
    let folder = try StoreFolder()
    try await filled(folder)
    #expect(try folder.reader().latencyHeat(StoreFolder.window(-7200, -3600), bounds: bounds, columns: 120).isEmpty)
    #expect(try folder.reader().latencyHeat(StoreFolder.window(10, -10), bounds: bounds, columns: 120).isEmpty)
  }
}
