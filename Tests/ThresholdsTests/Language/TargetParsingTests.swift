import Testing
import Thresholds

/// Every form of the target language.
@Suite struct TargetParsingTests {
  private static func one(_ statistic: Statistic, _ limit: Limit) -> [Condition] { [Condition(statistic, limit)] }

  @Test(
    arguments: [
      ("p(99) < 100ms", one(.quantile(0.99), .below(0.1))), ("p(99.9) <= 250 ms", one(.quantile(0.999), .atMost(0.25))),
      ("p(50) > 1s", one(.quantile(0.5), .above(1))), ("p(100) >= 1us", one(.quantile(1), .atLeast(0.000_001))),
      ("p(0.1) < 3.3ms", one(.quantile(0.001), .below(0.0033))), ("p ( 99 ) < 2m", one(.quantile(0.99), .below(120))),
      ("p(99.99) < 1h", one(.quantile(0.9999), .below(3600))), ("max < 2d", one(.max, .below(172_800))),
      ("max < 1w", one(.max, .below(604_800))), ("max < 1y", one(.max, .below(31_536_000))),
      ("avg < 1s500ms", one(.avg, .below(1.5))), ("avg < 0.0001s", one(.avg, .below(0.0001))),
      ("last<100ms", one(.last, .below(0.1))),
      ("last > 0", one(.last, .above(0))), ("last > 0.0", one(.last, .above(0))), ("last > 0ms", one(.last, .above(0))),
      ("p(99) 10ms .. 100ms", one(.quantile(0.99), .within(0.01...0.1))),
      ("p(99)0..100ms", one(.quantile(0.99), .within(0...0.1))),
      ("ratio < 0.01", one(.ratio, .below(0.01))), ("ratio < 1%", one(.ratio, .below(0.01))),
      ("ratio < 1 %", one(.ratio, .below(0.01))),
      ("count <= 3", one(.count, .atMost(3))), ("count 1 .. 3", one(.count, .within(1...3))),
      ("count < 2.5", one(.count, .below(2.5))),
      ("rate < 3/m", one(.rate, .below(0.05))), ("rate < 0.1/s", one(.rate, .below(0.1))),
      ("rate < 5/h", one(.rate, .below(5 / 3600))),
      ("rate < 5 / d", one(.rate, .below(5 / 86400))), ("rate < 0", one(.rate, .below(0))), ("rate < 0/m", one(.rate, .below(0))),
      ("rate 1/w..1/h", one(.rate, .within(1 / 604_800...1 / 3600))), ("rate < 1/ms", one(.rate, .below(1000))),
      ("p(99) < 000100ms", one(.quantile(0.99), .below(0.1))), ("p(99) < 100.000ms", one(.quantile(0.99), .below(0.1))),
    ] as [(String, [Condition])])
  func `Conditions on the loop's latency`(_ text: String, _ conditions: [Condition]) throws {
    #expect(try Target(parsing: text, for: .eventLoopLatency) == Target(.eventLoopLatency, conditions))
    #expect(try Target.conditions(parsing: text, for: .eventLoopLatency) == conditions)
  }

  @Test(
    arguments: [
      (.queueDepth, "max < 100", one(.max, .below(100))), (.queueDepth, "max < 100 items", one(.max, .below(100))),
      (.queueDepth, "last <= 50items", one(.last, .atMost(50))),
      (.queueDepth, "trend <= 0", one(.trend(.queueDepth), .atMost(0))),
      (.queueDepth, "trend <= 0 items/s", one(.trend(.queueDepth), .atMost(0))),
      (.queueDepth, "trend < 5/m", one(.trend(.queueDepth), .below(5 / 60))),
      (.queueDepth, "trend < 5 items/m", one(.trend(.queueDepth), .below(5 / 60))),
      (.queueDepth, "max 1 .. 3", one(.max, .within(1...3))),
      (.memory, "max < 200MiB", one(.max, .below(209_715_200))), (.memory, "max < 1.5 KiB", one(.max, .below(1536))),
      (.memory, "last < 7B", one(.last, .below(7))), (.memory, "last < 1GiB", one(.last, .below(1_073_741_824))),
      (.memory, "last < 1TiB", one(.last, .below(1_099_511_627_776))), (.memory, "last < 1KB", one(.last, .below(1000))),
      (.memory, "last < 2MB", one(.last, .below(2e6))), (.memory, "last < 2GB", one(.last, .below(2e9))),
      (.memory, "last < 2TB", one(.last, .below(2e12))), (.memory, "max < 0", one(.max, .below(0))),
      (.memory, "trend <= 0", one(.trend(.memory), .atMost(0))), (.memory, "trend <= 0 B/s", one(.trend(.memory), .atMost(0))),
      (.memory, "trend < 1MiB/h", one(.trend(.memory), .below(1_048_576 / 3600))),
      (.cpuUtilization, "0.70 .. 0.90", one(.ratio, .within(0.7...0.9))),
      (.cpuUtilization, "0.7..0.9", one(.ratio, .within(0.7...0.9))),
      (.cpuUtilization, "70% .. 90%", one(.ratio, .within(0.7...0.9))),
      (.cpuUtilization, "70 % .. 90 %", one(.ratio, .within(0.7...0.9))),
      (.cpuUtilization, "0 .. 1", one(.ratio, .within(0...1))),
      (.cpuUtilization, "ratio 0.7 .. 0.9", one(.ratio, .within(0.7...0.9))),
      (.cpuUtilization, "> 0.5", one(.ratio, .above(0.5))), (.cpuUtilization, "last >= 0.5", one(.last, .atLeast(0.5))),
      (.cpuUtilization, "< 100%", one(.ratio, .below(1))), (.cpuUtilization, "< 1", one(.ratio, .below(1))),
      (.ioWait, "< 0.5", one(.ratio, .below(0.5))), (.ioWait, "ratio < 0.5", one(.ratio, .below(0.5))),
      (.ioWait, "<50%", one(.ratio, .below(0.5))), (.ioWait, "last < 12.5%", one(.last, .below(0.125))),
    ] as [(TargetName, String, [Condition])])
  func `Conditions on the other quantities`(_ name: TargetName, _ text: String, _ conditions: [Condition]) throws {
    #expect(try Target(parsing: text, for: name) == Target(name, conditions))
    #expect(try Target.conditions(parsing: text, for: name) == conditions)
  }

  // As in the configuration that holds without a file.
  @Test(
    arguments: [
      (.eventLoopLatency, "p(99) < 100ms"), (.queueDepth, "trend <= 0"), (.cpuUtilization, "0.70 .. 0.90"),
      (.memory, "trend <= 0"),
      (.ioWait, "ratio < 0.5"),
    ] as [(Target, String)])
  func `The standard targets can be written, to the bit`(_ target: Target, _ text: String) throws {
    let found = try Target(parsing: text, for: target.name)
    #expect(found.conditions == target.conditions)
    #expect(found.window == nil)
    #expect(found.critical.isEmpty && found.clearing.isEmpty)
  }

  @Test(arguments: Target.standard(for: .cpu))
  func `What people are told of a standard target can be written as well`(_ target: Target) throws {
    #expect(try Target(parsing: target.limitText, for: target.name).conditions == target.conditions)
  }

  @Test(
    arguments: [
      ("over 10m", 600), ("over 10 m", 600), ("over 1h30m", 5400), ("over 1s", 1), ("over 1y", 31_536_000), ("over 90.5s", 90.5),
      ("over 7d", 604_800), ("over 1000ms", 1), ("over\n2w", 1_209_600),
    ] as [(String, Double)])
  func `A window is a second to a year`(_ text: String, _ seconds: Double) throws {
    let target = try Target(parsing: "p(99) < 100ms \(text)", for: .eventLoopLatency)
    #expect(target == Target(.eventLoopLatency, [Condition(.quantile(0.99), .below(0.1))], window: seconds))
  }

  @Test func `Several conditions all hold, over one window`() throws {
    let text = "p(99) < 100ms and max < 2s and rate < 3/m\n  and ratio 0 .. 1% over 1h"
    let conditions = [
      Condition(.quantile(0.99), .below(0.1)), Condition(.max, .below(2)), Condition(.rate, .below(0.05)),
      Condition(.ratio, .within(0...0.01)),
    ]
    #expect(try Target(parsing: text, for: .eventLoopLatency) == Target(.eventLoopLatency, conditions, window: 3600))
    #expect(try Target(parsing: "<0.5and>0.1", for: .ioWait).conditions.count == 2)
  }

  @Test func `There can be eight conditions`() throws {
    let text = Array(repeating: "max < 1s", count: 8).joined(separator: " and ")
    #expect(try Target(parsing: text, for: .eventLoopLatency).conditions.count == 8)
  }

  @Test(arguments: ["  p(99)<100ms  ", "\n\tp(99)\r\n<\u{2028}100\u{A0}ms\n\n", "p\n(\n99\n)\n<\n100\nms"])
  func `Whitespace may stand between any two pieces`(_ text: String) throws {
    #expect(try Target(parsing: text, for: .eventLoopLatency).conditions == Target.eventLoopLatency.conditions)
  }
}
