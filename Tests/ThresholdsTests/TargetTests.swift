import Samples
import Testing
import Thresholds

@Suite struct TargetTests {
  @Test func `the five targets are those of the guide`() {
    #expect(Target.eventLoopLatency == Target(.eventLoopLatency, .quantile(0.99), .below(0.1)))
    #expect(Target.queueDepth == Target(.queueDepth, .trend(TrendTest(minimumRise: .absolute(1))), .atMost(0)))
    #expect(Target.cpuUtilization == Target(.cpuUtilization, .ratio, .within(0.7...0.9)))
    #expect(Target.memory == Target(.memory, .trend(TrendTest(minimumRise: .relative(0.05))), .atMost(0)))
    #expect(Target.ioWait == Target(.ioWait, .ratio, .below(0.5)))
  }

  @Test func `CPU utilisation is judged for computation only`() {
    #expect(Target.standard(for: .cpu).map(\.name) == [.eventLoopLatency, .queueDepth, .cpuUtilization, .memory, .ioWait])
    #expect(Target.standard(for: .mixed).map(\.name) == [.eventLoopLatency, .queueDepth, .memory, .ioWait])
  }

  // Labels of metrics and columns of databases.
  @Test func `the names are fixed`() {
    #expect(
      TargetName.allCases.map(\.rawValue) == ["event_loop_latency", "queue_depth", "cpu_utilization", "memory", "io_wait"])
    #expect(Verdict.allCases.map(\.rawValue) == ["met", "breached", "unknown"])
  }
}
