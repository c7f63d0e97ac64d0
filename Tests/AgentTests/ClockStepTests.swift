import Agent
import CalcmonTesting
import ManualClock
import Procfs
import Samples
import Scheduling
import Storage
import Synchronization
import Testing

/// The wall clock is set while the agent runs, and the agent is stopped for a while and goes on.
@Suite(.timeLimit(.minutes(2))) struct ClockStepTests {
  /// A wall clock that can be set, beside a monotonic one that cannot. A machine that was asleep shows the same.
  private final class SetClock: TimeSource {
    let time = ManualTime(origin: Timestamp(milliseconds: 100_000))
    private let offset = Mutex(0.0)

    var wall: Timestamp { time.wall.advanced(bySeconds: offset.withLock { $0 }) }
    var uptime: Duration { time.uptime }
    func sleep(until instant: Duration) async throws { try await time.sleep(until: instant) }
    func set(bySeconds step: Double) { offset.withLock { $0 += step } }
  }

  @Test func `A clock that begins in 1970 and is set, ahead and back, moves no slot and costs no sample`() async throws {
    let clock = SetClock()
    let directory = try TemporaryDirectory()
    let agent = try ManualAgent(
      directory: directory, proc: ProcRoot(procfs: "\(Repository.procFixtures)/tree/1"), time: clock.time, clock: clock
    ) { _, plan, _ in Records.completed(plan.identity, kind: plan.kind, at: clock.wall) }
    try await agent.run {
      await agent.canariesSleep(until: 300)
      for (number, step) in [1_700_000_000, 3600, -7200, 3600, 86_400.0].enumerated() {
        clock.set(bySeconds: step)
        await agent.advanceThroughSlots(to: 300 + 100 * number)
        #expect(agent.executor.runs == 4 + number)
      }
      await agent.time.untilSomebodySleeps(until: .seconds(701))
      agent.advance(to: 702)
      // A hundred of each run.
      try await agent.stored(samples: 800)
      for mix in ["mixed", "cpu-bound"] { #expect(agent.value("calcmon_slots_missed_total{mix=\"\(mix)\"}") == 0) }
      #expect(agent.value("calcmon_storage_write_failures_total{reason=\"refused\"}") == 0)
    }
    let order = "SELECT group_concat(outcome) FROM (SELECT outcome FROM runs ORDER BY id); PRAGMA integrity_check"
    let completed = Array(repeating: "completed", count: 8).joined(separator: ",")
    #expect(try await Tool.output("sqlite3", [agent.databasePath, order]) == "\(completed)\nok")
  }

  @Test func `An agent that is stopped and goes on has the alerts that it had, and tells nobody anew`() async throws {
    let agent = try ManualAgent(
      directory: TemporaryDirectory(), proc: ProcRoot(procfs: "\(Repository.procFixtures)/tree/1"),
      change: {
        for index in $0.alerting.rules.indices {
          ($0.alerting.rules[index].hold, $0.alerting.rules[index].badRuns) = (0, .newest)
        }
      }
    ) { number, plan, start in
      number == 0
        ? Records.ended(.crashed, reason: "ended by signal 9", identity: plan.identity, at: start)
        : Records.completed(plan.identity, kind: plan.kind, at: start)
    }
    try await agent.run {
      await agent.canariesSleep(until: 300)
      agent.advance(to: 5)
      try await agent.heard(1)
      let before = agent.core.snapshot().alerts.map(\.alert)
      await agent.time.untilSomebodySleeps(until: .seconds(10))
      // SIGSTOP, and SIGCONT four minutes later.
      agent.advance(to: 245)
      await agent.time.untilSomebodySleeps(until: .seconds(250))
      #expect(agent.executor.runs == 3)
      let after = agent.core.snapshot().alerts.map(\.alert)
      #expect(before.filter { $0.state == .firing }.map(\.id) == after.filter { $0.state == .firing }.map(\.id))
      #expect(agent.notifiers.words == ["log CalcmonRunFailing firing"])
    }
  }
}
