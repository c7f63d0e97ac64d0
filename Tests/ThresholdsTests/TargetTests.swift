import Samples
import Testing
import Thresholds

@Suite struct TargetTests {
  @Test func `the five targets are those of the guide`() {
    var latency = Target(.eventLoopLatency, .quantile(0.99), .below(0.1))
    #expect(Target.eventLoopLatency != latency)
    latency.critical = [Condition(.quantile(0.99), .below(0.5))]
    #expect(Target.eventLoopLatency == latency)
    #expect(Target.queueDepth == Target(.queueDepth, .trend(TrendTest(minimumRise: .absolute(1))), .atMost(0)))
    #expect(Target.cpuUtilization == Target(.cpuUtilization, .ratio, .within(0.7...0.9)))
    #expect(Target.memory == Target(.memory, .trend(TrendTest(minimumRise: .relative(0.05))), .atMost(0)))
    #expect(Target.ioWait == Target(.ioWait, .ratio, .below(0.5)))
  }

  @Test func `CPU utilisation is judged for computation only`() {
    #expect(Target.standard(for: .cpu).map(\.name) == [.eventLoopLatency, .queueDepth, .cpuUtilization, .memory, .ioWait])
    #expect(Target.standard(for: .mixed).map(\.name) == [.eventLoopLatency, .queueDepth, .memory, .ioWait])
  }

  @Test(arguments: Target.standard(for: .cpu))
  func `a standard target has one condition, the window of whoever judges, and no clearing limit`(_ target: Target) {
    #expect(target.conditions == [Condition(target.statistic, target.limit)])
    #expect(target.window == nil)
    #expect(target.clearing.isEmpty)
    #expect(target.critical.isEmpty == (target.name != .eventLoopLatency))
  }

  @Test(arguments: Target.standard(for: .cpu))
  func `a target without a condition asks for what the standard target asks`(_ target: Target) {
    #expect(Target(target.name, []).conditions == target.conditions)
  }

  @Test func `the statistic and the limit of several conditions are those of the first`() {
    let target = Target(.eventLoopLatency, [Condition(.max, .below(2)), Condition(.count, .atMost(3))])
    #expect(target.statistic == .max)
    #expect(target.limit == .below(2))
  }

  // Labels of metrics and columns of databases.
  @Test func `the names are fixed`() {
    #expect(
      TargetName.allCases.map(\.rawValue) == [
        "event_loop_latency", "queue_depth", "cpu_utilization", "memory", "io_wait", "saturation", "tasks", "executor_backlog",
      ])
    #expect(TargetName.ofRuns.map(\.rawValue) == ["event_loop_latency", "queue_depth", "cpu_utilization", "memory", "io_wait"])
    #expect(Verdict.allCases.map(\.rawValue) == ["met", "breached", "unknown"])
  }
}
