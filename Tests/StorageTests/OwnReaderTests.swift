import CalcmonTesting
import Foundation
import Runs
import Samples
import Storage
import Testing

/// A reader in the process of the store.
@Suite(.timeLimit(.minutes(2))) struct OwnReaderTests {
  private let now = StoreFolder.now

  private func filled(_ folder: StoreFolder, runs: Int = 3) async throws -> HistoryStore {
    let store = try folder.open()
    for number in 1...runs { try await store.write([.run(Records.completed(at: now.advanced(bySeconds: Double(number) * 10)))]) }
    return store
  }

  /// Whether another program that opens the database and closes it again takes its log for nobody's, and deletes it.
  private func losesItsLog(_ folder: StoreFolder) async throws -> Bool {
    #expect(try await folder.sqlite("SELECT count(*) FROM runs") == "3")
    return !FileManager.default.fileExists(atPath: folder.path + "-wal")
  }

  @Test func `It reads what the store has written, also later`() async throws {
    let folder = try StoreFolder()
    let store = try await filled(folder)
    let reader = try HistoryReader(of: store)
    #expect(try reader.runCount(StoreFolder.window(-60, 600)) == 3)
    try await store.write([.run(Records.completed(at: now.advanced(bySeconds: 100)))])
    #expect(try reader.runCount(StoreFolder.window(-60, 600)) == 4)
    try reader.close()
    #expect(throws: (any Error).self) { try reader.runCount(StoreFolder.window(-60, 600)) }
    try await store.close(at: now)
  }

  @Test func `The store's locks survive that it is opened and closed`() async throws {
    let folder = try StoreFolder()
    let store = try await filled(folder)
    for _ in 0..<3 {
      let reader = try HistoryReader(of: store)
      _ = try reader.mixes()
      try reader.close()
    }
    #expect(try await !losesItsLog(folder))
    try await store.close(at: now)
  }

  // Shows that the test above can tell: a reader for other processes looks at the file by itself.
  @Test func `A reader for other processes lets go of them`() async throws {
    let folder = try StoreFolder()
    let store = try await filled(folder)
    try HistoryReader(path: folder.path).close()
    #expect(try await losesItsLog(folder))
    store.abandon()
  }

  @Test func `A transaction of this process keeps others out while a reader comes and goes`() async throws {
    let folder = try StoreFolder()
    let store = try await filled(folder)
    let writer = try PlainDatabase(folder.path)
    try writer.rows("BEGIN IMMEDIATE; DELETE FROM verdicts")
    for _ in 0..<3 {
      let reader = try HistoryReader(of: store)
      #expect(try reader.runCount(StoreFolder.window(-60, 600)) == 3)
      try reader.close()
      let shell = try await Tool.run("sqlite3", [folder.path, "BEGIN IMMEDIATE"])
      #expect(shell.status != 0)
      #expect(shell.errors.contains("database is locked"))
    }
    try writer.rows("COMMIT")
    #expect(try await Tool.run("sqlite3", [folder.path, "BEGIN IMMEDIATE"]).status == 0)
    writer.close()
    try await store.close(at: now)
  }

  @Test func `The log is copied while it is open, but not while it reads`() async throws {
    let folder = try StoreFolder()
    let store = try await filled(folder)
    let reader = try HistoryReader(of: store)
    let other = try PlainDatabase(folder.path)
    var during: [[String]] = []
    try reader.forEachRun(StoreFolder.window(-60, 600)) { _ in
      if during.isEmpty { during = try other.rows("PRAGMA wal_checkpoint(TRUNCATE)") }
    }
    #expect(during.first?.first == "1")
    #expect(try other.rows("PRAGMA wal_checkpoint(TRUNCATE)") == [["0", "0", "0"]])
    #expect(store.walBytes() == 0)
    other.close()
    try reader.close()
    try await store.close(at: now)
  }

  @Test func `It does not read what is at the path instead of the store's database`() async throws {
    let folder = try StoreFolder()
    let store = try await filled(folder)
    try FileManager.default.removeItem(atPath: folder.path)
    let moved = StorageError.cannotOpen(path: folder.path, reason: "another file, or none, is there by now", .moved)
    #expect(throws: moved) { try HistoryReader(of: store) }
    try "something else".write(toFile: folder.path, atomically: true, encoding: .utf8)
    #expect(throws: moved) { try HistoryReader(of: store) }
    store.abandon()
  }

  // MARK: Limits of time

  @Test func `What is read when the time is over is interrupted amid a transaction`() async throws {
    let folder = try StoreFolder()
    let store = try await filled(folder, runs: 150)
    let reader = try HistoryReader(of: store)
    let window = StoreFolder.window(-60, 6000)
    let limit = Duration.milliseconds(500)
    var seen = 0
    #expect(throws: StorageError.tooSlow(path: folder.path, limit: limit)) {
      try reader.within(limit) { reader in
        let end = ContinuousClock.now + limit
        try reader.forEachSample(window) { _ in
          seen += 1
          while ContinuousClock.now < end {}
        }
      }
    }
    // All runs are read in one transaction: only SQLite itself could end it.
    var all = 0
    try reader.forEachSample(window) { _ in all += 1 }
    #expect(seen > 0 && seen < all)
    try reader.close()
    try await store.close(at: now)
  }

  @Test func `All that is read in a limit counts together, and the reader itself has none`() async throws {
    let folder = try StoreFolder()
    let store = try await filled(folder)
    let reader = try HistoryReader(of: store)
    let limit = Duration.milliseconds(5)
    #expect(throws: StorageError.tooSlow(path: folder.path, limit: limit)) {
      try reader.within(limit) { reader in while true { _ = try reader.mixes() } }
    }
    #expect(try reader.mixes() == ["mixed"])
    #expect(try reader.within(.seconds(60)) { try $0.mixes() } == ["mixed"])
    let text = "\(StorageError.tooSlow(path: "calcmon.db", limit: .seconds(5)))"
    #expect(text == "reading the database calcmon.db took longer than 5 s; ask for less of it: a shorter window, or one mix")
    try reader.close()
    try await store.close(at: now)
  }
}
