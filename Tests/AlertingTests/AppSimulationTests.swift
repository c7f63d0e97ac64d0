import Alerting
import Samples
import Testing
import Thresholds

/// Hours in the life of applications: those that are well are left alone, and those that leak are found.
@Suite struct AppSimulationTests {
  /// An application that is well, in its own way.
  enum Healthy: CaseIterable {
    /// Tasks and queues that come in bursts, and memory in teeth.
    case steady
    /// Twice as much to do at noon as at the begin.
    case diurnal
    /// A cache that is full after an hour.
    case cache
    /// A worker is replaced every four minutes.
    case recycling

    func fill(_ interval: inout AppInterval, minute: Double, _ chance: inout Chance) {
      let load = self == .diurnal ? 1 + Self.hump(minute / 720) : 1
      let cached = self == .cache ? 40 * (1 - Self.decay(minute / 20)) : 0
      let young = self == .recycling ? minute.truncatingRemainder(dividingBy: 4) : 0
      let tooth = (minute / 3).truncatingRemainder(dividingBy: 1) * 2
      interval.tasks = AppScript.level(load * (40 + chance.spread(5)))
      interval.queues = [AppQueueLevel(name: "inbox", depth: AppScript.level(chance.burst(load)), capacity: nil)]
      interval.executorBacklog = AppScript.level(chance.burst(0.5 * load))
      interval.memoryBytes = AppScript.level((100 + 15 * (load - 1) + cached + young + tooth + chance.spread(0.5)) * 1_048_576)
      interval.cpuUserSeconds = load * (6 + chance.spread(0.5))
      interval.activeSeconds = load * (6 + chance.spread(0.5))
    }

    func life(atMinute minute: Double) -> Int { self == .recycling ? 1 + Int(minute / 4) : 1 }

    /// 0 at both ends of the unit interval, 1 in its middle.
    private static func hump(_ share: Double) -> Double { 4 * share * (1 - share) }

    /// exp(-x), as (1 - x/1024) to the power of 1024.
    private static func decay(_ x: Double) -> Double {
      var power = max(0, 1 - x / 1024)
      for _ in 0..<10 { power *= power }
      return power
    }
  }

  /// What may go wrong in one that is steady else, with the alert that finds it, and after how many minutes at the latest.
  enum Leak: CaseIterable {
    case tasks, queue, saturation, memory

    var found: (name: String, within: Double) {
      switch self {
      case .tasks: ("CalcmonTasksGrowing", 15)
      case .queue: ("CalcmonQueueGrowing", 15)
      case .saturation: ("CalcmonEventLoopSaturated", 10)
      case .memory: ("CalcmonMemoryGrowing", 90)
      }
    }

    func fill(_ interval: inout AppInterval, minute: Double, _ chance: inout Chance) {
      Healthy.steady.fill(&interval, minute: minute, &chance)
      switch self {
      case .tasks: interval.tasks = AppScript.level((interval.tasks?.mean ?? 0) + 60 * minute)
      case .queue:
        let depth = (interval.queues.first?.depth.mean ?? 0) + 12 * minute
        interval.queues = [AppQueueLevel(name: "inbox", depth: AppScript.level(depth), capacity: nil)]
      case .saturation: interval.activeSeconds = 28.5 + chance.spread(0.2)
      case .memory: interval.memoryBytes = AppScript.level((interval.memoryBytes?.mean ?? 0) + minute * 1_048_576)
      }
    }
  }

  /// The same numbers for the same seed.
  struct Chance {
    var generator: SplitMix64

    /// Around 0, of this standard deviation.
    mutating func spread(_ size: Double) -> Double { generator.normal() * size }

    /// Mostly little, and now and then much, which is gone at once.
    mutating func burst(_ size: Double) -> Double {
      abs(spread(generator.unit() < 0.1 ? 20 * size : size))
    }
  }

  private func alerts(
    hours: Double, seed: UInt64, life: (Double) -> Int = { _ in 1 }, _ fill: (inout AppInterval, Double, inout Chance) -> Void
  ) -> [(name: String, minute: Double)] {
    var watch = Watch(AppScript.plan(), at: AppScript.at(0))
    var chance = Chance(generator: SplitMix64(state: seed))
    var firing: [(String, Double)] = []
    for number in 1...Int(hours * 120) {
      let interval = AppScript.interval(number, life: life(Double(number) / 2)) { fill(&$0, Double(number) / 2, &chance) }
      for case .transition(let transition) in watch.intervalEnded(interval) where transition.to == .firing {
        firing.append((transition.alert.subject.name.rawValue, Double(number) / 2))
      }
    }
    return firing
  }

  @Test(arguments: Healthy.allCases, [1, 2, 3] as [UInt64])
  func `What is well makes no alert in twelve hours`(kind: Healthy, seed: UInt64) {
    let found = alerts(hours: 12, seed: seed, life: kind.life) { kind.fill(&$0, minute: $1, &$2) }
    #expect(found.isEmpty, "\(found)")
  }

  @Test(arguments: Leak.allCases, [1, 2, 3] as [UInt64])
  func `What leaks is found`(leak: Leak, seed: UInt64) {
    let found = alerts(hours: 2, seed: seed) { leak.fill(&$0, minute: $1, &$2) }
    #expect(found.first?.name == leak.found.name, "\(found)")
    #expect(found.first?.minute ?? .infinity <= leak.found.within, "\(found)")
    #expect(Set(found.map(\.name)) == [leak.found.name], "\(found)")
  }
}
