import Samples
import Testing

@Suite struct RunIdentityTests {
  @Test func `its labels are mix, strategy and runtime`() {
    let identity = RunIdentity(mix: "io-heavy", strategy: .hybrid, runtime: .swift)
    #expect(identity.labels == Labels([("mix", "io-heavy"), ("strategy", "hybrid"), ("runtime", "swift")]))
  }

  @Test func `identities sort by mix, then by strategy`() {
    let sorted = [
      RunIdentity(mix: "a", strategy: .async, runtime: .swift),
      RunIdentity(mix: "a", strategy: .hybrid, runtime: .swift),
      RunIdentity(mix: "b", strategy: .async, runtime: .swift),
    ]
    #expect(sorted.reversed().sorted() == sorted)
  }

  // Stored in databases and named by dashboards: a change of one of these words breaks both.
  @Test func `the words of labels and stored series are fixed`() {
    #expect(Strategy.allCases.map(\.rawValue) == ["sync", "threads", "async", "hybrid"])
    #expect(Runtime.allCases.map(\.rawValue) == ["swift", "asyncio"])
    #expect(MixKind.allCases.map(\.rawValue) == ["io", "cpu", "mixed", "realtime", "idle"])
    #expect(RunOutcome.allCases.map(\.rawValue) == ["completed", "failed", "timeout", "crashed", "cancelled"])
    #expect(
      Quantity.allCases.map(\.rawValue) == [
        "event_loop_latency_seconds", "queue_depth", "cpu_utilization_ratio", "memory_bytes", "io_wait_ratio",
      ])
  }
}
