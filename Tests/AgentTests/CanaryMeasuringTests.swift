import CalcmonTesting
import Foundation
import ManualClock
import Procfs
import Runs
import Samples
import Settings
import Synchronization
import Testing
import Workloads

/// Mixes whose steps are of the user's own are measured before they are run.
@Suite(.timeLimit(.minutes(2))) struct CanaryMeasuringTests {
  private struct Broken: Error, CustomStringConvertible {
    let description: String
  }

  private static func mix(path: String) -> MixSettings {
    var mix = Mix(
      name: "price", kind: .mixed, strategies: [.hybrid], arrivals: .filling(seconds: 3),
      cpu: .init(calling: .python(module: "shop", function: "price")))
    var code = UserCode()
    code.path = [path]
    mix.code = code
    return MixSettings(mix)
  }

  @Test func `A mix is measured once, again if that failed, and again if it was changed`() async throws {
    let lines = LogLines()
    let agent = try agent(lines)
    agent.executor.measuring.withLock { measuring in
      measuring = { number, mix in
        if number == 0 { throw Broken(description: "No module named 'shop'") }
        return StepMeasurements(
          [StepMeasurement(step: .cpu, count: 10, seconds: number == 1 ? 0.01 : 0.02, wallSeconds: 0.01)], histograms: [:],
          costSeconds: 0.5)
      }
    }
    try await agent.run {
      await agent.canariesSleep(until: 300)
      #expect(agent.executor.runs == 0)
      #expect(agent.value("calcmon_runs_total{mix=\"price\",outcome=\"failed\",runtime=\"asyncio\",strategy=\"hybrid\"}") == 1)
      for second in [300, 600] {
        agent.advance(to: second)
        await agent.canariesSleep(until: second + 300)
      }
      #expect(agent.executor.measurements.count == 2)
      var settings = AgentSettings()
      settings.mixes = [Self.mix(path: "/other")]
      await agent.core.apply(settings)
      agent.advance(to: 900)
      await agent.canariesSleep(until: 1200)
      #expect(agent.executor.measurements.count == 3)
    }
    // A core of its own: 300 items of 10 ms, then half as many.
    #expect(agent.executor.plans.withLock { $0.map(\.work.items) } == [300, 300, 150])
    #expect(lines.all.filter { $0.contains("No module named 'shop'") }.count == 1)
  }

  private func agent(_ lines: LogLines) throws -> ManualAgent {
    try ManualAgent(
      directory: try TemporaryDirectory(), proc: try ProcRoot(procfs: "\(Repository.procFixtures)/tree/1"), logger: lines.logger,
      unavailable: [:], change: { $0.mixes = [Self.mix(path: "/lib")] },
      script: { _, plan, start in Records.completed(plan.identity, kind: plan.kind, at: start) })
  }
}
