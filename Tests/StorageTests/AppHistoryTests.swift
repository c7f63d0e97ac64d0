import CalcmonTesting
import Samples
import Storage
import Testing
import Thresholds

/// What is kept of watched applications, and how it comes back.
@Suite struct AppHistoryTests {
  private let now = StoreFolder.now
  private var day: (since: Timestamp, until: Timestamp) { (now.advanced(bySeconds: -86400), now.advanced(bySeconds: 86400)) }

  private func stored(_ entries: [HistoryEntry]) async throws -> (StoreFolder, HistoryReader) {
    let folder = try StoreFolder()
    let store = try folder.open()
    try await store.write(entries)
    try await store.close(at: now)
    return (folder, try folder.reader())
  }

  @Test func `Intervals come back as they were written, and are judged the same to the last bit`() async throws {
    let intervals = stride(from: 30.0, through: 1800, by: 30).map { WatchedApp.interval(endedAt: $0, life: $0 < 900 ? 3 : 4) }
    let (_, reader) = try await stored(
      intervals.map { .appInterval($0, judgements: []) } + [
        .appInterval(WatchedApp.interval("other", endedAt: 60), judgements: [])
      ])
    #expect(try reader.appIntervals("shop", since: day.since, until: day.until) == intervals)
    let evidence = Evidence(try reader.appIntervals("shop", since: day.since, until: day.until).map { RunEvidence($0) })
    #expect(evidence == Evidence(intervals.map(RunEvidence.init)))
    #expect(evidence.isOfApp)
    #expect(try reader.appIntervals("shop", since: now.advanced(bySeconds: 60), until: now.advanced(bySeconds: 90)).count == 2)
    #expect(try reader.apps(since: day.since, until: day.until) == ["other", "shop"])
    #expect(try reader.apps(since: now.advanced(bySeconds: 100), until: day.until) == ["shop"])
    #expect(try reader.appIntervals("nobody", since: day.since, until: day.until).isEmpty)
    #expect(reader.damagedRows.isEmpty)
  }

  @Test func `An interval of which little is known comes back with as little`() async throws {
    let bare = AppInterval(app: "", startedAt: now, endedAt: now.advanced(bySeconds: 30), seconds: 30, life: 0, processes: 0)
    let (_, reader) = try await stored([.appInterval(bare, judgements: [])])
    #expect(try reader.appIntervals("", since: day.since, until: day.until) == [bare])
  }

  @Test func `Minutes and hours are what merging the intervals gives`() async throws {
    let intervals = stride(from: 0.0, to: 7200, by: 30).map { WatchedApp.interval(endedAt: $0) }
    let (_, reader) = try await stored(intervals.map { .appInterval($0, judgements: []) })
    for (tier, length) in [(RollupTier.minute, Int64(60_000)), (.hour, 3_600_000)] {
      let groups = Dictionary(grouping: intervals) { $0.endedAt.milliseconds / length }.sorted { $0.key < $1.key }.map(\.value)
      let merged = groups.map { group in group.dropFirst().reduce(into: group[0]) { $0.merge($1) } }
      #expect(try reader.appIntervals("shop", since: day.since, until: day.until, tier: tier) == merged)
    }
    let latencies = try reader.appLatencies("shop", since: day.since, until: day.until, step: 3600)
    #expect(latencies.reduce(0) { $0 + $1.latency.count } == UInt64(intervals.count) * 11_993)
    #expect(latencies.allSatisfy { $0.start.milliseconds % 3_600_000 == 0 })
    #expect(try reader.appLatencies("shop", since: day.since, until: day.until, step: 30).count == 240)
  }

  @Test func `Stalls come back, the newest first, and each stack is kept once`() async throws {
    let entries = (1...5).map { WatchedApp.entry(endedAt: Double($0), WatchedApp.stall(milliseconds: Int64(100 * $0))) }
    let (folder, reader) = try await stored(entries.map { .appStall($0) })
    #expect(
      try reader.appStalls("shop", since: day.since, until: day.until, limit: 3)
        == entries.reversed().prefix(3).map(WatchedApp.stored))
    #expect(try await folder.sqlite("SELECT count(*) FROM app_stacks") == "1")
  }

  @Test func `Places are summed up by frame and cause, the worst first, without the start`() async throws {
    let holder = AppStall.Holder(thread: "pool-1", frame: "zip.py:3:pack")
    let stalls: [(Double, AppStall)] = [
      (1, WatchedApp.stall(milliseconds: 300)), (2, WatchedApp.stall(milliseconds: 500)),
      (3, WatchedApp.stall(milliseconds: 200)),
      (4, WatchedApp.stall(milliseconds: 700, frame: "mail.py:1:send", cause: .blocked)),
      (5, WatchedApp.stall(milliseconds: 600, cause: .gil, holder: holder)),
      (6, WatchedApp.stall(milliseconds: 9000, frame: "main.py:1:boot", isStartup: true)),
    ]
    let (folder, reader) = try await stored(
      stalls.map { .appStall(WatchedApp.entry(endedAt: $0, $1)) }
        + [.appStall(WatchedApp.entry("other", endedAt: 1, WatchedApp.stall(milliseconds: 5000)))])
    let places = try reader.appPlaces("shop", since: day.since, until: day.until, limit: 10)
    #expect(places.map(\.frame) == ["db.py:12:query", "mail.py:1:send", "zip.py:3:pack"])
    #expect(places.map(\.cause) == [.callback, .blocked, .gil])
    #expect(places.map(\.count) == [3, 1, 1])
    #expect(places.map(\.seconds) == [1, 0.7, 0.6])
    #expect(places.first?.worst == WatchedApp.stored(WatchedApp.entry(endedAt: 2, stalls[1].1)))
    #expect(try reader.appPlaces("shop", since: day.since, until: day.until, limit: 1).count == 1)
    #expect(
      try await folder.sqlite("SELECT frame, cause, stalls, seconds, longest FROM app_places WHERE app = 'shop' LIMIT 1")
        == "db.py:12:query|callback|3|1.0|0.5")
  }

  @Test func `Occurrences come back in order, of one application or of all, the newest if there are too many`() async throws {
    let all = AppOccurrence.Kind.allCases.enumerated().map { index, kind in
      AppOccurrence(
        app: index % 2 == 0 ? "shop" : "other", at: now.advanced(bySeconds: Double(index)), kind: kind,
        pid: index == 0 ? nil : 42,
        version: "1.2", frame: "db.py:12:query", stack: WatchedApp.stack, stoodSeconds: 12.5)
    }
    let (folder, reader) = try await stored(all.map { .appOccurrence($0) })
    #expect(try reader.appOccurrences(nil, since: day.since, until: day.until, limit: 100) == all)
    #expect(
      try reader.appOccurrences("shop", since: day.since, until: day.until, limit: 100) == all.filter { $0.app == "shop" })
    #expect(try reader.appOccurrences(nil, since: day.since, until: day.until, limit: 2) == Array(all.suffix(2)))
    #expect(try await folder.sqlite("SELECT count(*) FROM app_events WHERE stack LIKE '[%'") == "\(all.count)")
  }

  @Test func `A verdict is kept when it changes, and once an hour`() async throws {
    let met = TargetEvaluator.judge(Target.eventLoopLatency, by: Evidence([RunEvidence(WatchedApp.interval(endedAt: 30))]))
    let unknown = TargetEvaluator.judge(Target.eventLoopLatency, by: Evidence())
    #expect(met.verdict != unknown.verdict)
    let entries = stride(from: 0.0, through: 7200, by: 30).map { seconds in
      HistoryEntry.appInterval(
        WatchedApp.interval(endedAt: seconds), judgements: [(600..<660).contains(seconds) ? unknown : met])
    }
    let (folder, _) = try await stored(entries)
    #expect(
      try await folder.sqlite("SELECT (time_ms - \(now.milliseconds)) / 1000, verdict FROM app_verdicts ORDER BY 1")
        == "0|met\n600|unknown\n660|met\n4260|met")
  }

  @Test func `The p99 of an application by hour is one query`() async throws {
    let (folder, _) = try await stored(WatchedApp.entries(0...7200))
    let rows = try await folder.sqlite(
      "SELECT hour, p99 > 0, max, busy > 0, stalls FROM app_hours WHERE app = 'shop' ORDER BY hour")
    #expect(rows.split(separator: "\n").count == 3)
    #expect(rows.hasPrefix("2023-11-14T22:00:00Z|1|0.146"))
  }

  @Test func `Figures that are no numbers keep no batch from being written`() async throws {
    var odd = WatchedApp.interval(endedAt: 30)
    odd.tasks = AppLevel(mean: .nan, max: .infinity, last: 1)
    odd.queues = [
      AppQueueLevel(name: "bad", depth: AppLevel(mean: .nan, max: 1, last: 1), capacity: nil),
      AppQueueLevel(name: "good", depth: AppLevel(mean: 1, max: 1, last: 1), capacity: nil),
    ]
    let (_, reader) = try await stored([.appInterval(odd, judgements: [])])
    let found = try #require(try reader.appIntervals("shop", since: day.since, until: day.until).first)
    #expect(found.tasks == nil)
    #expect(found.queues.map(\.name) == ["good"])
  }

  @Test(arguments: [
    "seconds = 'long'", "counts = x'ff'", "longest = '{'", "queues = '[[1]]', queue_levels = NULL",
    "queues = '[[\"a\",1e300,1,1,null]]', queue_levels = NULL", "queue_levels = x'01'", "queue_levels = x'ffffffffffffffffffff'",
    "queue_levels = 'text'", "neighbours = x'0101ffff'", "neighbours = x'0102'", "busiest_ratio = 2", "stalls = -1",
    "consumers = '['", "memory_max = 'x'", "ended_ms = 9e18", "at_ms = 'noon'", "gc_seconds = -1",
  ])
  func `An interval that cannot be read is left out, and counted`(_ change: String) async throws {
    let (folder, _) = try await stored(WatchedApp.entries(30...90))
    _ = try await folder.sqlite("UPDATE app_intervals SET \(change) WHERE id = 2")
    let reader = try folder.reader()
    #expect(try reader.appIntervals("shop", since: day.since, until: day.until).count == 2)
    #expect(reader.damagedRows.counts == ["app_intervals": 1])
  }

  @Test(arguments: ["length_ns = -1", "length_ns = 1 << 62", "gil_seconds = 'x'", "cause = 'weather'", "ended_ms = 'noon'"])
  func `A stall that cannot be read is left out, and counted`(_ change: String) async throws {
    let (folder, _) = try await stored(
      [1.0, 2].map { .appStall(WatchedApp.entry(endedAt: $0, WatchedApp.stall(milliseconds: 200, frame: "f.py:\(Int($0)):f"))) })
    _ = try await folder.sqlite("UPDATE app_stalls SET \(change) WHERE id = 2")
    let reader = try folder.reader()
    #expect(try reader.appPlaces("shop", since: day.since, until: day.until, limit: 10).count == 1)
    #expect(reader.damagedRows.counts == ["app_stalls": 1])
  }

  @Test func `A merged interval that is damaged is begun anew, so that intervals can still be written`() async throws {
    let (folder, _) = try await stored(WatchedApp.entries(30...90))
    _ = try await folder.sqlite("UPDATE app_intervals_1h SET counts = 'none'")
    let store = try folder.open()
    try await store.write(WatchedApp.entries(120...120))
    try await store.close(at: now)
    #expect(try await folder.sqlite("SELECT count(*) FROM app_intervals_1h WHERE typeof(counts) = 'blob'") == "1")
  }

  @Test(arguments: ["v001", "v002", "v003", "v004", "v005", "v013"])
  func `A database of an older schema takes applications`(version: String) async throws {
    let folder = try StoreFolder()
    let script = try String(contentsOfFile: "\(Repository.root)/Tests/Fixtures/databases/\(version).sql", encoding: .utf8)
    _ = try await Tool.output("sqlite3", [folder.path], input: script)
    let before = try folder.reader().appIntervals("shop", since: day.since, until: day.until).count
    #expect(before == (version == "v013" ? 2 : 0))
    let store = try folder.open()
    try await store.write(WatchedApp.entries(120...180))
    try await store.close(at: now)
    #expect(try folder.reader().appIntervals("shop", since: day.since, until: day.until).count == before + 3)
    #expect(try await folder.sqlite("PRAGMA foreign_key_check; PRAGMA integrity_check") == "ok")
  }

  @Test func `Intervals of schema 13 are read and judged as they were, and go on in the same minutes and hours`() async throws {
    let folder = try StoreFolder()
    let script = try String(contentsOfFile: "\(Repository.root)/Tests/Fixtures/databases/v013.sql", encoding: .utf8)
    _ = try await Tool.output("sqlite3", [folder.path], input: script)
    var found: [[AppInterval]] = []
    // As a copy that is brought up to date, and as an agent brings it up to date.
    for bringsUpToDate in [false, true] {
      if bringsUpToDate { try await folder.open().close(at: now) }
      found.append(try folder.reader().appIntervals("shop", since: day.since, until: day.until))
    }
    #expect(found[0] == found[1])
    let old = try #require(found[1].first)
    #expect(old.queues.map(\.name) == ["jobs \"1\"", "mails"] && old.queues.first?.depth.mean == 4.0 / 3)
    #expect(old.host?.consumers == [CPUConsumer(name: "backup.service", seconds: 12.333333333333334)])
    #expect(old.busiest == nil && old.busyRatio == 0.25 && old.saturation == 0.25)
    #expect(RunEvidence(old).app?.activeSeconds == 30)
    let store = try folder.open()
    try await store.write([.appInterval(WatchedApp.interval(endedAt: 90), judgements: [])])
    try await store.close(at: now)
    let hours = try folder.reader().appIntervals("shop", since: day.since, until: day.until, tier: .hour)
    let all = try #require(hours.dropFirst().reduce(into: hours.first) { $0?.merge($1) })
    #expect(all.stalls.count == 3 && all.queues.map(\.name) == ["jobs \"1\"", "mails"])
    #expect(all.host?.consumers.map(\.name) == ["backup.service"])
    let sum = 2 * 12.333333333333334 + (WatchedApp.interval(endedAt: 90).host?.consumers.first?.seconds ?? 0)
    #expect(abs((all.host?.consumers.first?.seconds ?? 0) - sum) < 0.002)
    #expect(all.busiest?.max == WatchedApp.interval(endedAt: 90).busiest?.max)
  }

  @Test func `An interval takes five hundred bytes at the most, in each of the tables`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    // Ten applications for two hours: three queues, five neighbours, a stall every five minutes.
    for number in 1...240 {
      let intervals = (0..<10).map { app in
        WatchedApp.typical("service-\(app)", endedAt: Double(number) * 30 + Double(app), hasStall: (number + app) % 10 == 0)
      }
      try await store.write(intervals.map { .appInterval($0, judgements: []) })
    }
    try await store.close(at: now)
    for (table, most) in [("app_intervals", 500), ("app_intervals_1m", 500), ("app_intervals_1h", 700)] {
      // The pages of the table and of its indices, over its rows.
      let bytes = try await folder.sqlite(
        """
        SELECT sum(pgsize - unused) / (SELECT count(*) FROM \(table)) FROM dbstat WHERE name = '\(table)' OR name LIKE '\(table)_by%'
        """)
      #expect(Int(bytes) ?? .max <= most, "\(table): \(bytes)")
    }
    #expect(try await folder.sqlite("SELECT count(*) FROM app_words") == "8")
  }

  @Test func `Names that are not known any more are left out, and the rest is read`() async throws {
    let (folder, _) = try await stored(WatchedApp.entries(30...90))
    _ = try await folder.sqlite("DELETE FROM app_words WHERE word = 'mails' OR word = 'backup.service'")
    let reader = try folder.reader()
    let intervals = try reader.appIntervals("shop", since: day.since, until: day.until)
    #expect(intervals.count == 3 && reader.damagedRows.isEmpty)
    #expect(intervals.allSatisfy { $0.queues.map(\.name) == ["jobs \"1\""] && $0.host?.consumers == [] })
  }
}
