import CalcmonTesting
import ManualClock
import Foundation
import Procfs
import Runs
import Samples
import Settings
import Synchronization
import Testing
import Workloads

/// Where the agent puts its canaries, and what it asks of them there.
@Suite(.timeLimit(.minutes(2))) struct CanaryPlaceTests {
  @Test func `Each canary goes from core to core, and those of a round are spread`() async throws {
    let agent = try agent()
    try await agent.run {
      await agent.canariesSleep(until: 300)
      await agent.advanceThroughSlots(to: 600)
    }
    let turns = agent.executor.asked.withLock { $0.map(\.turn) }
    // The check of the host's speed takes its own turn.
    #expect(turns.prefix(3) == [0, 1, 2])
    #expect(agent.executor.plans.withLock { $0.map(\.work.processes) }.allSatisfy { $0 == 1 })
  }

  @Test func `The settings say how many cores, and how far canaries give way`() async throws {
    let agent = try agent { ($0.canaryCores, $0.canaryPriority) = (.count(7), .idle) }
    try await agent.run { await agent.canariesSleep(until: 300) }
    let asked = agent.executor.asked.withLock { $0 }
    #expect(asked.count >= 3)
    #expect(asked.allSatisfy { $0.choice == .count(7) && $0.priority == .idle })
  }

  @Test(arguments: [(nil, 40), (1, 40), (0.5, 20 / 1.1)] as [(Double?, Double)])
  func `What is paced is offered what others leave`(free: Double?, itemsPerSecond: Double) async throws {
    let agent = try agent()
    agent.executor.free.withLock { $0 = free }
    try await agent.run { await agent.canariesSleep(until: 300) }
    let plans = agent.executor.plans.withLock { $0 }
    let paced = try #require(plans.first { $0.identity.mix == "cpu-bound" })
    #expect(abs(1e9 / paced.work.intervalNs - itemsPerSecond) < 1e-6)
    #expect(plans.filter { $0.identity.mix == "mixed" }.allSatisfy { $0.work.intervalNs == 0 })
    #expect(paced.work.givesWay == true)
  }

  @Test func `That the kernel does not let canaries be placed is told once`() async throws {
    let lines = LogLines()
    let agent = try agent(refusal: "sched_setaffinity: Operation not permitted", lines: lines)
    try await agent.run {
      await agent.canariesSleep(until: 300)
      await agent.advanceThroughSlots(to: 600)
    }
    let told = lines.warnings.filter { $0.contains("sched_setaffinity") }
    #expect(
      told == [
        "canaries cannot be placed as canaries.cores and canaries.priority say, and may disturb what runs beside them: "
          + "sched_setaffinity: Operation not permitted"
      ])
    #expect(agent.executor.runs > 3)
  }

  private func agent(
    refusal: String? = nil, lines: LogLines = LogLines(), change: (inout AgentSettings) -> Void = { _ in }
  ) throws -> ManualAgent {
    try ManualAgent(
      directory: TemporaryDirectory(), proc: ProcRoot(procfs: "\(Repository.procFixtures)/tree/1"), logger: lines.logger,
      refusal: refusal, change: change
    ) { _, plan, start in Records.completed(plan.identity, kind: plan.kind, at: start) }
  }
}
