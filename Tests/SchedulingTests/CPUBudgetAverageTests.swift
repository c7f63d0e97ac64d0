import Scheduling
import Testing

/// Days of virtual time with 5 % of four cores: 0.2 CPU seconds a second, 60 a period of five minutes.
@Suite struct CPUBudgetAverageTests {
  private static let rate = 0.2
  private static let capacity = 60.0
  private static let day = 86_400

  /// Asks every ten seconds and runs whenever it may; returns what was spent in each of those steps.
  private static func simulate(days: Int, expected: Double, actual: (Int) -> Double) -> [Double] {
    var budget = CPUBudget(share: 0.05, cores: 4, period: .seconds(300))
    return stride(from: 0, to: days * day, by: 10).map { second in
      let now = Duration.seconds(second)
      guard budget.affords(expected, at: now) else { return 0 }
      let cost = actual(second)
      budget.spend(cost, at: now)
      return cost
    }
  }

  @Test(arguments: [2.5, 3, 7.3, 60])
  func `over days the average is the share, but for the first allowance`(_ cost: Double) {
    let spent = Self.simulate(days: 3, expected: cost) { _ in cost }.reduce(0, +)
    let allowed = Self.rate * Double(3 * Self.day)
    #expect(spent <= allowed + Self.capacity + 1e-6)
    #expect(spent > 0.95 * allowed)
  }

  @Test func `after the first hour no day is above the share by more than what the bucket holds`() {
    let steps = Self.simulate(days: 4, expected: 3) { _ in 3 }
    let perDay = Self.day / 10
    for start in stride(from: 360, through: steps.count - perDay, by: 97) {
      let spent = steps[start..<(start + perDay)].reduce(0, +)
      #expect(spent <= Self.rate * Double(Self.day) + 3 + 1e-6)
    }
  }

  @Test func `runs that cost four times what was expected do not raise the average`() {
    let spent = Self.simulate(days: 3, expected: 3) { $0 % 7 == 0 ? 12 : 3 }.reduce(0, +)
    #expect(spent <= Self.rate * Double(3 * Self.day) + Self.capacity + 12)
  }

  @Test func `a night without runs buys one period's worth, not a night's`() {
    var budget = CPUBudget(share: 0.05, cores: 4, period: .seconds(300))
    var spent = 0.0
    let morning = 8 * 3600
    for second in stride(from: morning, to: morning + 3600, by: 10) where budget.affords(3, at: .seconds(second)) {
      budget.spend(3, at: .seconds(second))
      spent += 3
    }
    #expect(spent <= Self.rate * 3600 + Self.capacity + 1e-6)
    #expect(spent > Self.rate * 3600)
  }

  @Test func `a run that is dearer than the bucket waits for a full one, and the average is the share all the same`() {
    let spent = Self.simulate(days: 3, expected: 90) { _ in 90 }.reduce(0, +)
    let allowed = Self.rate * Double(3 * Self.day)
    #expect(spent <= allowed + 90)
    #expect(spent > 0.9 * allowed)
  }
}
