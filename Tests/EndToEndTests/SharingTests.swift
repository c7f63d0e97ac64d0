import CalcmonTesting
import Foundation
import Testing

extension StorageFaults {
  /// Others who use the database, or move it away, while the agent has it open.
  @Suite(.serialized) struct SharingTests {
    @Test(arguments: ["calcmon.db", "link.db"])
    func `A second agent is refused, also by another name of the database, and the first goes on`(name: String) async throws {
      let first = try await AgentProcess.calm()
      if name != "calcmon.db" {
        try FileManager.default.createSymbolicLink(atPath: first.directory.file(name), withDestinationPath: "calcmon.db")
      }
      do {
        _ = try await AgentProcess.calm(in: first.directory, database: name)
        Issue.record("it was started")
      } catch let failure as Tool.Failure {
        #expect(failure.description.contains("\(name) is in use by another agent"))
        #expect(failure.description.contains("(pid \(first.pid))"))
      }
      try await first.expectWell()
    }

    @Test func `While somebody holds a lock samples wait, and are written when it is gone`() async throws {
      let agent = try await AgentProcess.calm()
      try await agent.wait(for: "a look at the database") { try await agent.value("calcmon_storage_clean_start") != nil }
      let shell = try await SQLiteShell(agent.databasePath)
      try await shell.line("BEGIN IMMEDIATE; SELECT 'held'")
      try await agent.expectTrouble("locked")
      try await shell.end()
      try await agent.expectRecovery(from: "locked")
    }

    @Test func `Where it is locked at the start it begins when the lock is gone`() async throws {
      let directory = try TemporaryDirectory()
      let first = try await AgentProcess.calm(in: directory)
      #expect(try await first.stop() == 0)
      let shell = try await SQLiteShell(first.databasePath)
      try await shell.line("BEGIN EXCLUSIVE; SELECT 'held'")
      let agent = try await AgentProcess.calm(in: directory)
      try await agent.expectTrouble("locked")
      try await shell.end()
      try await agent.expectRecovery(from: "locked")
    }

    @Test func `A reader that reads for long lets the log grow, and after it the log is short again`() async throws {
      let agent = try await AgentProcess.calm()
      try await agent.waitUntilStored()
      let before = try await agent.value("calcmon_storage_wal_bytes") ?? 0
      let reader = try await SQLiteShell(agent.databasePath)
      try await reader.line("BEGIN; SELECT count(*) FROM runs")
      let filler =
        "CREATE TABLE filler (x); "
        + "WITH c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 4000) INSERT INTO filler SELECT randomblob(4000) FROM c"
      _ = try await agent.sqlite(filler)
      try await agent.wait(for: "a long log") { try await agent.value("calcmon_storage_wal_bytes") ?? 0 > before + 16_000_000 }
      try await reader.end()
      // The next batch is copied into the database with all before it; the one after it begins the log anew, which is cut to 8 MiB.
      try await agent.wait(for: "a short log") { try await agent.value("calcmon_storage_wal_bytes") ?? 0 <= 8_388_608 }
      try await agent.expectWell()
    }

    @Test func `A database that was deleted is noticed, and a new one begun`() async throws {
      let agent = try await AgentProcess.calm()
      try await agent.waitUntilStored()
      for suffix in ["", "-wal", "-shm"] { try FileManager.default.removeItem(atPath: agent.databasePath + suffix) }
      try await agent.waitForLog("reason=moved", count: 1)
      try await agent.expectRecovery(from: "moved", lines: 2)
      #expect(try await agent.sqlite("SELECT count(*) > 0 FROM runs") == "1")
    }

    @Test func `A database that was moved away keeps what was acknowledged, and a new one is begun`() async throws {
      let agent = try await AgentProcess.calm()
      try await agent.waitUntilStored()
      let moved = agent.directory.file("moved.db")
      try FileManager.default.moveItem(atPath: agent.databasePath, toPath: moved)
      try await agent.waitForLog("reason=moved", count: 1)
      try await agent.expectRecovery(from: "moved", lines: 2)
      #expect(try await Tool.output("sqlite3", [moved, "PRAGMA integrity_check; SELECT count(*) FROM runs"]) == "ok\n1")
      // Where the old one ends: a run is called the same on every page that has shown it.
      #expect(try await agent.sqlite("SELECT min(id) FROM runs") == "2")
    }

    @Test func `A database that is put in its place is written to, and nothing of the old one gets into it`() async throws {
      let agent = try await AgentProcess.calm()
      try await agent.waitUntilStored()
      let backup = agent.directory.file("backup.db")
      _ = try await agent.sqlite("VACUUM INTO '\(backup)'")
      let mark =
        "CREATE TABLE filler (x); UPDATE store SET id = 'backup'; "
        + "DELETE FROM instants; DELETE FROM histograms; DELETE FROM trends; DELETE FROM stalls; DELETE FROM runs; "
        + "WITH c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 500) INSERT INTO filler SELECT randomblob(4000) FROM c"
      _ = try await Tool.output("sqlite3", [backup, mark])
      #expect(rename(backup, agent.databasePath) == 0)
      try await agent.waitForLog("reason=moved", count: 1)
      try await agent.wait(for: "a database that takes") { try await agent.value("calcmon_storage_up") == 1 }
      #expect(try await agent.value("calcmon_storage_set_aside_total") == 0)
      #expect(try await agent.sqlite("SELECT id FROM store; SELECT count(*) FROM filler") == "backup\n500")
      try await agent.expectRecovery(from: "moved", lines: 2)
    }
  }
}
