import CalcmonTesting
import Foundation
import Testing

extension StorageFaults {
  /// What an agent that was killed has left, and what may happen to it before the next one starts.
  @Suite(.serialized) struct CrashTests {
    @Test func `kill -9 at any instant costs nothing that was acknowledged`() async throws {
      let directory = try TemporaryDirectory()
      for round in 0..<8 {
        let agent = try await AgentProcess.calm(in: directory)
        try await agent.wait(for: "a look at the database") { try await agent.value("calcmon_storage_lost_seconds") != nil }
        #expect(try await agent.value("calcmon_storage_clean_start") == (round == 0 ? -1 : 0))
        #expect(try await agent.value("calcmon_storage_lost_seconds") == 0)
        // Every other round within the second after which the run is written.
        if round.isMultiple(of: 2) { try await agent.waitForLog("a run ended", count: 1) }
        let scrapes = Int.random(in: 0...400)
        for _ in 0..<scrapes { _ = try await agent.get("/metrics") }
        #expect(try await agent.stop(SIGKILL) == 128 + SIGKILL)
        // Looking into the original would tidy it up.
        let copies = try directory.copy()
        let copy = copies.file("calcmon.db")
        #expect(try await Tool.output("sqlite3", [copy, "PRAGMA integrity_check"]) == "ok", "after \(scrapes) scrapes")
        let sequence = Int(try await Tool.output("sqlite3", [copy, "SELECT sequence FROM store"]))
        #expect(try sequence ?? -1 >= Mark(of: directory).sequence, "after \(scrapes) scrapes")
        #expect(try await !agent.wholeLog().contains("level=error"))
      }
      let last = try await AgentProcess.calm(in: directory)
      try await last.expectWell()
      #expect(try await last.sqlite("SELECT count(*) FROM agents WHERE clean_start IS 0") == "8")
    }

    private enum Loss: CaseIterable { case cut, half, flipped, emptied, deleted }

    @Test func `A log that lost what was acknowledged is noticed`() async throws {
      let agent = try await AgentProcess.calm()
      try await agent.waitForLog("a run ended", count: 2)
      try await agent.wait(for: "two batches") { try Mark(of: agent.directory).sequence >= 2 }
      _ = try await agent.stop(SIGKILL)
      for loss in Loss.allCases {
        let directory = try agent.directory.copy()
        try damage(log: directory.file("calcmon.db-wal"), loss)
        let next = try await startAfterLoss(in: directory)
        #expect(try await next.stop() == 0)
        #expect(try await next.sqlite("PRAGMA integrity_check") == "ok", "\(loss)")
        #expect(try await next.wholeLog().split(separator: "\n").count { $0.contains("level=error") } == 1, "\(loss)")
      }
    }

    @Test func `A log that is lost with the only batch in it is noticed`() async throws {
      let agent = try await AgentProcess.calm()
      try await agent.waitUntilStored()
      _ = try await agent.stop(SIGKILL)
      #expect(try Mark(of: agent.directory).sequence == 1)
      try FileManager.default.removeItem(atPath: agent.databasePath + "-wal")
      let next = try await startAfterLoss(in: agent.directory)
      try await next.expectWell(lines: 1)
    }

    private func damage(log path: String, _ loss: Loss) throws {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      let file = try #require(FileHandle(forWritingAtPath: path))
      switch loss {
      case .cut: try file.truncate(atOffset: UInt64(bytes.count - 100))
      case .half: try file.truncate(atOffset: UInt64(bytes.count / 2))
      case .flipped:
        try file.seek(toOffset: UInt64(bytes.count / 2))
        try file.write(contentsOf: Data([bytes[bytes.count / 2] ^ 1]))
      case .emptied: try file.truncate(atOffset: 0)
      case .deleted: try FileManager.default.removeItem(atPath: path)
      }
    }

    private func startAfterLoss(in directory: TemporaryDirectory) async throws -> AgentProcess {
      let next = try await AgentProcess.calm(in: directory)
      try await next.wait(for: "a look at the database") { try await next.value("calcmon_storage_lost_seconds") != nil }
      #expect(try await next.value("calcmon_storage_clean_start") == 0)
      #expect(try await next.value("calcmon_storage_lost_seconds") ?? 0 > 0)
      #expect(try await next.get("/").body.contains("of history had been written and are not there any more"))
      return next
    }
  }
}
