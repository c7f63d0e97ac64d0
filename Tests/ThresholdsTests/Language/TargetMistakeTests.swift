import Testing
import Thresholds

/// Mistakes in the pieces of a condition, with their places and what people are told.
@Suite struct TargetMistakeTests {
  @Test(
    arguments: [
      (.eventLoopLatency, "", "1:1: a statistic is missing; there are p(99), max, avg, ratio, last, count and rate"),
      (
        .eventLoopLatency, "median < 5ms",
        "1:1: 'median' is no statistic; there are p(99), max, avg, ratio, last, count and rate"
      ),
      (.eventLoopLatency, "Max < 5ms", "1:1: 'Max' is no statistic; there are p(99), max, avg, ratio, last, count and rate"),
      (.eventLoopLatency, "< 5ms", "1:1: '<' is no statistic; there are p(99), max, avg, ratio, last, count and rate"),
      (.eventLoopLatency, "5ms .. 7ms", "1:1: '5' is no statistic; there are p(99), max, avg, ratio, last, count and rate"),
      (
        .eventLoopLatency, "trend <= 0",
        "1:1: 'event_loop_latency' has no trend; use p(99), max, avg, ratio, last, count or rate"
      ),
      (.cpuUtilization, "p(99) < 0.5", "1:1: 'cpu_utilization' has no p(…); use ratio or last"),
      (.cpuUtilization, "max < 0.5", "1:1: 'cpu_utilization' has no max; use ratio or last"),
      (.queueDepth, "p(99) < 5", "1:1: 'queue_depth' has no p(…); use max, last or trend"),
      (.queueDepth, "avg < 5", "1:1: 'queue_depth' has no avg; use max, last or trend"),
      (.memory, "rate < 5/m", "1:1: 'memory' has no rate; use max, last or trend"),
      (.ioWait, "count < 3", "1:1: 'io_wait' has no count; use ratio or last"),
      (.cpuUtilization, "median < 1", "1:1: 'median' is no statistic; there are ratio and last"),
      (.cpuUtilization, "", "1:1: a statistic is missing; there are ratio and last"),
      (.cpuUtilization, "and", "1:1: 'and' is no statistic; there are ratio and last"),
      (.eventLoopLatency, "p(99 < 5ms", "1:6: '<' has no place in a quantile; there must be ')'"),
      (.eventLoopLatency, "p(99%) < 5ms", "1:5: '%' has no place in a quantile; there must be ')'"),
      (
        .eventLoopLatency, "max < 5ms and",
        "1:14: a statistic is missing; there are p(99), max, avg, ratio, last, count and rate"
      ),
      (
        .eventLoopLatency, "max < 5ms and and",
        "1:15: 'and' is no statistic; there are p(99), max, avg, ratio, last, count and rate"
      ),
      (
        .eventLoopLatency, "max < 5ms and over 10m",
        "1:15: 'over' is no statistic; there are p(99), max, avg, ratio, last, count and rate"
      ),
      (.eventLoopLatency, "over 10m", "1:1: 'over' is no statistic; there are p(99), max, avg, ratio, last, count and rate"),
      (
        .eventLoopLatency, "thisisaverylongwordthatisnostatistic < 5ms",
        "1:1: 'thisisaverylongwordthati…' is no statistic; there are p(99), max, avg, ratio, last, count and rate"
      ),
    ] as [(TargetName, String, String)])
  func `A statistic is one of its quantity`(_ name: TargetName, _ text: String, _ message: String) {
    TargetMistake.expect(text, name, message)
  }

  @Test(
    arguments: [
      (.eventLoopLatency, "p < 5ms", "1:3: '<' is no quantile; write p(99)"),
      (.eventLoopLatency, "p99 < 5ms", "1:2: '99' is no quantile; write p(99)"),
      (.eventLoopLatency, "p", "1:2: a quantile is missing; write p(99)"),
      (.eventLoopLatency, "p() < 5ms", "1:3: ')' is no quantile; write one like 99"),
      (.eventLoopLatency, "p( < 5ms", "1:4: '<' is no quantile; write one like 99"),
      (.eventLoopLatency, "p(", "1:3: a quantile is missing; write one like 99"),
      (.eventLoopLatency, "p(x) < 5ms", "1:3: 'x' is no quantile; write one like 99"),
      (.eventLoopLatency, "p(0) < 5ms", "1:3: '0' is no quantile; it can be more than 0 and up to 100"),
      (.eventLoopLatency, "p(100.1) < 5ms", "1:3: '100.1' is no quantile; it can be more than 0 and up to 100"),
      (.eventLoopLatency, "p(-1) < 5ms", "1:3: '-1' is negative; values are not"),
      (.eventLoopLatency, "p(9.9.9) < 5ms", "1:3: '9.9.9' is no number; write one like 12.5"),
      (.eventLoopLatency, "p(99", "1:5: a ')' is missing behind the quantile"),
    ] as [(TargetName, String, String)])
  func `A quantile is written in brackets and is one`(_ name: TargetName, _ text: String, _ message: String) {
    TargetMistake.expect(text, name, message)
  }

  @Test(
    arguments: [
      (.ioWait, "= 0.5", "1:1: '=' is no comparison; use <, <=, > or >=, or a range like 1 .. 2"),
      (.eventLoopLatency, "max", "1:4: a comparison is missing; use <, <=, > or >=, or a range like 1 .. 2"),
      (.eventLoopLatency, "max = 5ms", "1:5: '=' is no comparison; use <, <=, > or >=, or a range like 1 .. 2"),
      (.eventLoopLatency, "max == 5ms", "1:5: '=' is no comparison; use <, <=, > or >=, or a range like 1 .. 2"),
      (.eventLoopLatency, "max ≤ 5ms", "1:5: '≤' is no comparison; use <, <=, > or >=, or a range like 1 .. 2"),
      (.eventLoopLatency, "max and", "1:5: 'and' is no comparison; use <, <=, > or >=, or a range like 1 .. 2"),
      (
        .eventLoopLatency, "max 5ms",
        "1:5: '5ms' has neither a comparison before it nor '..' behind it; use <, <=, >, >= or '..'"
      ),
      (
        .eventLoopLatency, "max 5ms and count < 3",
        "1:5: '5ms' has neither a comparison before it nor '..' behind it; use <, <=, >, >= or '..'"
      ),
      (
        .eventLoopLatency, "max 5ms <",
        "1:5: '5ms' has neither a comparison before it nor '..' behind it; use <, <=, >, >= or '..'"
      ),
      (.cpuUtilization, "0.7", "1:1: '0.7' has neither a comparison before it nor '..' behind it; use <, <=, >, >= or '..'"),
      (.cpuUtilization, "0.7 0.9", "1:1: '0.7' has neither a comparison before it nor '..' behind it; use <, <=, >, >= or '..'"),
    ] as [(TargetName, String, String)])
  func `A comparison is one of four, or a range`(_ name: TargetName, _ text: String, _ message: String) {
    TargetMistake.expect(text, name, message)
  }
}
