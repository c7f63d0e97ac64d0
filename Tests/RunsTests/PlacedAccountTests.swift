import Runs
import Sampling
import Testing

/// The account of a run that is put on a few processors.
@Suite struct PlacedAccountTests {
  private func reading(_ second: Int64, busy: Double, own: Double?, steal: Double = 0, ownSteal: Double? = nil) -> HostReading {
    HostReading(
      nanoseconds: second * 1_000_000_000, stealSeconds: steal, throttledSeconds: nil, busySeconds: busy, ownBusySeconds: own,
      ownStealSeconds: ownSteal, processors: 2)
  }

  private func account(waited: UInt64, _ first: HostReading, _ last: HostReading) -> WorkAccount {
    var account = WorkAccount()
    account.receive([ThreadTimes(thread: 1, waitNanoseconds: 0, blockedSeconds: nil)])
    account.receive(first, agentSeconds: 0)
    account.receive([ThreadTimes(thread: 1, waitNanoseconds: waited, blockedSeconds: nil)])
    account.receive(last, agentSeconds: 0)
    return account
  }

  /// Seconds that threads waited, that the run ran, that its own processors were busy; what of the waiting is the others'.
  @Test(
    arguments: [
      // It had the core to itself: its threads waited for each other.
      (2, 3, 3, 0), (2, 3, 3.5, 0.5), (2, 1, 3, 2), (0.1, 1, 3, 0.1),
    ] as [(Double, Double, Double, Double)])
  func `Threads on one core wait for each other, and only for others as far as those used it`(
    waited: Double, ran: Double, busy: Double, expected: Double
  ) {
    let account = account(
      waited: UInt64(waited * 1e9), reading(0, busy: 100, own: 50), reading(3, busy: 106, own: 50 + busy))
    #expect(abs((account.run(ranSeconds: ran).waitedSeconds ?? -1) - expected) < 1e-9)
  }

  @Test func `Without processors of its own all its waiting counts`() {
    let account = account(waited: 2_000_000_000, reading(0, busy: 100, own: nil), reading(3, busy: 103, own: nil))
    #expect(account.run(ranSeconds: 3).waitedSeconds == 2)
  }

  @Test func `What the hypervisor took is that of its own processors`() {
    let account = account(
      waited: 0, reading(0, busy: 100, own: 50, steal: 10, ownSteal: 5), reading(3, busy: 105, own: 52, steal: 14, ownSteal: 6))
    #expect(account.run(ranSeconds: 1).stolenSeconds == 0.5)
  }
}
