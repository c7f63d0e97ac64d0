import CalcmonTesting
import Foundation
import Testing

extension StorageFaults {
  /// Files that are not as SQLite wrote them, or that are not calcmon's at all.
  @Suite(.serialized) struct DamageTests {
    enum Damage: CaseIterable { case header, half, empty, text, runsPage, calibrationsPage }

    @Test(arguments: Damage.allCases)
    func `A damaged database is set aside, and a new one begun`(damage: Damage) async throws {
      let first = try await AgentProcess.calm()
      try await first.wait(for: "a look at the database") { try await first.value("calcmon_storage_clean_start") != nil }
      #expect(try await first.stop() == 0)
      try await inflict(damage, on: first)
      let bytes = try Data(contentsOf: URL(fileURLWithPath: first.databasePath))

      let next = try await AgentProcess.calm(in: first.directory)
      try await next.waitUntilStored()
      let aside = try next.directory.names().filter { $0.hasPrefix("calcmon.db.corrupt-") && !$0.hasSuffix("-wal") }
      #expect(aside.count == 1)
      let name = try #require(aside.first)
      if damage != .runsPage, damage != .calibrationsPage {
        // These pages are found when the database was opened, and an agent's start noted in it.
        #expect(try Data(contentsOf: URL(fileURLWithPath: next.directory.file(name))) == bytes)
      }
      #expect(try await next.value("calcmon_storage_set_aside_total") == 1)
      #expect(try await next.value("calcmon_storage_clean_start") == 0)
      let page = try await next.get("/").body
      #expect(page.contains("The database was damaged. It was set aside as ") && page.contains(name))
      #expect(try await next.sqlite("SELECT count(*) FROM agents") == "1")
      // Damage that shows only when it is written to is told of, and then that it was set aside.
      try await next.expectWell(lines: 2)
      #expect(try await next.wholeLog().contains("the database was damaged: it was set aside, and a new one begun"))
    }

    @Test func `After a kill the whole file is looked at`() async throws {
      let agent = try await AgentProcess.calm()
      try await agent.wait(for: "a look at the database") { try await agent.value("calcmon_storage_clean_start") != nil }
      _ = try await agent.stop(SIGKILL)
      // A table that nothing is written to in a run.
      let page = try await agent.rootPage(of: "alert_transitions")
      try overwrite(agent.databasePath, at: UInt64(4096 * (page - 1)), random(4096))
      let next = try await AgentProcess.calm(in: agent.directory)
      try await next.waitUntilStored()
      #expect(try await next.value("calcmon_storage_set_aside_total") == 1)
      try await next.expectWell(lines: 2)
    }

    enum Foreign: CaseIterable { case text, renamedOver, beginningWithZeros, otherDatabase }

    @Test(arguments: Foreign.allCases)
    func `What was never calcmon's is refused and left as it is`(foreign: Foreign) async throws {
      let directory = try TemporaryDirectory()
      let path = directory.file("calcmon.db")
      let text = Data(String(repeating: "not a database\n", count: 1000).utf8)
      switch foreign {
      case .text: try text.write(to: URL(fileURLWithPath: path))
      case .renamedOver:
        let agent = try await AgentProcess.calm(in: directory)
        #expect(try await agent.stop() == 0)
        try text.write(to: URL(fileURLWithPath: path), options: .atomic)
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? UInt64 != Mark(of: directory).inode)
      case .beginningWithZeros: try (Data(count: 512) + text).write(to: URL(fileURLWithPath: path))
      case .otherDatabase: _ = try await Tool.output("sqlite3", [path, "CREATE TABLE other (x)"])
      }
      let (names, bytes) = try (directory.names(), Data(contentsOf: URL(fileURLWithPath: path)))
      let (status, says) = try await refusal(in: directory)
      #expect(status == 4)
      #expect(says.contains("it was left as it is"))
      #expect(try directory.names() == names)
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
    }

    @Test func `A database of a newer calcmon is refused, with both versions`() async throws {
      let agent = try await AgentProcess.calm()
      #expect(try await agent.stop() == 0)
      let known = try await agent.sqlite("PRAGMA user_version; PRAGMA user_version = 99").prefix { $0.isNumber }
      let bytes = try Data(contentsOf: URL(fileURLWithPath: agent.databasePath))
      let (status, says) = try await refusal(in: agent.directory)
      #expect(status == 4)
      #expect(says.contains("has schema 99, and this calcmon knows up to \(known)"))
      #expect(try Data(contentsOf: URL(fileURLWithPath: agent.databasePath)) == bytes)
    }

    private func inflict(_ damage: Damage, on agent: AgentProcess) async throws {
      let path = agent.databasePath
      switch damage {
      case .header: try overwrite(path, at: 0, random(100))
      case .half:
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.truncate(atOffset: file.seekToEnd() / 2)
      case .empty: try #require(FileHandle(forWritingAtPath: path)).truncate(atOffset: 0)
      case .text:
        try #require(FileHandle(forWritingAtPath: path)).truncate(atOffset: 0)
        try overwrite(path, at: 0, Data(String(repeating: "not a database\n", count: 1000).utf8))
      case .runsPage: try overwrite(path, at: UInt64(4096 * (await agent.rootPage(of: "runs") - 1)), random(4096))
      case .calibrationsPage:
        try overwrite(path, at: UInt64(4096 * (await agent.rootPage(of: "calibrations") - 1)), random(4096))
      }
    }

    private func overwrite(_ path: String, at offset: UInt64, _ bytes: Data) throws {
      let file = try #require(FileHandle(forWritingAtPath: path))
      try file.seek(toOffset: offset)
      try file.write(contentsOf: bytes)
    }

    /// No valid header and no valid page begins so.
    private func random(_ count: Int) -> Data { Data([0xff] + (1..<count).map { _ in UInt8.random(in: 0...255) }) }
  }
}

extension AgentProcess {
  /// The page that a table begins at, from 1.
  fileprivate func rootPage(of table: String) async throws -> Int {
    let sql = "SELECT rootpage FROM sqlite_schema WHERE name = '\(table)'"
    let text = try await Tool.output("sqlite3", ["file:\(databasePath)?immutable=1", sql])
    return try #require(Int(text))
  }
}
