import Samples
import Testing

@Suite struct StallBudgetTests {
  @Test func `The leading cause has the most, and of two equal ones the first leads`() {
    #expect(StallBudget([.callback: 0.1, .runqueue: 0.3]).leading == .runqueue)
    #expect(StallBudget([.steal: 0.2, .callback: 0.2]).leading == .callback)
    #expect(StallBudget().leading == nil)
    #expect(StallBudget([.blocked: 0, .steal: -1]).leading == nil)
  }

  @Test func `Budgets add up, and are ranked`() {
    var budget = StallBudget([.callback: 0.1, .blocked: 0.2])
    budget.add(StallBudget([.callback: 0.3]))
    #expect(abs(budget.totalSeconds - 0.6) < 1e-12)
    #expect(budget.ranked.map(\.cause) == [.callback, .blocked])
    #expect(budget[.steal] == 0)
  }

  @Test func `A summary knows how many were the host's, and the longest`() {
    let own = stall(milliseconds: 200, [.callback: 0.2])
    let host = stall(milliseconds: 150, [.runqueue: 0.1, .callback: 0.05])
    let shared = stall(milliseconds: 120, [.callback: 0.12], controlLate: 0.07)
    let summary = StallSummary([host, own, shared])
    #expect(summary.count == 3)
    #expect(summary.hostCaused == 2)
    #expect(summary.controlLate == 1)
    #expect(summary.longest == own)
    #expect(abs(summary.budget[.callback] - 0.37) < 1e-12)
  }

  private func stall(milliseconds: Int64, _ seconds: [StallCause: Double], controlLate: Double = 0) -> Stall {
    Stall(
      startedNanoseconds: 1_000_000_000, endedNanoseconds: 1_000_000_000 + milliseconds * 1_000_000, budget: StallBudget(seconds),
      controlLateSeconds: controlLate)
  }
}
