import Scheduling
import Testing

/// Behaviour over virtual time, as scripts: see `ScheduleScript`.
@Suite struct ScheduleTests {
  private static func expect(
    _ script: String, entries: Int, period: Int, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let script = ScheduleScript(script)
    let schedule = Schedule(periods: Array(repeating: .seconds(period), count: entries))
    #expect(script.play(on: schedule) == script.lines, sourceLocation: sourceLocation)
  }

  @Test func `the first round is due at once, one entry after the other`() {
    Self.expect(
      """
      0s: run 0#0
      5s: run 1#0
      9s: run 2#0
      12s: wait until 60s
      """, entries: 3, period: 60)
  }

  @Test func `after the first round each entry has a slot a period, staggered evenly`() {
    Self.expect(
      """
      0s: run 0#0
      0s: run 1#0
      0s: run 2#0
      0s: wait until 60s
      59s: wait until 60s
      60s: run 0#1
      60s: wait until 80s
      80s: run 1#1
      80s: wait until 100s
      100s: run 2#1
      100s: wait until 120s
      120s: run 0#2
      """, entries: 3, period: 60)
  }

  @Test func `a late run does not move the grid`() {
    Self.expect(
      """
      0s: run 0#0
      1s: run 1#0
      2s: wait until 60s
      85s: run 0#1
      88s: wait until 90s
      90s: run 1#1
      91s: wait until 120s
      120s: run 0#2
      """, entries: 2, period: 60)
  }

  @Test func `a slot may start just within one stagger after it is due and not at its end`() {
    Self.expect(
      """
      0s: run 0#0
      0s: run 1#0
      89s: run 0#1
      90s: run 1#1
      150s: missed 0#2; run 1#2
      """, entries: 2, period: 60)
  }

  @Test func `a run that takes longer than a stagger costs the slots that it covered, each counted once`() {
    Self.expect(
      """
      0s: run 0#0
      1s: run 1#0
      60s: run 0#1
      125s: missed 1#1; run 0#2
      130s: wait until 150s
      150s: run 1#2
      """, entries: 2, period: 60)
  }

  @Test func `first slots that no run could start in before the period is over are missed`() {
    Self.expect(
      """
      0s: run 0#0
      60s: missed 1#0 2#0; run 0#1
      80s: run 1#1
      """, entries: 3, period: 60)
  }

  @Test func `a long pause gives a gap and one run, and missed slots come oldest first`() {
    Self.expect(
      """
      0s: run 0#0
      0s: run 1#0
      60s: run 0#1
      305s: missed 1#1 0#2 1#2 0#3 1#3 0#4 1#4; run 0#5
      306s: wait until 330s
      330s: run 1#5
      330s: wait until 360s
      """, entries: 2, period: 60)
  }

  @Test func `a pause before the very first question is a gap as well`() {
    Self.expect(
      """
      130s: missed 0#0 1#0 0#1 1#1; run 0#2
      131s: wait until 150s
      """, entries: 2, period: 60)
  }

  @Test func `a single entry has the whole period to start in`() {
    Self.expect(
      """
      0s: run 0#0
      0s: wait until 10s
      19s: run 0#1
      19s: wait until 20s
      20s: run 0#2
      40s: missed 0#3; run 0#4
      """, entries: 1, period: 10)
  }

  @Test func `asking again at the same instant names nothing twice`() {
    Self.expect(
      """
      0s: run 0#0
      0s: wait until 10s
      35s: missed 0#1 0#2; run 0#3
      35s: wait until 40s
      35s: wait until 40s
      """, entries: 1, period: 10)
  }

  @Test func `slots carry the instant at which they were due`() {
    var schedule = Schedule(periods: Array(repeating: .seconds(60), count: 4))
    _ = schedule.next(at: .zero)
    let decision = schedule.next(at: .seconds(76))
    #expect(decision.run == Slot(entry: 1, number: 1, due: .seconds(75)))
    #expect(decision.missed.map(\.due) == [.zero, .zero, .zero, .seconds(60)])
  }

  @Test func `entries may have periods of their own`() {
    var schedule = Schedule(periods: [.seconds(10), .seconds(60)])
    var runs: [String] = []
    for second in 0...60 {
      while let slot = schedule.next(at: .seconds(second)).run { runs.append("\(second)s \(slot.entry)#\(slot.number)") }
    }
    #expect(
      runs == ["0s 0#0", "0s 1#0", "10s 0#1", "20s 0#2", "30s 0#3", "40s 0#4", "50s 0#5", "60s 0#6"])
    _ = schedule.next(at: .seconds(90))
    #expect(schedule.next(at: .seconds(90)).run == Slot(entry: 1, number: 1, due: .seconds(90)))
  }

  @Test func `other entries leave those that stay their slots, and begin at once`() {
    var schedule = Schedule(periods: [.seconds(60), .seconds(60)])
    _ = schedule.next(at: .zero)
    _ = schedule.next(at: .zero)
    schedule.apply([(.seconds(30), nil), (.seconds(60), 1)], at: .seconds(40))
    #expect(schedule.next(at: .seconds(40)).run == Slot(entry: 0, number: 0, due: .seconds(40)))
    #expect(schedule.next(at: .seconds(41)).wakeUp == .seconds(70))
    #expect(schedule.next(at: .seconds(90)).run == Slot(entry: 1, number: 1, due: .seconds(90)))
    schedule.apply([], at: .seconds(100))
    #expect(schedule.next(at: .seconds(100)).wakeUp == .seconds(3700))
  }

  @Test func `an entry whose period changes begins anew`() {
    var schedule = Schedule(periods: [.seconds(60)])
    _ = schedule.next(at: .zero)
    schedule.apply([(.seconds(10), 0)], at: .seconds(5))
    #expect(schedule.next(at: .seconds(5)).run == Slot(entry: 0, number: 0, due: .seconds(5)))
  }
}
