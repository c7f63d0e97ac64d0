import Agent
import Alerting
import CalcmonTesting
import Foundation
import Procfs
import Reporting
import Runs
import Samples
import Settings
import Storage
import Testing

/// A day of a whole agent with its standard rules, on a clock that the test moves, and the same day played again by the backtest.
@Suite(.timeLimit(.minutes(3))) struct DisturbedDayTests {
  /// Three canaries, a slot each every five minutes: run number 3 n + c is slot n of canary c.
  private static let slots = 288

  /// A run is disturbed in these slots of the first canary.
  private static func script(_ disturbed: Set<Int>, _ outcome: RunOutcome = .completed) -> ScriptedExecutor.Script {
    { number, plan, start in
      let isDisturbed = number % 3 == 0 && disturbed.contains(number / 3)
      if isDisturbed, outcome != .completed {
        return Records.ended(outcome, reason: "ended by signal 9", identity: plan.identity, at: start)
      }
      return Records.completed(
        plan.identity, kind: plan.kind, at: start, latency: Records.latency(milliseconds: isDisturbed ? 300 : 3, count: 300))
    }
  }

  /// What notifiers heard, what the history has of it, and what the backtest says would have fired.
  ///
  /// - Parameter told: seconds at which the clock waits until so many alerts were told.
  private static func day(
    _ script: @escaping ScriptedExecutor.Script, told: [(at: Int, count: Int)] = []
  ) async throws -> (told: [String], kept: [String], played: [String]) {
    let directory = try TemporaryDirectory()
    let agent = try ManualAgent(
      directory: directory, proc: try ProcRoot(procfs: "\(Repository.procFixtures)/tree/1"), script: script)
    try await agent.run {
      await agent.canariesSleep(until: 300)
      for (seconds, count) in told {
        await agent.advanceThroughSlots(to: seconds)
        try await agent.heard(count)
      }
      await agent.advanceThroughSlots(to: slots * 300)
    }
    let settings = AgentSettings()
    let rules = Backtest.Rules(
      targets: settings.targets, alerts: settings.alerts, rules: settings.alerting.rules, window: settings.window)
    let filter = HistoryFilter(since: Timestamp(milliseconds: 0), until: agent.time.wall)
    let reader = try HistoryReader(path: agent.databasePath)
    let backtest = try Backtest(reader, filter, rules)
    #expect(backtest.runs > 3 * slots - 6)
    let kept = try reader.alertTransitions(since: filter.since, until: filter.until)
    return (agent.notifiers.words, words(kept), words(backtest.transitions.map(StoredTransition.init)))
  }

  private static func words(_ transitions: [StoredTransition]) -> [String] {
    transitions.filter { $0.to == .firing || $0.from == .firing }.map {
      "log \($0.labels["alertname"] ?? "") \($0.to == .firing ? "firing" : "resolved")"
    }
  }

  @Test(arguments: [.completed, .crashed] as [RunOutcome])
  func `A run that is disturbed now and then tells nobody anything`(_ outcome: RunOutcome) async throws {
    let (told, kept, played) = try await Self.day(Self.script([3, 20, 60, 63, 100, 170, 230, 280], outcome))
    #expect(told == [])
    #expect(kept == [])
    #expect(played == [])
  }

  @Test(arguments: [(.completed, "CalcmonEventLoopLatencyHigh"), (.crashed, "CalcmonRunFailing")] as [(RunOutcome, String)])
  func `Two in a row are one alert`(_ outcome: RunOutcome, _ alert: String) async throws {
    let (told, kept, played) = try await Self.day(
      Self.script([3, 60, 100, 101, 170, 230], outcome), told: [(30_600, 1), (31_400, 2)])
    #expect(told == ["log \(alert) firing", "log \(alert) resolved"])
    #expect(kept == told)
    #expect(played == told)
  }

  // MARK: The host

  /// Others have the cores in these slots, of all canaries: the loop stands still, waiting for a core.
  private static func contended(_ slots: Set<Int>) -> ScriptedExecutor.Script {
    { number, plan, start in
      let isContended = slots.contains(number / 3)
      let stall = Stall(startedNanoseconds: 0, endedNanoseconds: 300_000_000, budget: StallBudget([.runqueue: 0.3]))
      return Records.completed(
        plan.identity, kind: plan.kind, at: start, latency: Records.latency(milliseconds: isContended ? 300 : 3, count: 300),
        stalls: isContended ? [stall] : [])
    }
  }

  @Test func `A host that is contended now and then tells nobody anything`() async throws {
    let (told, kept, played) = try await Self.day(Self.contended([3, 20, 60, 63, 100, 170, 230, 280]))
    #expect(told == [] && kept == [] && played == [])
  }

  @Test func `A host that is contended for half an hour is one alert told, whatever number of mixes it is the cause in`()
    async throws
  {
    let (told, kept, played) = try await Self.day(
      Self.contended([3, 60, 100, 101, 102, 103, 104, 105, 230]), told: [(30_600, 1), (33_600, 2)])
    #expect(told == ["log CalcmonHostContended firing", "log CalcmonHostContended resolved"])
    #expect(kept.count { $0.contains("EventLoopLatencyHigh firing") } == 3)
    #expect(kept.first == "log CalcmonEventLoopLatencyHigh firing" && kept.contains("log CalcmonHostContended firing"))
    #expect(played == kept)
  }
}
