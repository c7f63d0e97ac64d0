import CalcmonTesting
import FaultyVFS
import Foundation
import Testing

/// What the copies of a simulated power failure are made of.
@Suite(.timeLimit(.minutes(2))) struct PowerJournalTests {
  @Test func `The same seed leaves the same, and seeds differ`() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("a.db")
    let journal = try PowerJournal(path: path)
    let database = try PlainDatabase(path)
    try database.rows("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE t (a)")
    for _ in 1...5 { try database.rows("INSERT INTO t VALUES (zeroblob(3000))") }
    var logs: [Data?] = []
    for seed in 0..<UInt32(50) {
      for copy in ["x", "y"] { try journal.lose(into: directory.file(copy), seed: seed) }
      for suffix in ["", "-wal", "-journal"] {
        #expect(contents(directory, "x" + suffix) == contents(directory, "y" + suffix))
      }
      logs.append(contents(directory, "x-wal"))
    }
    #expect(Set(logs).count > 10)
    // Sometimes all of it, sometimes the header alone, which is synced by itself.
    #expect(logs.contains(FileManager.default.contents(atPath: path + "-wal")))
    #expect(logs.contains { $0?.count == 32 })
  }

  @Test func `What was synced is always there`() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("a.db")
    let journal = try PowerJournal(path: path)
    let database = try PlainDatabase(path)
    try database.rows("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (a); INSERT INTO t VALUES (1)")
    for seed in 0..<UInt32(50) {
      try journal.lose(into: directory.file("x"), seed: seed)
      for suffix in ["", "-wal"] {
        #expect(contents(directory, "x" + suffix) == FileManager.default.contents(atPath: path + suffix))
      }
      #expect(contents(directory, "x-shm") == nil)
    }
  }

  @Test func `What was there before counts as synced, and what was deleted is gone`() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("a.db")
    try FaultError.check(faulty_vfs_install())
    let before = try PlainDatabase(path)
    try before.rows("PRAGMA journal_mode = WAL; CREATE TABLE t (a)")
    before.close()
    let journal = try PowerJournal(path: path)
    let database = try PlainDatabase(path)
    try database.rows("INSERT INTO t VALUES (1)")
    database.close()
    for seed in 0..<UInt32(50) {
      try journal.lose(into: directory.file("x"), seed: seed)
      #expect(contents(directory, "x") == FileManager.default.contents(atPath: path))
      #expect(contents(directory, "x-wal") == nil)
    }
  }

  @Test func `A sector is there, or not, or its beginning is`() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("a.db")
    let journal = try PowerJournal(path: path)
    let database = try PlainDatabase(path)
    try database.rows("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; CREATE TABLE t (a)")
    try database.rows("INSERT INTO t VALUES (randomblob(4000))")
    let written = try #require(FileManager.default.contents(atPath: path + "-wal"))
    var whole = 0, missing = 0, torn = 0
    for seed in 0..<UInt32(200) {
      try journal.lose(into: directory.file("x"), seed: seed)
      guard let left = contents(directory, "x-wal") else { continue }
      for start in stride(from: 0, to: left.count - 511, by: 512) {
        let (found, truth) = (left[start..<start + 512], written[start..<start + 512])
        if found == truth { whole += 1 } else if found.allSatisfy({ $0 == 0 }) { missing += 1 } else { torn += 1 }
        #expect(zip(found, truth).allSatisfy { $0 == $1 || $0 == 0 })
      }
    }
    #expect(whole > 0 && missing > 0 && torn > 0)
  }

  @Test func `Without a journal there is nothing to lose`() {
    #expect(faulty_vfs_power_loss("/nowhere/a.db", "/nowhere/b.db", 1) == SQLITE_MISUSE)
  }

  private func contents(_ directory: TemporaryDirectory, _ name: String) -> Data? {
    FileManager.default.contents(atPath: directory.file(name))
  }
}
