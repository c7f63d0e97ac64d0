import Scheduling
import Testing

/// Half of two cores over ten seconds: a CPU second a second, and ten at the most.
@Suite struct CPUBudgetTests {
  private var budget = CPUBudget(share: 0.5, cores: 2, period: .seconds(10))

  /// Asks a copy: what a question changes must not change the answer to the next one.
  private func affords(_ cpuSeconds: Double, at now: Duration) -> Bool {
    var budget = budget
    return budget.affords(cpuSeconds, at: now)
  }

  @Test mutating func `a period's worth is there at the start, and no more`() {
    #expect(affords(10, at: .zero))
    budget.spend(10, at: .zero)
    #expect(!affords(0.001, at: .zero))
  }

  @Test mutating func `what is dearer than the bucket waits until it is full`() {
    #expect(affords(25, at: .zero))
    budget.spend(25, at: .zero)
    #expect(!affords(25, at: .seconds(24)))
    #expect(affords(25, at: .seconds(25)))
  }

  @Test mutating func `asking costs nothing`() {
    for _ in 0..<100 { _ = budget.affords(10, at: .zero) }
    #expect(affords(10, at: .zero))
  }

  @Test mutating func `what is spent is gone`() {
    budget.spend(7, at: .zero)
    #expect(affords(3, at: .zero))
    #expect(!affords(3.001, at: .zero))
  }

  @Test mutating func `it refills at the share of all cores`() {
    budget.spend(10, at: .zero)
    #expect(!affords(4, at: .milliseconds(3_999)))
    #expect(affords(4, at: .seconds(4)))
  }

  @Test mutating func `it refills by small steps as by a large one`() {
    budget.spend(10, at: .zero)
    for tenth in 1...40 { _ = budget.affords(0, at: .milliseconds(100 * tenth)) }
    #expect(affords(3.999_999, at: .seconds(4)))
    #expect(!affords(4.000_001, at: .seconds(4)))
  }

  @Test mutating func `it holds one period's worth, however long nothing is spent`() {
    #expect(affords(10, at: .seconds(86_400)))
    budget.spend(10, at: .seconds(86_400))
    #expect(!affords(0.001, at: .seconds(86_400)))
  }

  @Test mutating func `a run that cost more than expected is paid back before the next`() {
    budget.spend(25, at: .zero)
    #expect(!affords(0, at: .seconds(14)))
    #expect(affords(0, at: .seconds(15)))
    #expect(affords(5, at: .seconds(20)))
    #expect(!affords(5.001, at: .seconds(20)))
  }

  @Test mutating func `time before a run does not pay for it where the bucket was full`() {
    budget.spend(4, at: .seconds(100))
    #expect(affords(6, at: .seconds(100)))
    #expect(!affords(6.001, at: .seconds(100)))
  }

  @Test mutating func `an instant in the past neither refills nor takes away`() {
    budget.spend(10, at: .seconds(5))
    #expect(!affords(0.001, at: .seconds(1)))
    _ = budget.affords(0, at: .seconds(1))
    #expect(affords(1, at: .seconds(6)))
    #expect(!affords(1.001, at: .seconds(6)))
  }
}
