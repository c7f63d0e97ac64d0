import Agent
import CalcmonTesting
import Endpoint
import Procfs
import Storage
import Testing

/// What an agent serves of a history in which a value is damaged. A trap would end this process: that it comes to an end is the test.
@Suite(.timeLimit(.minutes(10))) struct DamagedPagesFaultSweepTests {
  private static let pages = [[], ["runs"], ["runs", "1"], ["runs", "5"], ["alerts"]]
  private static let questions: [([String], [(String, String)])] = [
    (["status"], []), (["runs"], []), (["runs", "1"], []), (["samples"], [("quantity", "memory_bytes"), ("step", "1s")]),
    (["samples"], [("quantity", "event_loop_latency_seconds"), ("step", "1m")]),
  ]

  @Test(arguments: ["NULL", "'noon'", "0", "-1", "1e-300", "1e308", "253402300799999", "9223372036854775807"])
  func `A value that does not belong there ends no page and no answer`(value: String) async throws {
    let history = try await DamagedHistory()
    for (table, column) in try history.columns() {
      try history.restore()
      guard try history.damage(table, column, value) else { continue }
      guard let agent = try? await agent(on: history) else { continue }
      let content = agent.core.content { .nothingToRead }
      for path in Self.pages {
        let status = await content.page(path, []).status
        #expect(status == 200 || path.count == 2, "\(table).\(column) = \(value): \(path)")
      }
      for (path, query) in Self.questions { _ = await content.api(path, query) }
    }
  }

  /// One that goes on from what it finds.
  private func agent(on history: DamagedHistory) async throws -> ManualAgent {
    let now = DamagedHistory.now.advanced(bySeconds: 200)
    let store = try HistoryStore(path: history.path, version: "test", pid: 1, at: now)
    let alerts = try await store.alertMemory()
    let runs = try await store.recentRunEvidence(since: DamagedHistory.window.since)
    try await store.close(at: now)
    return try ManualAgent(directory: history.directory, proc: Fixture.tree(1), alerts: alerts, runs: runs) { _, plan, start in
      Records.completed(plan.identity, kind: plan.kind, at: start)
    }
  }
}
