import CalcmonTesting
import Foundation
import Samples
import Storage
import Testing

/// What a store says of how it was found.
@Suite(.timeLimit(.minutes(2))) struct RecoveryTests {
  private let now = StoreFolder.now

  @Test func `A new database, one that was closed, and one that was not`() async throws {
    let folder = try StoreFolder()
    let first = try folder.open()
    #expect(first.opening == StorageOpening(start: .new, lostSeconds: 0, setAside: nil))
    try await first.write([.run(Records.completed())])
    try await first.close(at: now)
    let second = try folder.open()
    #expect(second.opening == StorageOpening(start: .clean, lostSeconds: 0, setAside: nil, lastRunID: 1))
    try await second.write([.run(Records.completed(at: now.advanced(bySeconds: 10)))])
    second.abandon()
    let third = try folder.open()
    #expect(third.opening == StorageOpening(start: .unclean, lostSeconds: 0, setAside: nil, lastRunID: 2))
    #expect(try await third.isSound())
    #expect(try await folder.sqlite("SELECT clean_start, lost_seconds FROM agents ORDER BY id") == "|0.0\n1|0.0\n0|0.0")
    try await third.close(at: now)
  }

  // The file as it was after the first of three batches, which lie a minute apart: what a deleted log leaves.
  @Test func `Batches that were acknowledged and are gone are noticed`() async throws {
    let folder = try StoreFolder()
    let first = try folder.open()
    try await first.write([.run(Records.completed(at: now))])
    try await first.close(at: now)
    let old = try #require(FileManager.default.contents(atPath: folder.path))
    let second = try folder.open()
    for minute in 1...2 { try await second.write([.run(Records.completed(at: now.advanced(bySeconds: Double(minute) * 60)))]) }
    try await second.close(at: now)
    try old.write(to: URL(fileURLWithPath: folder.path))
    let third = try folder.open()
    #expect(third.opening == StorageOpening(start: .unclean, lostSeconds: 120, setAside: nil, lastRunID: 1))
    try await third.write([.run(Records.completed(at: now.advanced(bySeconds: 200)))])
    try await third.close(at: now)
    // Said once.
    let fourth = try folder.open()
    #expect(fourth.opening == StorageOpening(start: .clean, lostSeconds: 0, setAside: nil, lastRunID: 2))
    try await fourth.close(at: now)
  }

  // From the begin of the first run to the end of the last.
  @Test func `A database that is gone is noticed`() async throws {
    let folder = try StoreFolder()
    let first = try folder.open()
    for minute in 0...2 { try await first.write([.run(Records.completed(at: now.advanced(bySeconds: Double(minute) * 60)))]) }
    #expect(!first.isMoved())
    try FileManager.default.removeItem(atPath: folder.path)
    #expect(first.isMoved())
    first.abandon()
    let second = try folder.open()
    #expect(second.opening == StorageOpening(start: .unclean, lostSeconds: 122.2, setAside: nil))
    try await second.close(at: now)
  }

  @Test(arguments: ["garbage behind the header", "garbage", "half", "empty", "text"])
  func `A damaged database is set aside, and a new one begun`(damage: String) async throws {
    let folder = try StoreFolder()
    let first = try folder.open()
    try await first.write([.run(Records.completed()), .run(Records.completed(at: now.advanced(bySeconds: 60)))])
    try await first.close(at: now)
    let whole = try #require(FileManager.default.contents(atPath: folder.path))
    let damaged: Data =
      switch damage {
      case "garbage behind the header": whole.prefix(100) + Data((100..<whole.count).map { UInt8(truncatingIfNeeded: $0 &* 131) })
      case "garbage": Data((0..<whole.count).map { UInt8(truncatingIfNeeded: $0 &* 131) })
      case "half": whole.prefix(whole.count / 2)
      case "empty": Data()
      default: Data(String(repeating: "These are my notes.\n", count: 20).utf8)
      }
    // In place: the same file, as a device would damage it.
    let handle = try #require(FileHandle(forWritingAtPath: folder.path))
    try handle.truncate(atOffset: 0)
    try handle.write(contentsOf: damaged)
    try handle.close()
    var second = try folder.open(at: now.advanced(bySeconds: 100))
    // Half a file opens: its first pages are whole. The look into it that follows an unclean start finds it.
    if second.opening.setAside == nil {
      #expect(try await !second.isSound())
      second.abandon()
      second = try HistoryStore(
        path: folder.path, version: "test", pid: 1, at: now.advanced(bySeconds: 100), settingAside: true)
    }
    let name = try #require(second.opening.setAside)
    #expect(name == "\(folder.path).corrupt-20231114T221500Z")
    #expect(FileManager.default.contents(atPath: name) == damaged)
    #expect(second.opening.start == .unclean)
    #expect(second.opening.lostSeconds == 62.2)
    try await second.write([.run(Records.completed())])
    #expect(try await folder.sqlite("SELECT count(*) FROM runs; PRAGMA integrity_check") == "1\nok")
    try await second.close(at: now)
  }

  @Test func `What was never calcmon's is refused, also beside the mark of another file`() async throws {
    let folder = try StoreFolder()
    try await folder.open().close(at: now)
    try FileManager.default.removeItem(atPath: folder.path)
    let text = String(repeating: "These are my notes.\n", count: 20)
    try text.write(toFile: folder.path, atomically: false, encoding: .utf8)
    #expect(throws: StorageError.notADatabase(path: folder.path)) { try folder.open() }
    #expect(try String(contentsOfFile: folder.path, encoding: .utf8) == text)
  }

  @Test(arguments: ["", "nonsense", "{\"id\":1}", String(repeating: "x", count: 5000)])
  func `A mark that cannot be understood says nothing`(_ text: String) async throws {
    let folder = try StoreFolder()
    let first = try folder.open()
    try await first.write([.run(Records.completed())])
    try await first.close(at: now)
    try text.write(toFile: folder.path + ".state", atomically: true, encoding: .utf8)
    let second = try folder.open()
    #expect(second.opening == StorageOpening(start: .clean, lostSeconds: 0, setAside: nil, lastRunID: 1))
    try await second.close(at: now)
  }

  @Test func `A batch whose end nobody heard of is found by the next connection`() async throws {
    let folder = try StoreFolder()
    let first = try folder.open()
    try await first.write([.run(Records.completed())])
    // As if the answer to a commit had been an error: the batch is there, and the store does not know.
    _ = try await folder.sqlite("UPDATE store SET sequence = sequence + 1")
    first.abandon()
    let second = try folder.open()
    #expect(second.holds(batchAfter: first))
    second.abandon()
    let third = try folder.open()
    #expect(!third.holds(batchAfter: second))
    try await third.close(at: now)
  }
}
