import Agent
import CalcmonTesting
import Endpoint
import Foundation
import Procfs
import Testing

/// The history can be damaged or gone while the agent runs: the API says what is wrong, and the log says it once.
@Suite(.timeLimit(.minutes(2))) struct HistoryTroubleTests {
  private let directory: TemporaryDirectory
  private let log = LogLines()
  private let agent: ManualAgent

  init() throws {
    directory = try TemporaryDirectory()
    agent = try ManualAgent(directory: directory, proc: Fixture.tree(1), logger: log.logger) { _, plan, start in
      Records.completed(plan.identity, kind: plan.kind, at: start)
    }
  }

  private var errors: [String] { log.all.filter { $0.hasPrefix("error ") } }

  private func samples() async -> (status: Int, text: String) {
    let answer = await agent.core.content { .nothingToRead }.api(["samples"], [("quantity", "memory_bytes")])
    return (answer.status, String(decoding: answer.body, as: UTF8.self))
  }

  private func statusPage() async -> Int { await agent.core.content { .nothingToRead }.page([], []).status }

  /// Runs the agent until its first round is stored.
  private func afterFirstRound(_ body: () async throws -> Void) async throws {
    try await agent.run {
      await agent.canariesSleep(until: 300)
      await agent.time.untilSomebodySleeps(until: .seconds(1))
      agent.advance(to: 2)
      try await Poll.until("the first round is stored") { (agent.value("calcmon_storage_samples_total") ?? 0) > 0 }
      try await body()
    }
  }

  @Test func `A damaged value is logged once, with table, column and row, and the page is shown all the same`() async throws {
    try await afterFirstRound {
      _ = try await Tool.output("sqlite3", [agent.databasePath, "UPDATE runs SET items_ok = 'many' WHERE id = 1"])
      agent.advance(to: 60)
      for _ in 0..<3 { #expect(await statusPage() == 200) }
    }
    #expect(errors.count == 1, "\(errors)")
    #expect(errors.first?.contains("items_ok") == true, "\(errors)")
    #expect(agent.value("calcmon_storage_damaged_rows_total{table=\"runs\"}") == 1)
    let note = "1 row of the history cannot be read and was left out: column items_ok of runs, row 1."
    #expect(agent.core.snapshot().notes.contains(note))
  }

  @Test func `A history that cannot be read is a 503 that says why, logged when it begins and when it is over`() async throws {
    try await afterFirstRound {
      #expect(await samples().status == 200)
      try FileManager.default.moveItem(atPath: agent.databasePath, toPath: agent.databasePath + ".away")
      for _ in 0..<3 {
        let answer = await samples()
        #expect(answer.status == 503)
        #expect(answer.text.contains("the history is needed for this, and cannot be read: "), "\(answer.text)")
        #expect(!answer.text.contains("SELECT"))
      }
      #expect(errors.count == 1, "\(errors)")
      try FileManager.default.moveItem(atPath: agent.databasePath + ".away", toPath: agent.databasePath)
      #expect(await samples().status == 200)
    }
    #expect(errors.count == 1, "\(errors)")
    #expect(log.all.contains("notice the history can be read again"), "\(log.all)")
  }
}
