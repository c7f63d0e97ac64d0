import Samples
import Testing
import Thresholds

@Suite struct TargetTextTests {
  @Test(
    arguments: [
      (.eventLoopLatency, 0, "0 s"), (.eventLoopLatency, 0.0123, "12.3 ms"), (.eventLoopLatency, 0.001, "1 ms"),
      (.eventLoopLatency, 0.1, "100 ms"), (.eventLoopLatency, 0.0999, "99.9 ms"), (.eventLoopLatency, 0.09996, "100 ms"),
      (.eventLoopLatency, 0.00025, "250 us"), (.eventLoopLatency, 4e-7, "0.4 us"), (.eventLoopLatency, 1, "1 s"),
      (.eventLoopLatency, 2.5, "2.5 s"), (.eventLoopLatency, 12.345, "12.3 s"), (.eventLoopLatency, 125, "125 s"),
      (.cpuUtilization, 0.814, "81.4 %"), (.cpuUtilization, 0.7, "70 %"), (.cpuUtilization, 1, "100 %"),
      (.cpuUtilization, 1.234, "123 %"), (.ioWait, 0, "0 %"), (.ioWait, 0.056, "5.6 %"), (.ioWait, 0.0005, "0.05 %"),
      (.queueDepth, 0, "0 items/s"), (.queueDepth, -3.1, "-3.1 items/s"), (.queueDepth, 0.05, "0.05 items/s"),
      (.queueDepth, 0.0005, "< 0.001 items/s"), (.queueDepth, -0.0005, "> -0.001 items/s"),
      (.queueDepth, 1.005, "1 items/s"), (.queueDepth, 9.999, "10 items/s"), (.queueDepth, 1_000.4, "1000 items/s"),
      (.queueDepth, 1_234_567, "1234567 items/s"),
      (.memory, 0, "0 B/s"), (.memory, 512, "512 B/s"), (.memory, 1_023, "1023 B/s"), (.memory, 1_024, "1 KiB/s"),
      (.memory, 1_572_864, "1.5 MiB/s"), (.memory, -2_048, "-2 KiB/s"), (.memory, 5e9, "4.66 GiB/s"),
      (.memory, 1_099_511_627_776, "1 TiB/s"),
      (.queueDepth, .infinity, "inf items/s"), (.queueDepth, -.infinity, "-inf items/s"), (.cpuUtilization, .nan, "nan %"),
    ] as [(TargetName, Double, String)])
  func `a value is told in the unit of its target`(_ name: TargetName, _ value: Double, _ text: String) {
    #expect(name.text(value) == text)
  }

  // A child may report any whole number as its queue; a slope of it is told on the status page.
  @Test(arguments: [1e15, 1e18, 1e19, 1e300, -1e19])
  func `a value of any size is told without a crash`(_ value: Double) {
    for name in TargetName.allCases { #expect(!name.text(value).isEmpty) }
  }

  @Test(
    arguments: [
      (.eventLoopLatency, "p(99) < 100 ms"), (.queueDepth, "trend <= 0 items/s"), (.cpuUtilization, "70 % .. 90 %"),
      (.memory, "trend <= 0 B/s"), (.ioWait, "< 50 %"),
      (Target(.eventLoopLatency, .quantile(0.5), .atMost(2)), "p(50) <= 2 s"),
      (Target(.eventLoopLatency, .quantile(0.999), .below(0.25)), "p(99.9) < 250 ms"),
      (Target(.memory, .trend(TrendTest(minimumRise: .absolute(0))), .below(1_048_576)), "trend < 1 MiB/s"),
      (Target(.eventLoopLatency, .quantile(0.9999), .below(0.25)), "p(99.99) < 250 ms"),
      (Target(.eventLoopLatency, .quantile(1), .below(0.25)), "p(100) < 250 ms"),
      (Target(.eventLoopLatency, .max, .above(0)), "max > 0 s"), (Target(.eventLoopLatency, .avg, .atLeast(3)), "avg >= 3 s"),
      (Target(.eventLoopLatency, .last, .within(0.1...2)), "last 100 ms .. 2 s"),
      (Target(.eventLoopLatency, .ratio, .below(0.01)), "ratio < 1 %"),
      (Target(.cpuUtilization, .last, .below(1)), "last < 100 %"),
      (Target(.eventLoopLatency, .count, .atMost(3)), "count <= 3"),
      (Target(.eventLoopLatency, .rate, .below(3 / 60)), "rate < 3/m"),
      (Target(.eventLoopLatency, .rate, .below(2)), "rate < 2/s"),
      (Target(.eventLoopLatency, .rate, .below(0)), "rate < 0/s"),
      (Target(.eventLoopLatency, .rate, .below(5 / 3600)), "rate < 5/h"),
      (Target(.eventLoopLatency, .rate, .below(1 / 86400)), "rate < 1/d"),
      (Target(.queueDepth, .max, .below(100)), "max < 100 items"), (Target(.queueDepth, .last, .atMost(1)), "last <= 1 item"),
      (Target(.queueDepth, .trend(.queueDepth), .atMost(5 / 60)), "trend <= 0.083 items/s"),
      (Target(.queueDepth, .trend(.queueDepth), .atMost(5 / 3600)), "trend <= 5 items/h"),
      (Target(.memory, .max, .below(209_715_200)), "max < 200 MiB"), (Target(.memory, .last, .below(512)), "last < 512 B"),
      (Target(.memory, .trend(.memory), .atMost(1_048_576 / 3600)), "trend <= 291 B/s"),
      (Target(.memory, .trend(.memory), .atMost(1 / 3600)), "trend <= 1 B/h"),
      (
        Target(.eventLoopLatency, [Condition(.quantile(0.99), .below(0.1)), Condition(.max, .below(2))]),
        "p(99) < 100 ms and max < 2 s"
      ),
      (Target(.ioWait, [Condition(.ratio, .below(0.5))], window: 600), "< 50 % over 10 m"),
      (
        Target(.ioWait, [Condition(.ratio, .below(0.5)), Condition(.last, .below(0.9))], window: 90),
        "< 50 % and last < 90 % over 90 s"
      ),
      (Target(.ioWait, [Condition(.ratio, .below(0.5))], window: 86400), "< 50 % over 1 d"),
      (Target(.memory, .count, .below(7)), "count < 7"),
    ] as [(Target, String)])
  func `a limit is told with its comparison`(_ target: Target, _ text: String) {
    #expect(target.limitText == text)
  }

  @Test func `a judgement tells its value, or a dash where there is none`() {
    var evidence = Evidence()
    #expect(TargetEvaluator.judge(.ioWait, by: evidence).valueText == "-")
    (evidence.ioWaitSeconds, evidence.wallSeconds, evidence.ioWaitSamples) = (1.25, 10, 10)
    #expect(TargetEvaluator.judge(.ioWait, by: evidence).valueText == "12.5 %")
  }

  @Test func `a judgement tells its value in the unit of the condition that decides`() {
    var evidence = Evidence()
    (evidence.queuePeak, evidence.memoryPeak) = (120, 3_145_728)
    let queue = Target(.queueDepth, [Condition(.trend(.queueDepth), .atMost(0)), Condition(.max, .below(100))])
    #expect(TargetEvaluator.judge(queue, by: evidence).valueText == "120 items")
    #expect(TargetEvaluator.judge(Target(.memory, .max, .below(1)), by: evidence).valueText == "3 MiB")
    evidence.wallSeconds = 60
    evidence.stalls.add(Stall(startedNanoseconds: 0, endedNanoseconds: 600_000_000, budget: StallBudget([.callback: 0.6])))
    #expect(TargetEvaluator.judge(Target(.eventLoopLatency, .rate, .below(1)), by: evidence).valueText == "1/m")
    #expect(TargetEvaluator.judge(Target(.eventLoopLatency, .count, .below(1)), by: evidence).valueText == "1")
    #expect(TargetEvaluator.judge(Target(.eventLoopLatency, .ratio, .below(1)), by: evidence).valueText == "1 %")
  }

  @Test func `a condition is told alone, without the statistic that goes without saying`() {
    #expect(Condition(.ratio, .below(0.5)).text(for: .ioWait) == "< 50 %")
    #expect(Condition(.ratio, .below(0.5)).text(for: .eventLoopLatency) == "ratio < 50 %")
    #expect(Condition(.quantile(0.99), .below(0.5)).text(for: .eventLoopLatency) == "p(99) < 500 ms")
  }
}
