import CalcmonTesting
import Foundation
import Samples
import Storage
import Testing

/// Files that are not what they should be: refused with one line, and left as they are.
@Suite struct OpeningTests {
  private let now = Timestamp(milliseconds: 1_700_000_000_000)

  @Test func `A text file is no database`() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("notes.txt")
    let text = String(repeating: "These are my notes.\n", count: 20)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    expectRefused(path, .notADatabase(path: path))
    #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["notes.txt"])
  }

  @Test func `A database of another program stays untouched`() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("other.db")
    _ = try await Tool.output("sqlite3", [path, "CREATE TABLE mine (a); INSERT INTO mine VALUES (1)"])
    let before = FileManager.default.contents(atPath: path)
    expectRefused(path, .foreign(path: path))
    #expect(FileManager.default.contents(atPath: path) == before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["other.db"])
  }

  @Test func `A newer schema is refused, with both versions`() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("calcmon.db")
    try await HistoryStore(path: path, version: "test", pid: 1, at: now).close(at: now)
    _ = try await Tool.output("sqlite3", [path, "PRAGMA user_version = 99"])
    expectRefused(path, .newerSchema(path: path, found: 99, known: 16))
    #expect(try await Tool.output("sqlite3", [path, "PRAGMA user_version"]) == "99")
  }

  @Test func `Two agents on one database: the second is told the pid of the first`() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("calcmon.db")
    let first = try HistoryStore(path: path, version: "test", pid: 1, at: now)
    #expect(throws: StorageError.inUse(path: path, pid: "\(getpid())")) {
      try HistoryStore(path: path, version: "test", pid: 2, at: now)
    }
    try await first.close(at: now)
  }

  @Test(arguments: ["/nonexistent/folder/calcmon.db", "/"])
  func `A path that cannot be opened is named`(path: String) {
    do {
      _ = try HistoryStore(path: path, version: "test", pid: 1, at: now)
      Issue.record("it was opened")
    } catch {
      #expect(error.description.contains(path))
    }
  }

  @Test func `Reading never makes a file`() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("calcmon.db")
    #expect(throws: StorageError.missing(path: path)) { try HistoryReader(path: path) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == [])
  }

  @Test func `An empty file is an empty history`() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("calcmon.db")
    #expect(FileManager.default.createFile(atPath: path, contents: nil))
    let filter = HistoryFilter(since: now, until: now.advanced(bySeconds: 1))
    #expect(try HistoryReader(path: path).histories(filter).isEmpty)
  }

  @Test(
    arguments: [
      ("v001", "mixed", 136, 0), ("v002", "idle", 20, 0), ("v003", "mixed", 120, 8), ("v004", "mixed", 89, 1),
      ("v005", "mixed", 89, 1),
    ] as [(String, String, UInt64, Int)])
  func `Each schema that was released is kept and opens`(version: String, mix: String, ticks: UInt64, stalls: Int) async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("calcmon.db")
    let script = try String(contentsOfFile: "\(Repository.root)/Tests/Fixtures/databases/\(version).sql", encoding: .utf8)
    _ = try await Tool.output("sqlite3", [path], input: script)
    let filter = HistoryFilter(since: Timestamp(milliseconds: 0), until: now.advanced(bySeconds: 1e9))
    // Whoever only reads it leaves it as it is; the agent brings it up to date.
    for bringsUpToDate in [false, true] {
      if bringsUpToDate { try await HistoryStore(path: path, version: "test", pid: 1, at: now).close(at: now) }
      let histories = try HistoryReader(path: path).histories(filter)
      #expect(histories.map(\.identity.mix) == [mix])
      #expect(histories.first?.evidence.latency.count == ticks)
      #expect(histories.first?.stalls.count == stalls)
    }
  }

  @Test(arguments: ["v001", "v002", "v003"])
  func `Every sample of an older schema is there in the newest, and in its roll-ups`(version: String) async throws {
    let folder = try StoreFolder()
    let script = try String(contentsOfFile: "\(Repository.root)/Tests/Fixtures/databases/\(version).sql", encoding: .utf8)
    _ = try await Tool.output("sqlite3", [folder.path], input: script)
    let sums = """
      SELECT quantity, count(*), round(sum(round(value, 6)), 4), min(time), max(time) FROM samples GROUP BY 1 ORDER BY 1
      """
    let before = try await folder.sqlite(sums)
    try await folder.open().close(at: now)
    #expect(try await folder.sqlite(sums) == before)
    let counts = try await folder.sqlite("SELECT (SELECT count(*) FROM samples), (SELECT sum(count) FROM samples_1h)")
    #expect(counts.split(separator: "|").count == 2 && Set(counts.split(separator: "|")).count == 1)
    #expect(try await folder.sqlite("PRAGMA foreign_key_check; PRAGMA integrity_check; PRAGMA user_version") == "ok\n16")
  }

  @Test func `Transitions of schema 4 stay, and those of schema 5 are understood`() async throws {
    let (old, new) = (try StoreFolder(), try StoreFolder())
    for (folder, version) in [(old, "v004"), (new, "v005")] {
      let script = try String(contentsOfFile: "\(Repository.root)/Tests/Fixtures/databases/\(version).sql", encoding: .utf8)
      _ = try await Tool.output("sqlite3", [folder.path], input: script)
    }
    _ = try await old.sqlite(
      "INSERT INTO alert_transitions (time_ms, alertname, labels, state) VALUES (1, 'CalcmonQueueGrowing', '{}', 'firing')")
    try await old.open().close(at: now)
    #expect(
      try await old.sqlite("SELECT id, time_ms, alertname, state, alert_id FROM alert_transitions")
        == "1|1|CalcmonQueueGrowing|firing|")
    let reader = try new.reader()
    #expect(try reader.alerts().map(\.state) == [.firing])
    guard case .one(let episode) = try reader.alertEpisode(idPrefix: reader.alerts().first?.id ?? "") else {
      Issue.record("there is no episode")
      return
    }
    #expect(episode.transitions.map(\.to) == [.pending, .firing])
    #expect(episode.runs.map(\.id) == [1])
    #expect(try reader.silences(endingAfter: Timestamp(milliseconds: 0)).count == 1)
  }

  private func expectRefused(_ path: String, _ error: StorageError) {
    #expect(throws: error) { try HistoryStore(path: path, version: "test", pid: 1, at: now) }
    #expect(throws: error) { try HistoryReader(path: path) }
  }
}
