import Alerting
import CalcmonTesting
import Samples
import Storage
import Testing

/// Runs that explain an alert are kept as long as its transitions.
@Suite struct AlertRetentionTests {
  private static let day = 86400.0
  private let retention = Retention(raw: 2 * day, minute: 4 * day, hour: 8 * day, size: 1 << 30)
  private let now = StoreFolder.now
  private let mixed = RunIdentity(mix: "mixed", strategy: .sync, runtime: .asyncio)

  private let stall = Stall(
    startedNanoseconds: 5_500_000_000, endedNanoseconds: 5_800_000_000, budget: StallBudget([.callback: 0.25, .runqueue: 0.05]),
    stack: ["a.py:1:f", "c.py:2:g"], controlLateSeconds: 0.01)

  /// A run, an alert with two runs, one with a stall, then six days in which a run was made each hour.
  private func filled(_ folder: StoreFolder) async throws -> (HistoryStore, Episode) {
    let store = try folder.open()
    let episode = Episode(identity: mixed, start: now.advanced(bySeconds: -6 * Self.day))
    try await store.write([
      .run(Records.completed(mixed, at: episode.start.advanced(bySeconds: -7200))),
      .run(Records.stalled([stall], workStartedNanoseconds: 5_000_000_000, identity: mixed, at: episode.start)),
      .run(Records.completed(mixed, at: episode.start.advanced(bySeconds: 10))), .alert(episode.pends()), .alert(episode.fires()),
      .alert(episode.resolves(after: 300)), .alertForgotten(episode.alert(.firing).fingerprint),
    ])
    for hour in 1...143 {
      try await store.write([.run(Records.completed(mixed, at: episode.start.advanced(bySeconds: Double(hour) * 3600)))])
    }
    return (store, episode)
  }

  private func pass(_ store: HistoryStore, _ retention: Retention, at now: Timestamp? = nil) async throws -> RetentionPass {
    var pass = try await store.beginRetention(retention, now: now ?? self.now)
    while try await store.retain(&pass) {}
    return pass
  }

  /// The clock of a store goes by its last hundred runs.
  private func goOn(_ store: HistoryStore, until end: Timestamp) async throws {
    for _ in 0..<100 { try await store.write([.run(Records.ended(.failed, reason: "none", identity: mixed, at: end))]) }
  }

  private let counts = """
    SELECT (SELECT count(*) FROM runs WHERE outcome <> 'failed'), (SELECT count(DISTINCT run_id) FROM instants),
      (SELECT count(DISTINCT run_id) FROM histograms), (SELECT count(*) FROM stalls), (SELECT count(*) FROM alert_transitions),
      (SELECT count(*) FROM alert_evidence)
    """

  @Test func `A run that explains an alert outlives raw and minute retention, with samples, stalls and stacks`() async throws {
    let folder = try StoreFolder()
    let (store, episode) = try await filled(folder)
    let before = try episodeFound(folder, episode)
    let samples = try before.runs.map { try folder.reader().samples(ofRun: $0.id) }
    #expect(samples.map(\.count) == [0, 100])
    try await goOn(store, until: now)
    _ = try await pass(store, retention)
    // 4 days of runs, and 2 of them with samples, each with the two of the alert; one of these has crashed and has none.
    #expect(try folder.rows(counts) == "98|49|49|1|3|2")
    #expect(try episodeFound(folder, episode) == before)
    #expect(try before.runs.map { try folder.reader().samples(ofRun: $0.id) } == samples)
    let stalls = try folder.reader().stalls(ofRun: before.runs[0].id)
    #expect(stalls.map(\.stall.stack) == [stall.stack])
    #expect(stalls.map(\.stall.budget) == [stall.budget])
    #expect(try folder.reader().loopLatency(ofRun: before.runs[1].id)?.count == 200)
    // Once more: there is nothing left to do.
    _ = try await pass(store, retention)
    #expect(try folder.rows(counts) == "98|49|49|1|3|2")
    try await store.close(at: now)
  }

  @Test func `When its transitions are too old, they go with the runs that were kept for them`() async throws {
    let folder = try StoreFolder()
    let (store, episode) = try await filled(folder)
    let later = episode.start.advanced(bySeconds: 8 * Self.day + 400)
    try await goOn(store, until: later)
    _ = try await pass(store, retention, at: episode.start.advanced(bySeconds: 8 * Self.day + 200))
    // Its last transition is younger.
    #expect(try episodeFound(folder, episode).runs.count == 2)
    _ = try await pass(store, retention, at: later)
    #expect(try folder.reader().alertEpisode(idPrefix: episode.id) == .none)
    #expect(
      try folder.rows("SELECT count(*) FROM runs WHERE id <= 3; SELECT count(*) FROM stalls, alert_evidence") == "0\n0")
    #expect(try folder.rows("PRAGMA foreign_key_check; PRAGMA integrity_check") == "ok")
    try await store.close(at: now)
  }

  @Test func `A run that is kept is not counted twice in what was rolled up`() async throws {
    let folder = try StoreFolder()
    let (store, episode) = try await filled(folder)
    // Their minutes are kept, their own histograms are not, but for that of the alert. Windows that cut its minute and its hour.
    let windows = [(-3600.0, 3600.0), (5, 3600), (12, 60), (-86400, 86400 * 7), (11, 7300)].map {
      HistoryFilter(since: episode.start.advanced(bySeconds: $0.0), until: episode.start.advanced(bySeconds: $0.1))
    }
    func ticks() throws -> [UInt64] {
      try windows.map { try folder.reader().histories($0).reduce(0) { $0 + $1.evidence.latency.count } }
    }
    let rollups = "SELECT (SELECT sum(count) FROM latency_1h), (SELECT sum(count) FROM samples_1h)"
    let before = (ticks: try ticks(), rollups: try folder.rows(rollups))
    try await goOn(store, until: now)
    var long = retention
    long.minute = 8 * Self.day
    _ = try await pass(store, long)
    #expect(try folder.rows("SELECT count(DISTINCT run_id) < 60 FROM instants") == "1")
    #expect(try ticks() == before.ticks)
    _ = try await pass(store, retention)
    #expect(try folder.rows(rollups) == before.rollups)
    for (found, all) in zip(try ticks(), before.ticks) { #expect(found <= all) }
    try await store.close(at: now)
  }

  @Test func `Under size pressure what explains alerts goes earlier, as all else`() async throws {
    let folder = try StoreFolder()
    let (store, episode) = try await filled(folder)
    try await goOn(store, until: now)
    var small = retention
    small.size = 100_000
    var factor = 1.0
    for _ in 0..<60 { factor = try await pass(store, small).factor }
    #expect(factor < 6.0 / 8)
    #expect(try folder.reader().alertEpisode(idPrefix: episode.id) == .none)
    try await store.close(at: now)
  }

  @Test func `An alert that fires for longer than anything is kept stays`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    let episode = Episode(identity: mixed, start: now.advanced(bySeconds: -20 * Self.day))
    try await store.write([.alert(episode.pends()), .alert(episode.fires())])
    try await goOn(store, until: now)
    _ = try await pass(store, retention)
    #expect(try folder.reader().alerts() == [episode.fires().alert])
    #expect(try folder.rows("SELECT count(*) FROM alert_transitions") == "0")
    // Nothing would ever let go of what is kept for it from here on.
    try await store.write([.run(Records.completed(mixed, at: now))])
    #expect(try folder.rows("SELECT count(*) FROM alert_evidence") == "0")
    try await store.close(at: now)
  }

  @Test func `Silences go when they have been over for long`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    _ = try folder.rows(
      """
      INSERT INTO silences (matcher, starts_ms, ends_ms, comment, created_by) VALUES ('{}', 0, 1000, 'old', 'me'),
        ('{}', 0, \(now.milliseconds), 'new', 'me')
      """)
    try await goOn(store, until: now)
    _ = try await pass(store, retention)
    #expect(try folder.rows("SELECT comment FROM silences") == "new")
    try await store.close(at: now)
  }

  private func episodeFound(_ folder: StoreFolder, _ episode: Episode) throws -> AlertEpisode {
    guard case .one(let found) = try folder.reader().alertEpisode(idPrefix: episode.id) else { throw NotFound() }
    return found
  }

  private struct NotFound: Error {}
}
