import CalcmonTesting
import Foundation
import Testing

/// The agent with a database that something happens to. Whatever it is, the agent samples and serves, tells of it once, and what it
/// could not write is written when it is over.
@Suite(.timeLimit(.minutes(5))) enum StorageFaults {}

extension AgentProcess {
  /// Waits until a run is over, and everything that is to be kept is in the database.
  func waitUntilStored(runs: Int = 1) async throws {
    try await waitForLog("a run ended", count: runs)
    try await wait(for: "everything in the database") {
      let stored = try await value("calcmon_storage_samples_total") ?? 0
      let waiting = try await value("calcmon_storage_queued_samples") ?? 0
      return stored > 0 && waiting == 0
    }
  }

  /// Waits until the agent has said that it cannot write; then its metrics and its page say so too, and it goes on.
  func expectTrouble(_ reason: String) async throws {
    try await waitForLog("reason=\(reason)", count: 1)
    try await wait(for: "trouble in the metrics") { try await value("calcmon_storage_up") == 0 }
    #expect(try await failures(reason) > 0)
    #expect(try await get("/").body.contains("The history cannot be written since "))
    #expect(try await get("/-/healthy").status == 200)
  }

  /// How often the database failed for a reason.
  func failures(_ reason: String) async throws -> Double {
    try await value("calcmon_storage_write_failures_total{reason=\"\(reason)\"}") ?? 0
  }

  /// Waits until samples flow again; then nothing of the trouble is left but the count and a few lines in the log. Stops the agent.
  ///
  /// - Parameters:
  ///   - lines: errors in the log at most.
  ///   - mount: where its database is.
  func expectRecovery(from reason: String, lines: Int = 1, on mount: TmpfsMount? = nil) async throws {
    try await waitForLog("the database takes again", count: 1)
    try await wait(for: "a database that takes") { try await value("calcmon_storage_up") == 1 }
    #expect(try await failures(reason) > 0)
    try await expectWell(lines: lines, on: mount)
  }

  /// Waits until samples flow into a sound database, and stops the agent.
  ///
  /// - Parameters:
  ///   - lines: errors in the log at most.
  ///   - mount: where its database is.
  func expectWell(lines: Int = 0, on mount: TmpfsMount? = nil) async throws {
    try await waitUntilStored()
    #expect(try await value("calcmon_storage_up") == 1)
    #expect(try await value("calcmon_storage_dropped_samples_total") == 0)
    #expect(try await !get("/").body.contains("cannot be written"))
    #expect(try await sqlite("PRAGMA integrity_check", on: mount) == "ok")
    #expect(try await stop() == 0)
    #expect(try await sqlite("PRAGMA integrity_check", on: mount) == "ok")
    let errors = try await wholeLog().split(separator: "\n").filter { $0.contains("level=error") }
    #expect(errors.count <= lines, "\(errors)")
  }

  /// What `sqlite3` answers from the agent's database.
  func sqlite(_ sql: String, on mount: TmpfsMount? = nil) async throws -> String {
    let command = (mount?.wrapper ?? []) + ["sqlite3", databasePath, sql]
    return try await Tool.output(command[0], Array(command.dropFirst()))
  }
}

/// An agent that must not start: its one line on standard error, and its exit status.
func refusal(in directory: TemporaryDirectory, through wrapper: [String] = []) async throws -> (status: Int32, says: String) {
  let command = wrapper + [BuiltBinary.path, "agent", "--web.listen-address", "127.0.0.1:0", "--path.python", "/nonexistent"]
  let result = try await Tool.run(
    "timeout", ["--kill-after=5", "10"] + command + ["--storage.path", directory.file("calcmon.db")], directory: directory.path)
  #expect(result.errors.split(separator: "\n").count == 1)
  #expect(result.output.isEmpty)
  return (result.status, result.errors)
}
