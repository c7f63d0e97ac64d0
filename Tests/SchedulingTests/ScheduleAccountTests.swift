import CalcmonTesting
import Samples
import Scheduling
import Testing

/// What holds whatever happens: schedules asked at hundreds of random instants, with pauses of up to three periods.
@Suite struct ScheduleAccountTests {
  private struct Log {
    var runs: [(slot: Slot, at: Duration)] = []
    var missed: [(slot: Slot, at: Duration)] = []
    var end = Duration.zero
  }

  private static func drive(entries: Int, period: Duration, seed: UInt64) -> Log {
    var schedule = Schedule(periods: Array(repeating: period, count: entries))
    var random = SplitMix64(state: seed)
    var log = Log()
    for _ in 0..<400 {
      let decision = schedule.next(at: log.end)
      log.missed += decision.missed.map { ($0, log.end) }
      if let run = decision.run { log.runs.append((run, log.end)) }
      let pause = random.next() % 20 == 0 ? 3_000 : 200
      log.end += period * Double(random.next() % UInt64(pause)) / 1_000
    }
    return log
  }

  private static let cases = [(1, 60), (2, 60), (3, 10), (7, 300)].flatMap { shape in (UInt64(1)...5).map { (shape, $0) } }

  @Test(arguments: cases)
  func `every slot is run or missed exactly once and in order`(_ shape: (entries: Int, seconds: Int), _ seed: UInt64) {
    let log = Self.drive(entries: shape.entries, period: .seconds(shape.seconds), seed: seed)
    #expect(!log.missed.isEmpty)
    for entry in 0..<shape.entries {
      let numbers = (log.runs + log.missed).map(\.slot).filter { $0.entry == entry }.map(\.number).sorted()
      #expect(numbers == Array(0..<numbers.count))
      let runs = log.runs.map(\.slot).filter { $0.entry == entry }.map(\.number)
      #expect(runs == runs.sorted())
    }
  }

  @Test(arguments: cases)
  func `no run starts before its slot is due, nor later than one stagger after it`(
    _ shape: (entries: Int, seconds: Int), _ seed: UInt64
  ) {
    let period = Duration.seconds(shape.seconds)
    let log = Self.drive(entries: shape.entries, period: period, seed: seed)
    #expect(log.runs.count > 20)
    for (slot, at) in log.runs {
      #expect(at >= slot.due)
      #expect(at < (slot.number == 0 ? period : slot.due + period / shape.entries))
    }
  }

  @Test(arguments: cases)
  func `a slot is due at its place in the grid`(_ shape: (entries: Int, seconds: Int), _ seed: UInt64) {
    let period = Duration.seconds(shape.seconds)
    let log = Self.drive(entries: shape.entries, period: period, seed: seed)
    for (slot, _) in log.runs + log.missed {
      #expect(slot.due == (slot.number == 0 ? .zero : period * slot.number + period / shape.entries * slot.entry))
    }
  }

  @Test(arguments: cases)
  func `no slot is called missed while it could still be run`(_ shape: (entries: Int, seconds: Int), _ seed: UInt64) {
    let period = Duration.seconds(shape.seconds)
    let log = Self.drive(entries: shape.entries, period: period, seed: seed)
    for (slot, at) in log.missed {
      #expect(at >= (slot.number == 0 ? period : slot.due + period / shape.entries))
    }
  }

  @Test(arguments: [1, 2, 5])
  func `an agent that always asks when told misses nothing`(_ entries: Int) {
    var schedule = Schedule(periods: Array(repeating: .seconds(60), count: entries))
    var now = Duration.zero
    var runs = 0
    while now < .seconds(3600) {
      let decision = schedule.next(at: now)
      #expect(decision.missed.isEmpty)
      if decision.run != nil {
        runs += 1
      } else {
        #expect(decision.wakeUp > now)
        now = decision.wakeUp
      }
    }
    #expect(runs == entries * 60)
  }
}
