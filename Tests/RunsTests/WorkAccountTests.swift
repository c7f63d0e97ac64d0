import Runs
import Samples
import Sampling
import Testing

/// Where the time of a run went, from readings that are taken while it works.
@Suite struct WorkAccountTests {
  @Test(
    arguments: [
      ([2, 2.25, 2.75], 0.75), ([nil, 0, 0.5], 0.5), ([500, 0, 0.5], 0.5), ([nil, nil, nil], nil), ([1, nil, 2], 0),
    ] as [([Double?], Double?)])
  func `What a quota took is what its group lost from then on, also of a run that is moved`(
    throttled: [Double?], expected: Double?
  ) {
    var account = WorkAccount()
    account.receive([ThreadTimes(thread: 1, waitNanoseconds: 0)])
    for (index, seconds) in throttled.enumerated() {
      account.receive(
        HostReading(nanoseconds: Int64(index) * 1_000_000, stealSeconds: nil, throttledSeconds: seconds), agentSeconds: 0)
    }
    account.receive([ThreadTimes(thread: 1, waitNanoseconds: 3_000_000_000)])
    #expect(account.run(ranSeconds: 1).throttledSeconds == expected)
    #expect(account.run(ranSeconds: 1).waitedSeconds == 3 - (expected ?? 0))
  }
}
