import Agent
import Alerting
import CalcmonTesting
import Foundation
import ManualClock
import Procfs
import Reporting
import Runs
import Samples
import Settings
import Storage
import Testing
import Thresholds

/// The whole agent with its alerts, and the same history played again.
@Suite(.timeLimit(.minutes(2))) struct AlertingAgentTests {
  /// What runs show, made up from a seed: good and bad times that last for a while, some runs that fail.
  private static func script(seed: UInt64) -> ScriptedExecutor.Script {
    { number, plan, start in
      // Runs follow each other every 100 s; the same number is the same run, whichever agent makes it.
      var dice = SeededDice(seed: seed &+ UInt64(number / 9) &* 7919)
      let isBadTime = dice.next(below: 3) == 0
      var own = SeededDice(seed: seed ^ UInt64(number) &* 104_729)
      // All runs end as long after their start: no two of them in another order than they were made.
      if own.next(below: 9) == 0 {
        return Records.ended(.crashed, reason: "ended by signal 9", identity: plan.identity, at: start.advanced(bySeconds: 1.2))
      }
      let late: UInt64 = isBadTime ? own.next(below: 2) == 0 ? 150 : 700 : 3
      return Records.completed(
        plan.identity, kind: plan.kind, at: start, latency: Records.latency(milliseconds: late, count: 200))
    }
  }

  private static func settings(_ settings: inout AgentSettings) {
    settings.targets[.eventLoopLatency] = Target(
      .eventLoopLatency, [Condition(.quantile(0.99), .below(0.1))],
      critical: [Condition(.quantile(0.99), .below(0.5))], window: 400)
    for index in settings.alerting.rules.indices { settings.alerting.rules[index].hold = 130 }
  }

  private static func transitions(_ path: String, until: Timestamp) throws -> [String] {
    try HistoryReader(path: path).alertTransitions(since: Timestamp(milliseconds: 0), until: until)
      .map { words($0) }
  }

  private static func words(_ transition: StoredTransition) -> String {
    let labels = transition.labels.pairs.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
    return "\(transition.at.milliseconds) \(transition.id) \(transition.from)>\(transition.to) \(transition.reason) \(labels)"
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `The history played again gives the transitions that the agent gave, to the millisecond`(_ seed: UInt64) async throws {
    let (live, played) = try await Self.lives(Self.script(seed: seed), ends: [30_000])
    #expect(live.count > 20)
    #expect(played.difference(from: live).map { "\($0)" } == [])
  }

  @Test(arguments: [5, 6] as [UInt64])
  func `Also where one agent went on where another was stopped, whatever stood then`(_ seed: UInt64) async throws {
    let (live, played) = try await Self.lives(Self.script(seed: seed), ends: [400, 1300, 2950, 4700, 7150, 9000, 11_000])
    #expect(live.count > 10)
    #expect(played.difference(from: live).map { "\($0)" } == [])
  }

  /// One agent after the other on the same database, with no time between them. Returns the transitions that they gave, and those of the
  /// backtest of all their runs.
  private static func lives(
    _ script: @escaping ScriptedExecutor.Script, ends: [Int]
  ) async throws -> (live: [String], played: [String]) {
    let directory = try TemporaryDirectory()
    let path = directory.file("calcmon.db")
    let time = ManualTime()
    var runs = 0
    for end in ends {
      let reader = runs == 0 ? nil : try HistoryReader(path: path)
      let memory = AlertMemory(alerts: try reader?.alerts() ?? [], deliveries: [], aliveAt: time.wall)
      var evidence: [StoredRunEvidence] = []
      let window = HistoryFilter(since: time.wall.advanced(bySeconds: -900), until: time.wall.advanced(bySeconds: 60))
      try reader?.forEachRunEvidence(window) { evidence.append($0) }
      let done = runs
      let agent = try ManualAgent(
        directory: directory, proc: try proc, time: time, alerts: memory, runs: evidence, change: settings,
        script: { script(done + $0, $1, $2) })
      try await play(agent, until: end)
      runs += agent.executor.runs
    }
    let until = time.wall.advanced(bySeconds: -2)
    return (try transitions(path, until: until).sorted(), try backtest(path, until: until).sorted())
  }

  private static func play(_ agent: ManualAgent, until end: Int) async throws {
    let begin = Int(agent.time.uptime.seconds)
    try await agent.run {
      await agent.canariesSleep(until: begin + 300)
      for next in stride(from: begin + 100, through: end, by: 100) {
        agent.advance(to: next)
        await agent.canariesSleep(until: max(begin + 300, next + 100))
      }
    }
  }

  private static func backtest(_ path: String, until: Timestamp) throws -> [String] {
    var settings = AgentSettings()
    Self.settings(&settings)
    let rules = Backtest.Rules(
      targets: settings.targets, alerts: settings.alerts, rules: settings.alerting.rules, window: settings.window)
    let filter = HistoryFilter(since: Timestamp(milliseconds: 0), until: until)
    return try Backtest(try HistoryReader(path: path), filter, rules).transitions.map { words(StoredTransition($0)) }
  }

  /// The newest run decides, without a wait.
  private static func firesAtOnce(_ settings: inout AgentSettings) {
    for index in settings.alerting.rules.indices {
      (settings.alerting.rules[index].hold, settings.alerting.rules[index].badRuns) = (0, .newest)
    }
  }

  private static var proc: ProcRoot { get throws { try ProcRoot(procfs: "\(Repository.procFixtures)/tree/1") } }

  @Test func `Notifiers hear of what fires, and then that it is over`() async throws {
    let directory = try TemporaryDirectory()
    let agent = try ManualAgent(
      directory: directory, proc: try Self.proc,
      change: {
        for index in $0.alerting.rules.indices {
          ($0.alerting.rules[index].hold, $0.alerting.rules[index].keepFiringFor) = (0, 0)
          $0.alerting.rules[index].badRuns = .newest
        }
        $0.window = 250
      },
      script: { number, plan, start in
        number == 0
          ? Records.ended(.crashed, reason: "ended by signal 9", identity: plan.identity, at: start)
          : Records.completed(plan.identity, kind: plan.kind, at: start)
      })
    try await agent.run {
      await agent.canariesSleep(until: 300)
      agent.advance(to: 5)
      try await agent.heard(1)
      #expect(agent.notifiers.words == ["log CalcmonRunFailing firing"])
      #expect(agent.value("calcmon_alerts{alertname=\"CalcmonRunFailing\",state=\"firing\"}") == 1)
      agent.advance(to: 300)
      await agent.canariesSleep(until: 400)
      agent.advance(to: 305)
      try await agent.heard(2)
      #expect(agent.notifiers.words == ["log CalcmonRunFailing firing", "log CalcmonRunFailing resolved"])
      #expect(agent.value("calcmon_notifications_total{notifier=\"log\"}") == 2)
    }
  }

  @Test func `Another configuration keeps what is the same, and the slots of canaries that stay`() async throws {
    let directory = try TemporaryDirectory()
    let agent = try ManualAgent(
      directory: directory, proc: try Self.proc,
      change: { Self.firesAtOnce(&$0) },
      script: { _, plan, start in
        Records.completed(plan.identity, kind: plan.kind, at: start, latency: Records.latency(milliseconds: 200, count: 200))
      })
    try await agent.run {
      await agent.canariesSleep(until: 300)
      #expect(agent.executor.runs == 3)
      var settings = AgentSettings()
      settings.mixes = [MixSettings(.cpuBound), MixSettings(.idle)]
      Self.firesAtOnce(&settings)
      await agent.core.apply(settings)
      // The new one begins at once; the one that stays has its slot where it was.
      try await Poll.value("a fourth run") {
        agent.executor.runs
      } until: {
        $0 >= 4
      }
      await agent.canariesSleep(until: 450)
      let alerts = agent.core.snapshot().alerts.map(\.alert)
      #expect(alerts.filter { $0.state == .firing }.allSatisfy { ["cpu-bound", "idle"].contains($0.subject.mix) })
      #expect(alerts.contains { $0.state == .inactive && $0.subject.mix == "mixed" })
      #expect(alerts.contains { $0.state == .firing && $0.subject.mix == "cpu-bound" })
      #expect(!agent.metrics.contains("calcmon_target_value{mix=\"mixed\""))
    }
  }
}

/// A small generator whose sequence is the same everywhere.
private struct SeededDice {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next(below bound: UInt64) -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return (state >> 11) % bound
  }
}
