import CalcmonTesting
import ManualClock
import Procfs
import Runs
import Samples
import Snapshots
import Testing

/// The page at `/` of a whole agent.
@Suite(.timeLimit(.minutes(2))) struct StatusPageServingTests {
  private let agent: ManualAgent

  init() throws {
    agent = try ManualAgent(
      directory: TemporaryDirectory(), proc: ProcRoot(procfs: "\(Repository.procFixtures)/tree/1")
    ) { _, plan, start in
      Records.completed(plan.identity, kind: plan.kind, at: start)
    }
  }

  private func page(_ query: [(name: String, value: String)] = []) async -> (status: Int, text: String) {
    let document = await agent.core.content { .nothingToRead }.page([], query)
    return (document.status, String(decoding: document.body, as: UTF8.self))
  }

  @Test func `What it does not take is refused with a word, and not ignored`() async throws {
    for (name, value, word) in [("range", "1h", "unknown parameter"), ("window", "2h", "invalid parameter")] {
      let answer = await page([(name, value)])
      #expect(answer.status == 400)
      #expect(answer.text.lowercased().contains(word))
    }
    #expect(await page([("window", "3h")]).text.contains("<a href=\"/?window=3h\" aria-current=\"true\""))
  }

  @Test func `Plots begin shortly before the first run, and the range grows with the history`() async throws {
    try await agent.run {
      await agent.canariesSleep(until: 300)
      await agent.time.untilSomebodySleeps(until: .seconds(1))
      agent.advance(to: 2)
      try await Poll.until("the first round is stored") { (agent.value("calcmon_storage_samples_total") ?? 0) > 0 }
      #expect(await page().text.contains("<a href=\"/?window=15m\" aria-current=\"true\""))
      await agent.advanceThroughSlots(to: 2100)
      #expect(await page().text.contains("<a href=\"/?window=1h\" aria-current=\"true\""))
    }
  }

  @Test func `Between runs the agent knows when the next is due`() async throws {
    try await agent.run {
      await agent.canariesSleep(until: 300)
      let snapshot = agent.core.snapshot()
      #expect(snapshot.running == nil)
      #expect(snapshot.nextRunAt == agent.time.wall.advanced(bySeconds: 300 - agent.time.uptime.seconds))
      #expect(snapshot.runtimes.map(\.isAvailable) == [true, false])
    }
  }
}
