import CalcmonTesting
import Foundation
import Samples
import Storage
import Testing

/// Reading over the connections that a store keeps.
@Suite(.timeLimit(.minutes(2))) struct KeptReaderTests {
  private let now = StoreFolder.now
  private let window = StoreFolder.window(-60, 600)

  private func filled(_ folder: StoreFolder) async throws -> HistoryStore {
    let store = try folder.open()
    for number in 1...3 {
      try await store.write([.run(Records.completed(at: now.advanced(bySeconds: Double(number) * 10)))])
    }
    return store
  }

  /// How many connections this process has: each has the log open. SQLite keeps descriptors of the database itself as long as one holds a lock.
  private func connections(_ folder: StoreFolder) throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").filter {
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")) == folder.path + "-wal"
    }.count
  }

  @Test func `One connection serves many readings, each of which sees what was written before`() async throws {
    let folder = try StoreFolder()
    let store = try await filled(folder)
    let alone = try connections(folder)
    for count in 3...6 {
      #expect(try store.read { try $0.runCount(window) } == count)
      #expect(try connections(folder) == alone + 1)
      try await store.write([.run(Records.completed(at: now.advanced(bySeconds: Double(count) * 10 + 10)))])
    }
    try await store.close(at: now)
    #expect(try connections(folder) == 0)
  }

  @Test func `Of readings at the same time two connections are kept`() async throws {
    let folder = try StoreFolder()
    let store = try await filled(folder)
    let alone = try connections(folder)
    let inside = try store.read { first in
      _ = try first.mixes()
      return try store.read { second in
        _ = try second.mixes()
        return try store.read { third in
          _ = try third.mixes()
          return try connections(folder)
        }
      }
    }
    #expect(inside == alone + 3)
    #expect(try connections(folder) == alone + 2)
    store.abandon()
    #expect(try connections(folder) == 0)
  }

  @Test func `A kept connection does not hold up the copying of the log`() async throws {
    let folder = try StoreFolder()
    let store = try await filled(folder)
    _ = try store.read { try $0.runCount(window) }
    let other = try PlainDatabase(folder.path)
    #expect(try other.rows("PRAGMA wal_checkpoint(TRUNCATE)") == [["0", "0", "0"]])
    #expect(try store.read { try $0.runCount(window) } == 3)
    other.close()
    try await store.close(at: now)
    #expect(!FileManager.default.fileExists(atPath: folder.path + "-wal"))
  }

  @Test func `Of a file that is not there any more nothing is read, and no connection kept`() async throws {
    let folder = try StoreFolder()
    let store = try await filled(folder)
    let alone = try connections(folder)
    _ = try store.read { try $0.runCount(window) }
    try FileManager.default.moveItem(atPath: folder.path, toPath: folder.path + ".away")
    #expect(throws: StorageError.cannotOpen(path: folder.path, reason: "another file, or none, is there by now", .moved)) {
      try store.read { try $0.runCount(window) }
    }
    try FileManager.default.moveItem(atPath: folder.path + ".away", toPath: folder.path)
    #expect(try store.read { try $0.runCount(window) } == 3)
    #expect(try connections(folder) == alone)
    store.abandon()
  }

  @Test func `A reader tells of a failure that its caller has passed over, and is not kept`() async throws {
    let folder = try StoreFolder()
    let store = try await filled(folder)
    let alone = try connections(folder)
    let (before, after) = try store.read { reader in
      _ = try reader.run(1)
      let before = reader.failure
      _ = try folder.rows("DROP VIEW stall_causes; DROP TABLE stalls")
      _ = try? reader.run(2)
      return (before, reader.failure)
    }
    #expect(before == nil)
    #expect(after != nil)
    #expect(try connections(folder) == alone)
    try await store.close(at: now)
  }
}
