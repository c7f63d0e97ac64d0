import CalcmonTesting
import Samples
import Storage
import Testing
import Thresholds

@Suite struct RollupTests {
  private let other = RunIdentity(mix: "cpu-bound", strategy: .async, runtime: .asyncio)

  /// Runs at uneven times over three hours, each with a latency of its own.
  private func fill(_ store: HistoryStore) async throws {
    var noise: UInt64 = 7
    for number in 0..<60 {
      noise = noise &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let at = StoreFolder.now.advanced(
        bySeconds: Double(number) * 180 + Double(noise >> 33).truncatingRemainder(dividingBy: 170))
      let latency = Records.latency(milliseconds: 1 + UInt64(number), count: 100 + UInt64(number))
      let identity = number % 3 == 0 ? other : RunIdentity(mix: "mixed", strategy: .hybrid, runtime: .swift)
      try await store.write([.run(Records.completed(identity, at: at, latency: latency, memory: { 1e6 * Double($0 + number) }))])
    }
  }

  @Test func `Minutes and hours hold what the samples hold`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    try await fill(store)
    for (table, length) in [("samples_1m", 60_000), ("samples_1h", 3_600_000)] {
      let difference = """
        WITH raw AS (SELECT quantity, mix, strategy, runtime, time_ms / \(length) * \(length) AS start_ms, count(*) AS n,
            min(value) AS least, max(value) AS most, round(sum(value), 6) AS total FROM samples GROUP BY 1, 2, 3, 4, 5),
          rolled AS (SELECT quantity, mix, strategy, runtime, start_ms, count AS n, min AS least, max AS most,
            round(sum, 6) AS total FROM \(table) JOIN series ON series.id = series_id)
        SELECT (SELECT count(*) FROM (SELECT * FROM raw EXCEPT SELECT * FROM rolled)),
          (SELECT count(*) FROM (SELECT * FROM rolled EXCEPT SELECT * FROM raw)), (SELECT count(*) FROM raw) > 20
        """
      #expect(try await folder.sqlite(difference) == "0|0|1")
    }
    try await store.close(at: StoreFolder.now)
  }

  @Test func `The last value of a minute is that of the run that was written last`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    for start in [1_000.0, 1_010] {
      try await store.write([
        .run(Records.completed(at: StoreFolder.now.advanced(bySeconds: start), memory: { start * Double($0) }))
      ])
    }
    let last = try await folder.sqlite(
      "SELECT count, last FROM samples_1h JOIN series ON series.id = series_id WHERE quantity = 'memory_bytes'")
    #expect(last == "40|20200.0")
    try await store.close(at: StoreFolder.now)
  }

  // The hours' histograms, at the edges the minutes', at their edges the runs': whatever the window, it is what the runs themselves hold.
  @Test func `The latency of every window is that of its runs`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    try await fill(store)
    let reader = try folder.reader()
    var ended: [(RunIdentity, Timestamp, LatencyHistogram)] = []
    try reader.forEachRun(StoreFolder.window(-10, 20_000)) { run in
      ended.append((run.identity, run.endedAt, LatencyHistogram()))
    }
    for index in ended.indices { ended[index].2 = try #require(try reader.loopLatency(ofRun: Int64(index + 1))) }
    var windows: [(Double, Double)] = [(0, 11_000), (-3600, 40_000), (0, 60), (100, 5000), (3599.5, 7300.25), (4000, 4059)]
    windows += ended.prefix(20).map { (($0.1.seconds - StoreFolder.now.seconds), 9_000) }
    for (since, until) in windows {
      let filter = StoreFolder.window(since, until)
      var expected: [RunIdentity: LatencyHistogram] = [:]
      for (identity, at, latency) in ended where at >= filter.since && at <= filter.until {
        expected[identity, default: LatencyHistogram()].merge(latency)
      }
      let found = try reader.histories(filter).reduce(into: [:]) { $0[$1.identity] = $1.evidence.latency }
      #expect(found == expected)
    }
    try await store.close(at: StoreFolder.now)
  }

  @Test func `A run that is written after a restart is added to the hour that was begun before it`() async throws {
    let folder = try StoreFolder()
    let first = try folder.open()
    try await first.write([.run(Records.completed(at: StoreFolder.now))])
    try await first.close(at: StoreFolder.now)
    let second = try folder.open()
    try await second.write([.run(Records.completed(at: StoreFolder.now.advanced(bySeconds: 60)))])
    #expect(try await folder.sqlite("SELECT count, max_us FROM latency_1h") == "400|3000")
    #expect(try await folder.sqlite("SELECT DISTINCT count FROM samples_1h") == "40")
    try await second.close(at: StoreFolder.now)
  }
}
