import Alerting
import CalcmonTesting
import Samples
import Storage
import Testing
import Thresholds

/// How long what is kept of applications.
@Suite struct AppRetentionTests {
  private static let day = 86400.0
  private let now = StoreFolder.now
  private let retention = Retention(raw: 2 * day, minute: 4 * day, hour: 8 * day, size: 1 << 30)
  private let counts = """
    SELECT (SELECT count(*) FROM app_intervals), (SELECT count(*) FROM app_intervals_1m), (SELECT count(*) FROM app_intervals_1h),
      (SELECT count(*) FROM app_stalls), (SELECT count(*) FROM app_occurrences), (SELECT count(*) FROM app_stacks),
      (SELECT count(*) FROM apps)
    """

  /// What happens every six hours for ten days, the last at `now`; beside it an application that was there at first alone; and then enough
  /// intervals for the clock to be believed.
  private func filled(_ folder: StoreFolder) async throws -> HistoryStore {
    let store = try folder.open()
    for number in stride(from: 40, through: 0, by: -1) {
      let at = -Double(number) * Self.day / 4
      try await store.write([
        .appInterval(WatchedApp.interval(endedAt: at, number: number), judgements: []),
        .appStall(
          WatchedApp.entry(endedAt: at, WatchedApp.stall(milliseconds: 200, frame: number < 10 ? "new.py:1:f" : "old.py:1:f"))),
        .appOccurrence(
          AppOccurrence(app: "shop", at: now.advanced(bySeconds: at), kind: .processDied, pid: 1, frame: "at.py:1:f")),
      ])
    }
    try await store.write([.appInterval(WatchedApp.interval("gone", endedAt: -10 * Self.day, number: 1), judgements: [])])
    try await store.write((0..<200).map { .appInterval(WatchedApp.interval(endedAt: 30 + Double($0)), judgements: []) })
    return store
  }

  private func pass(_ store: HistoryStore, _ retention: Retention, now: Timestamp = StoreFolder.now) async throws {
    var pass = try await store.beginRetention(retention, now: now)
    while try await store.retain(&pass) {}
  }

  @Test func `Each tier is dropped at its age, with the stacks and names that nothing needs any more`() async throws {
    let folder = try StoreFolder()
    let store = try await filled(folder)
    #expect(try folder.rows(counts).hasPrefix("242|"))
    try await pass(store, retention)
    let left = try folder.rows(counts)
    // Eight or nine of those of six hours, or of the day before; of stacks that of the intervals, of the new stalls, and of deaths.
    #expect(left == "209|21|33|17|33|4|1")
    try await pass(store, retention)
    #expect(try folder.rows(counts) == left)
    try await store.close(at: now)
  }

  @Test func `A name that no interval tells any more goes with the hours`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    var old = WatchedApp.interval(endedAt: -20 * Self.day, number: 1)
    old.queues = [AppQueueLevel(name: "old", depth: AppLevel(mean: 1, max: 1, last: 1), capacity: nil)]
    try await store.write([.appInterval(old, judgements: [])])
    try await store.close(at: now)
    let again = try await filled(folder)
    let words = "SELECT group_concat(word, ', ') FROM (SELECT word FROM app_words ORDER BY word)"
    #expect(try folder.rows(words) == "backup.service, jobs \"1\", mails, old")
    try await pass(again, retention)
    #expect(try folder.rows(words) == "backup.service, jobs \"1\", mails")
    try await again.close(at: now)
  }

  @Test func `What is read of a window is the finest that is kept, and each interval counts once`() async throws {
    let folder = try StoreFolder()
    let store = try await filled(folder)
    let (since, until) = (now.advanced(bySeconds: -7 * Self.day), now.advanced(bySeconds: 1))
    let ends = { try folder.reader().appIntervals("shop", since: since, until: until).map { $0.endedAt } }
    let before = try ends()
    #expect(before.count == 29)
    try await pass(store, retention)
    // Of each minute and hour there is one interval.
    #expect(try ends() == before)
    let kept = try folder.reader().appIntervals("shop", since: since, until: until)
    #expect(Evidence(kept.map { RunEvidence($0) }).latency.count == UInt64(29 * 11_993))
    try await store.close(at: now)
  }

  @Test func `A clock that is far ahead for a while costs nothing`() async throws {
    let folder = try StoreFolder()
    let store = try await filled(folder)
    try await pass(store, retention)
    let ahead = 3650 * Self.day
    try await store.write([.appInterval(WatchedApp.interval(endedAt: ahead, number: 1), judgements: [])])
    try await pass(store, retention, now: now.advanced(bySeconds: ahead))
    // Ages count from two minutes later, when the oldest of the last hundred intervals ended; that from the future stays.
    #expect(try folder.rows(counts) == "209|21|34|16|32|4|1")
    try await store.close(at: now)
  }

  @Test func `Runs that ended do not keep what comes of applications for ever`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    try await store.write([.run(Records.completed(at: now.advanced(bySeconds: -100 * Self.day)))])
    try await store.close(at: now)
    let again = try await filled(folder)
    try await pass(again, retention)
    #expect(try folder.rows("SELECT count(*) FROM app_intervals") == "209")
    try await again.close(at: now)
  }

  @Test func `What explains an alert stays as long as the alert, and goes with it`() async throws {
    let folder = try StoreFolder()
    let store = try await filled(folder)
    // It fired six days ago, when there was an interval and a stall.
    let episode = Episode(identity: nil, app: "shop", start: now.advanced(bySeconds: -6 * Self.day))
    try await store.write([.alert(episode.pends()), .alert(episode.fires())])
    try await pass(store, retention)
    guard case .one(let found) = try folder.reader().alertEpisode(idPrefix: episode.id) else {
      Issue.record("it is not found")
      return
    }
    #expect(found.appIntervals == [WatchedApp.interval(endedAt: -6 * Self.day, number: 24)])
    #expect(found.appStalls.map(\.stall.frame) == ["old.py:1:f"])
    #expect(found.appStalls.first?.stall.stall.stack == WatchedApp.stack)
    #expect(found.runs.isEmpty)
    var short = retention
    short.hour = 5 * Self.day
    try await pass(store, short)
    #expect(try folder.rows("SELECT count(*) FROM alert_app_evidence") == "0")
    #expect(
      try folder.rows("SELECT count(*) FROM app_intervals WHERE at_ms < \(now.advanced(bySeconds: -5 * Self.day).milliseconds)")
        == "0")
    #expect(try folder.rows("SELECT count(*) FROM app_stalls") == "17")
    try await store.close(at: now)
  }

  @Test func `A database beyond its size keeps less of applications, too`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    for number in 0..<600 {
      let intervals = (0..<4).map { WatchedApp.interval("app \($0)", endedAt: Double(number - 600) * 30) }
      try await store.write(intervals.map { .appInterval($0, judgements: []) })
    }
    try await pass(store, retention)
    var small = retention
    small.size = store.sizeInBytes() / 3
    for _ in 0..<80 { try await pass(store, small) }
    #expect(store.sizeInBytes() < small.size + small.size / 5)
    try await store.close(at: now)
  }
}
