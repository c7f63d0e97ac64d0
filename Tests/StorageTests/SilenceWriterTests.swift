import Alerting
import CalcmonTesting
import Foundation
import Samples
import Storage
import Testing

/// Silences from beside the agent.
@Suite(.timeLimit(.minutes(2))) struct SilenceWriterTests {
  private let now = StoreFolder.now

  private func silence(_ matcher: [String: String] = ["mix": "mixed"], from: Double = 0, to: Double = 3600) -> Silence {
    Silence(
      matcher: AlertMatcher(matcher), startsAt: now.advanced(bySeconds: from), endsAt: now.advanced(bySeconds: to),
      comment: "deploying \"it\"", createdBy: "bj\u{f6}rn")
  }

  @Test func `A silence that is written beside the agent is what the agent then reads`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    #expect(try await store.silences(at: now) == [])
    try SilenceWriter.add(silence(), path: folder.path)
    let second = try SilenceWriter.add(silence(["alertname": "CalcmonQueueGrowing"], from: 100), path: folder.path)
    #expect(try await store.silences(at: now) == [silence()])
    #expect(try await store.silences(at: now.advanced(bySeconds: 100)).count == 2)
    #expect(try await store.silences(at: now.advanced(bySeconds: 3600)) == [])
    let reader = try folder.reader()
    #expect(try reader.silences(at: now).map(\.silence) == [silence()])
    #expect(try reader.silences(endingAfter: now).map(\.id) == [1, second])
    // And the agent goes on writing.
    try await store.write([.run(Records.completed())])
    try await store.close(at: now)
    #expect(
      try await folder.sqlite("SELECT count(*) FROM silences; SELECT count(*) FROM runs; PRAGMA integrity_check") == "2\n1\nok")
  }

  @Test func `The agent's log is neither copied nor begun anew`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    try await store.write([.run(Records.completed())])
    let (database, log) = (try contents(folder.path), try contents(folder.path + "-wal"))
    #expect(log.count > 0)
    try SilenceWriter.add(silence(), path: folder.path)
    #expect(try contents(folder.path) == database)
    let after = try contents(folder.path + "-wal")
    #expect(after.count > log.count && after.starts(with: log))
    try await store.close(at: now)
  }

  @Test func `A silence is ended once, also one that has not begun`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    let ids = try [silence(), silence(from: 1000)].map { try SilenceWriter.add($0, path: folder.path) }
    for id in ids {
      #expect(try SilenceWriter.expire(id, at: now.advanced(bySeconds: 10), path: folder.path))
      #expect(try !SilenceWriter.expire(id, at: now.advanced(bySeconds: 20), path: folder.path))
    }
    #expect(try !SilenceWriter.expire(99, at: now, path: folder.path))
    #expect(
      try await store.silences(at: now.advanced(bySeconds: 9)) == [
        Silence(
          matcher: silence().matcher, startsAt: now, endsAt: now.advanced(bySeconds: 10), comment: silence().comment,
          createdBy: silence().createdBy)
      ])
    for seconds in [10.0, 1500] { #expect(try await store.silences(at: now.advanced(bySeconds: seconds)) == []) }
    try await store.close(at: now)
  }

  @Test func `Without an agent it is written as well, and the next agent finds it`() async throws {
    let folder = try StoreFolder()
    try await folder.open().close(at: now)
    try SilenceWriter.add(silence(), path: folder.path)
    let store = try folder.open()
    #expect(store.opening == StorageOpening(start: .clean, lostSeconds: 0, setAside: nil))
    #expect(try await store.silences(at: now) == [silence()])
    try await store.close(at: now)
  }

  @Test func `While somebody else writes the agent leaves its log alone, and copies it another time`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    for number in 0..<200 where store.walBytes() <= 4 << 20 {
      try await store.write((0..<10).map { .run(Records.completed(at: now.advanced(bySeconds: Double(number * 10 + $0) * 10))) })
    }
    #expect(store.walBytes() > 4 << 20)
    let database = try contents(folder.path)
    let other = try OtherWriter(lock: folder.path + ".lock")
    try await store.checkpointIfLarge()
    #expect(try contents(folder.path) == database)
    other.end()
    try await store.checkpointIfLarge()
    #expect(try contents(folder.path) != database)
    try await store.close(at: now)
  }

  @Test func `A silence waits for whoever else writes`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    let other = try OtherWriter(lock: folder.path + ".lock")
    let (path, silence) = (folder.path, silence())
    let adding = Task.detached { try SilenceWriter.add(silence, path: path) }
    #expect(try await store.silences(at: now) == [])
    other.end()
    #expect(try await adding.value == 1)
    #expect(try await store.silences(at: now) == [silence])
    try await store.close(at: now)
  }

  /// Holds what one who writes beside the agent holds.
  private struct OtherWriter {
    private let descriptor: Int32

    init(lock path: String) throws {
      descriptor = open(path, O_RDWR | O_CLOEXEC)
      var range = flock()
      (range.l_type, range.l_whence, range.l_len) = (Int16(F_WRLCK), Int16(SEEK_SET), 1)
      // F_OFD_SETLK
      try #require(fcntl(descriptor, 37, &range) == 0)
    }

    func end() { close(descriptor) }
  }

  @Test func `Rows that nobody can understand are left out`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    let end = now.milliseconds + 3_600_000
    _ = try await folder.sqlite(
      """
      INSERT INTO silences (matcher, starts_ms, ends_ms, comment, created_by) VALUES ('nonsense', 0, \(end), '', ''),
        ('{"a":1}', 0, \(end), '', ''), (x'ff00', 0, \(end), '', ''), ('{}', 'soon', \(end), '', ''), ('{}', 0, 'never', '', ''),
        ('{}', 0, \(end), x'ff', ''), ('{}', 0, 1e300, '', '')
      """)
    try SilenceWriter.add(silence(), path: folder.path)
    #expect(try await store.silences(at: now) == [silence()])
    try await store.close(at: now)
  }

  @Test func `What is not a database of this calcmon is refused, and left as it is`() async throws {
    let folder = try StoreFolder()
    expectRefused(folder.path, .missing(path: folder.path))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.directory.path) == [])
    #expect(FileManager.default.createFile(atPath: folder.path, contents: nil))
    expectRefused(folder.path, .missing(path: folder.path))
    let text = folder.directory.file("notes.txt")
    try String(repeating: "These are my notes.\n", count: 20).write(toFile: text, atomically: true, encoding: .utf8)
    expectRefused(text, .notADatabase(path: text))
    let other = folder.directory.file("other.db")
    _ = try await Tool.output("sqlite3", [other, "CREATE TABLE mine (a)"])
    expectRefused(other, .foreign(path: other))
    let old = folder.directory.file("old.db")
    let script = try String(contentsOfFile: "\(Repository.root)/Tests/Fixtures/databases/v004.sql", encoding: .utf8)
    _ = try await Tool.output("sqlite3", [old], input: script)
    let before = try contents(old)
    expectRefused(old, .olderSchema(path: old, found: 4, known: 16))
    #expect(try contents(old) == before)
    _ = try await Tool.output("sqlite3", [old, "PRAGMA user_version = 99"])
    expectRefused(old, .newerSchema(path: old, found: 99, known: 16))
  }

  private func expectRefused(_ path: String, _ error: StorageError) {
    #expect(throws: error) { try SilenceWriter.add(silence(), path: path) }
    #expect(throws: error) { try SilenceWriter.expire(1, at: now, path: path) }
  }

  private func contents(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }
}
