import CalcmonTesting
import Samples
import Storage
import Testing
import Thresholds

@Suite struct RetentionTests {
  private static let day = 86400.0
  private let retention = Retention(raw: 2 * day, minute: 4 * day, hour: 8 * day, size: 1 << 30)

  /// A run every six hours for ten days, the last one at `now`.
  private func filled(_ folder: StoreFolder) async throws -> HistoryStore {
    let store = try folder.open()
    for number in stride(from: 40, through: 0, by: -1) {
      let at = StoreFolder.now.advanced(bySeconds: -Double(number) * Self.day / 4 - 3)
      let identity = RunIdentity(mix: "mixed", strategy: .hybrid, runtime: .swift)
      let judgement = TargetEvaluator.judge(.memory, by: Evidence())
      try await store.write([
        .run(Records.completed(identity, at: at)), .judgement(JudgementEntry(identity: identity, judgement: judgement, at: at)),
      ])
    }
    return store
  }

  private func pass(_ store: HistoryStore, _ retention: Retention, now: Timestamp = StoreFolder.now) async throws {
    var pass = try await store.beginRetention(retention, now: now)
    while try await store.retain(&pass) {}
  }

  private let counts = """
    SELECT (SELECT count(DISTINCT run_id) FROM instants), (SELECT count(DISTINCT run_id) FROM histograms), (SELECT count(*) FROM runs),
      (SELECT count(DISTINCT start_ms) FROM samples_1m), (SELECT count(*) FROM verdicts), (SELECT count(*) FROM latency_1h)
    """

  // The oldest of the last hundred runs is ten days back: with so few runs it is from there that ages count.
  @Test func `Each tier is dropped at its age, and what is coarser stays`() async throws {
    let folder = try StoreFolder()
    let store = try await filled(folder)
    #expect(try await folder.sqlite(counts) == "41|41|41|41|41|41")
    for _ in 0..<100 { try await store.write([.run(Records.ended(.failed, reason: "none", at: StoreFolder.now))]) }
    try await pass(store, retention)
    let left = try await folder.sqlite(counts)
    // A minute or an hour goes when all of it is too old.
    #expect(left == "8|8|116|17|16|33")
    // Once more: there is nothing left to do.
    try await pass(store, retention)
    #expect(try await folder.sqlite(counts) == left)
    #expect(try folder.reader().runsKeptSince() == StoreFolder.now.advanced(bySeconds: -4 * Self.day))
    #expect(try await folder.sqlite("PRAGMA foreign_key_check; PRAGMA integrity_check") == "ok")
    try await store.close(at: StoreFolder.now)
  }

  @Test func `A clock that is far ahead for a while costs nothing, and rows from the future stay`() async throws {
    let folder = try StoreFolder()
    let store = try await filled(folder)
    for _ in 0..<100 { try await store.write([.run(Records.ended(.failed, reason: "none", at: StoreFolder.now))]) }
    try await pass(store, retention)
    #expect(try await folder.sqlite(counts) == "8|8|116|17|16|33")
    let ahead = StoreFolder.now.advanced(bySeconds: 3650 * Self.day)
    try await store.write([.run(Records.completed(at: ahead))])
    try await pass(store, retention, now: ahead)
    // What there was, and the run from the future.
    #expect(try await folder.sqlite(counts) == "9|9|117|18|16|34")
    try await store.close(at: StoreFolder.now)
  }

  @Test func `A clock that stands in 1970 drops nothing`() async throws {
    let folder = try StoreFolder()
    let store = try await filled(folder)
    try await pass(store, retention, now: Timestamp(milliseconds: 5000))
    #expect(try await folder.sqlite(counts) == "41|41|41|41|41|41")
    try await store.close(at: StoreFolder.now)
  }

  @Test func `A database beyond its size keeps less of everything, and the file becomes smaller`() async throws {
    let folder = try StoreFolder()
    let store = try await filled(folder)
    for number in 0..<600 {
      let at = StoreFolder.now.advanced(bySeconds: Double(number - 600) * 60)
      try await store.write([.run(Records.completed(at: at))])
    }
    try await pass(store, retention)
    let before = store.sizeInBytes()
    let limit = before / 3
    var small = retention
    small.size = limit
    var factor = 1.0
    for _ in 0..<60 {
      var pass = try await store.beginRetention(small, now: StoreFolder.now)
      factor = pass.factor
      while try await store.retain(&pass) {}
    }
    #expect(factor < 1)
    // Down to its limit, with some spare pages.
    #expect(store.sizeInBytes() < limit + limit / 5)
    #expect(store.sizeInBytes() < before)
    #expect(store.walBytes() == 0)
    #expect(try await folder.sqlite("SELECT count(*) > 0 FROM runs; PRAGMA integrity_check") == "1\nok")
    try await store.close(at: StoreFolder.now)
  }
}
