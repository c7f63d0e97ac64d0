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

  @Test func `What runs have shown is not read past a damaged value`() async throws {
    let folder = try await damaged("UPDATE trends SET score = 'steep' WHERE run_id = 3 AND quantity = 'memory_bytes'")
    let damage = DamagedValue(table: "runs", column: "memory_score", row: 3)
    #expect(throws: damage) { try folder.reader().histories(window) }
    #expect(throws: damage) { try folder.reader().forEachRunEvidence(window) { _ in } }
  }

  @Test func `A histogram that cannot be understood is not taken for none`() async throws {
    let folder = try await damaged("UPDATE histograms SET counts = x'ff' WHERE run_id = 1")
    #expect(throws: DamagedValue(table: "histograms", column: "counts", row: 1)) { try folder.reader().loopLatency(ofRun: 1) }
  }

  @Test func `Neither is a stack`() async throws {
    let folder = try await damaged(
      """
      INSERT INTO stalls VALUES (1, 1, \(now.milliseconds), 0.2, 0.2, 0, 0, 0, 0, 0, 0, NULL, NULL, 'not JSON', NULL)
      """)
    #expect(throws: DamagedValue(table: "stalls", column: "stack", row: 1)) { try folder.reader().stalls(ofRun: 1) }
  }

  @Test(arguments: ["seconds = 1e300", "started_ms = 253402300799999"])
  func `A stall whose end no clock reaches ends no process`(_ change: String) async throws {
    let folder = try await damaged(
      "INSERT INTO stalls VALUES (1, 1, \(now.milliseconds), 0.2, 0.2, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL)",
      "UPDATE stalls SET \(change)")
    #expect(throws: DamagedValue.self) { try folder.reader().stalls(ofRun: 1) }
  }

  @Test func `Roll-ups of impossible counts are errors`() async throws {
    let folder = try await damaged("UPDATE samples_1m SET count = 9223372036854775807")
    #expect(throws: DamagedValue(table: "samples_1m", column: "count", row: nil)) {
      try folder.reader().forEachRollup(window, every: .minute) { _ in }
    }
  }

  @Test func `A merged histogram that is damaged is begun anew, so that runs can still be written`() async throws {
    let folder = try await damaged("UPDATE latency_1h SET counts = 'none'")
    let store = try folder.open()
    try await store.write([.run(Records.completed(at: now.advanced(bySeconds: 40)))])
    try await store.close(at: now)
    #expect(try folder.rows("SELECT count(*) FROM latency_1h WHERE typeof(counts) = 'blob'") != "0")
  }

  @Test func `Alerts whose labels are damaged are errors to readers, and left out by an agent, which hears of them`() async throws
  {
    let folder = try await damaged(
      """
      INSERT INTO alerts VALUES ('00', 'ab', 'CalcmonEventLoopLatencyHigh', 'mixed', NULL, NULL, 'no JSON', '{}', 'firing', 1, \
      \(now.milliseconds), NULL, NULL, NULL, NULL, 0)
      """)
    let damage = DamagedValue(table: "alerts", column: "labels", row: nil)
    #expect(throws: damage) { try folder.reader().alerts() }
    let store = try folder.open()
    let (heard, hears) = AsyncStream<DamagedValue>.makeStream()
    #expect(try await store.alertMemory { hears.yield($0) }.alerts.isEmpty)
    hears.finish()
    #expect(await heard.reduce(into: []) { $0.append($1) } == [damage])
    try await store.close(at: now)
  }

  @Test func `An error says where the value is, and not what it is`() {
    let damage = DamagedValue(table: "runs", column: "items_ok", row: 7)
    #expect("\(damage)" == "the database holds a value that cannot be read: column items_ok of runs, row 7")
  }
}
