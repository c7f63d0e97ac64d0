import Alerting
import CalcmonTesting
import Samples
import Storage
import Testing

/// Values that are not what their columns say: somebody has changed them by hand, or the file is damaged.
@Suite struct DamagedRowTests {
  private let now = StoreFolder.now
  private let window = StoreFolder.window(-600, 6000)

  private func damaged(_ statements: String...) async throws -> StoreFolder {
    let folder = try StoreFolder()
    let store = try folder.open()
    for number in 1...3 {
      try await store.write([.run(Records.completed(at: now.advanced(bySeconds: Double(number) * 10)))])
    }
    try await store.close(at: now)
    for statement in statements { _ = try await folder.sqlite(statement) }
    return folder
  }

  @Test(arguments: [
    ("items_ok = 'many'", "items_ok"), ("started_ms = 'noon'", "started_ms"), ("ended_ms = 9e18", "ended_ms"),
    ("duration_seconds = x'00'", "duration_seconds"), ("started_ms = 1 << 62", "started_ms"),
  ])
  func `A run that cannot be read is an error that names table, column and row`(_ change: String, _ column: String) async throws {
    let folder = try await damaged("UPDATE runs SET \(change) WHERE id = 2")
    #expect(throws: DamagedValue(table: "runs", column: column, row: 2)) { try folder.reader().run(2) }
    #expect(try folder.reader().run(1) != nil)
  }

  @Test(arguments: [
    ("trends SET score = 'steep' WHERE run_id = 3 AND quantity = 'memory_bytes'", "trends", "score"),
    ("runs SET strategy = '' WHERE id = 3", "runs", "strategy"), ("runs SET cores = 0 WHERE id = 3", "runs", "cores"),
    ("runs SET duration_seconds = NULL WHERE id = 3", "runs", "duration_seconds"),
    ("runs SET cpu_user_seconds = 1e308 WHERE id = 3", "runs", "cpu_user_seconds"),
    ("runs SET queue_peak = -1 WHERE id = 3", "runs", "queue_peak"),
    ("runs SET disk_bytes = -1 WHERE id = 3", "runs", "disk_bytes"),
    ("runs SET disk_consumers = '[' WHERE id = 3", "runs", "disk_consumers"),
    ("runs SET hidden_disk_consumers = 'shy' WHERE id = 3", "runs", "hidden_disk_consumers"),
    ("runs SET agent_seconds = 'many' WHERE id = 3", "runs", "agent_seconds"),
    ("runs SET late_intervals = '{' WHERE id = 3", "runs", "late_intervals"),
    ("runs SET late_intervals = x'00' WHERE id = 3", "runs", "late_intervals"),
    (
      #"runs SET late_intervals = '{"limit":1e300,"stall_limit":1,"count":1,"host_seconds":0,"seconds":{}}' WHERE id = 3"#,
      "runs",
      "late_intervals"
    ),
    (
      #"runs SET late_intervals = '{"limit":0,"stall_limit":1,"count":-1,"host_seconds":0,"seconds":{}}' WHERE id = 3"#, "runs",
      "late_intervals"
    ),
    (
      #"runs SET late_intervals = '{"limit":0,"stall_limit":1,"count":1,"host_seconds":0,"seconds":{"gc":-1}}' WHERE id = 3"#,
      "runs", "late_intervals"
    ),
    ("runs SET started_ms = 'noon' WHERE id = 3", "runs", "started_ms"),
  ])
  func `A run that cannot be read is left out of what runs have shown, and counted`(
    _ change: String, _ table: String, _ column: String
  ) async throws {
    let folder = try await damaged("UPDATE \(change)")
    let reader = try folder.reader()
    #expect(try reader.histories(window).map(\.figures.count) == [2])
    var found: [Int64] = []
    try reader.forEachRunEvidence(window) { found.append($0.runID) }
    #expect(found == [1, 2])
    #expect(reader.damagedRows.counts == [table: 1])
    #expect(reader.damagedRows.first == DamagedValue(table: table, column: column, row: 3))
  }

  @Test(arguments: ["'noon'", "x'00'", "9e18", "-1", "1700000000000.5"])
  func `A run whose end is no instant is in no window, and every window tells of it`(_ end: String) async throws {
    let folder = try await damaged("UPDATE runs SET ended_ms = \(end) WHERE id = 2")
    let reader = try folder.reader()
    #expect(try reader.histories(window).map(\.figures.count) == [2])
    #expect(reader.damagedRows.first == DamagedValue(table: "runs", column: "ended_ms", row: 2))
    let runs = try folder.reader()
    var found: [Int64] = []
    try runs.forEachRun(window) { found.append($0.id) }
    #expect(found == [1, 3])
    #expect(runs.damagedRows.count == 1)
  }

  @Test func `What belongs to no run is counted, and so is the run that lacks it`() async throws {
    let folder = try await damaged("UPDATE trends SET run_id = 'none' WHERE run_id = 2")
    let reader = try folder.reader()
    #expect(try reader.histories(window).map(\.figures.count) == [2])
    #expect(reader.damagedRows.counts["trends"] == 2)
  }

  @Test func `A row is counted once, however often it is met`() async throws {
    let folder = try await damaged("UPDATE runs SET items_ok = 'many' WHERE id > 1")
    let reader = try folder.reader()
    for _ in 0..<3 { #expect(try reader.newestRuns(window, limit: 10).map(\.id) == [1]) }
    #expect(
      reader.damagedRows.text
        == "2 rows of the history cannot be read and were left out: column items_ok of runs, row 3, and 1 more (runs 2)")
  }

  @Test func `A histogram that cannot be understood is counted, and not taken for none`() async throws {
    let folder = try await damaged("UPDATE histograms SET counts = x'ff' WHERE run_id = 1")
    let reader = try folder.reader()
    #expect(try reader.loopLatency(ofRun: 1) == nil)
    #expect(reader.damagedRows.first == DamagedValue(table: "histograms", column: "counts", row: 1))
  }

  @Test func `Neither is a stack`() async throws {
    let folder = try await damaged(
      """
      INSERT INTO stalls VALUES (1, 1, \(now.milliseconds), 0.2, 0.2, 0, 0, 0, 0, 0, 0, NULL, NULL, 'not JSON', NULL, 0, 0)
      """)
    let reader = try folder.reader()
    #expect(try reader.stalls(ofRun: 1).isEmpty)
    #expect(reader.damagedRows.first == DamagedValue(table: "stalls", column: "stack", row: 1))
  }

  @Test(arguments: ["seconds = 1e300", "started_ms = 253402300799999"])
  func `A stall whose end no clock reaches ends no process`(_ change: String) async throws {
    let folder = try await damaged(
      "INSERT INTO stalls VALUES (1, 1, \(now.milliseconds), 0.2, 0.2, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL, 0, 0)",
      "UPDATE stalls SET \(change)")
    let reader = try folder.reader()
    #expect(try reader.stalls(ofRun: 1).isEmpty)
    #expect(reader.damagedRows.counts == ["stalls": 1])
  }

  @Test func `Roll-ups of impossible counts are left out`() async throws {
    let folder = try await damaged("UPDATE samples_1m SET count = 9223372036854775807")
    let reader = try folder.reader()
    try reader.forEachRollup(window, every: .minute) { Issue.record("\($0)") }
    #expect(reader.damagedRows.counts["samples_1m"] != nil)
  }

  @Test func `A merged histogram that is damaged is begun anew, so that runs can still be written`() async throws {
    let folder = try await damaged("UPDATE latency_1h SET counts = 'none'")
    let store = try folder.open()
    try await store.write([.run(Records.completed(at: now.advanced(bySeconds: 40)))])
    try await store.close(at: now)
    #expect(try folder.rows("SELECT count(*) FROM latency_1h WHERE typeof(counts) = 'blob'") != "0")
  }

  @Test func `Alerts whose labels are damaged are left out, and the agent hears of them`() async throws {
    let folder = try await damaged(
      """
      INSERT INTO alerts VALUES ('00', 'ab', 'CalcmonEventLoopLatencyHigh', 'mixed', NULL, NULL, 'no JSON', '{}', 'firing', 1, \
      \(now.milliseconds), NULL, NULL, NULL, NULL, 0, NULL)
      """)
    let damage = DamagedValue(table: "alerts", column: "labels", row: nil)
    let reader = try folder.reader()
    #expect(try reader.alerts().isEmpty)
    #expect(reader.damagedRows.first == damage)
    let damages = DamageTally()
    let store = try HistoryStore(path: folder.path, version: "test", pid: 1, at: now, damages: damages)
    #expect(try await store.alertMemory().alerts.isEmpty)
    let (heard, hears) = AsyncStream<DamagedValue>.makeStream()
    damages.observe { hears.yield($0) }
    hears.finish()
    #expect(await heard.reduce(into: []) { $0.append($1) } == [damage])
    try await store.close(at: now)
  }

  @Test func `An error says where the value is, and not what it is`() {
    let damage = DamagedValue(table: "runs", column: "items_ok", row: 7)
    #expect("\(damage)" == "the database holds a value that cannot be read: column items_ok of runs, row 7")
  }
}
