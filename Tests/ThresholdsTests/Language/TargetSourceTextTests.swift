import Testing
import Thresholds

/// The canonical text of a target is read back to the same target.
@Suite struct TargetSourceTextTests {
  @Test(
    arguments: [
      (.eventLoopLatency, "p(99) < 100ms"), (.queueDepth, "trend <= 0"), (.cpuUtilization, "ratio 0.7 .. 0.9"),
      (.memory, "trend <= 0"), (.ioWait, "ratio < 0.5"),
    ] as [(Target, String)])
  func `Of the standard targets`(_ target: Target, _ text: String) {
    #expect(target.sourceText == text)
  }

  @Test(
    arguments: [
      (.eventLoopLatency, "p(99.9)<250 ms", "p(99.9) < 250ms"), (.eventLoopLatency, "max < 120s", "max < 2m"),
      (.eventLoopLatency, "max < 90s", "max < 90s"), (.eventLoopLatency, "max < 1.5s", "max < 1.5s"),
      (.eventLoopLatency, "max < 0.0033s", "max < 3.3ms"), (.eventLoopLatency, "max < 0.05ms", "max < 50us"),
      (.eventLoopLatency, "max < 0.00000005us", "max < 0.00000005us"), (.eventLoopLatency, "ratio < 1%", "ratio < 0.01"),
      (.eventLoopLatency, "count<=3", "count <= 3"), (.eventLoopLatency, "rate > 3/m", "rate > 3/m"),
      (.eventLoopLatency, "rate >= 0.1/s", "rate >= 6/m"), (.eventLoopLatency, "rate < 5/h", "rate < 5/h"),
      (.eventLoopLatency, "rate < 120/m", "rate < 2/s"), (.eventLoopLatency, "p(0.1) 0 .. 1d", "p(0.1) 0 .. 1d"),
      (.queueDepth, "max < 100 items", "max < 100"), (.queueDepth, "trend < 5 items/m", "trend < 5/m"),
      (.memory, "max < 204800KiB", "max < 200MiB"), (.memory, "max < 500MB", "max < 500000000B"),
      (.memory, "max < 2048GiB", "max < 2TiB"), (.memory, "max < 0.5B", "max < 0.5B"),
      (.memory, "trend < 1MiB/h", "trend < 1MiB/h"),
      (.memory, "trend < 1.5KiB/s", "trend < 1536B/s"), (.cpuUtilization, "70%..90%", "ratio 0.7 .. 0.9"),
      (.cpuUtilization, "12.5% .. 99.99%", "ratio 0.125 .. 0.9999"),
      (.ioWait, "<50% and last<0.9 over 600s", "ratio < 0.5 and last < 0.9 over 10m"),
      (.ioWait, "< 0.5 over 90m", "ratio < 0.5 over 90m"), (.ioWait, "< 0.5 over 1.5s", "ratio < 0.5 over 1.5s"),
      (.ioWait, "< 0.5 over 365d", "ratio < 0.5 over 1y"),
    ] as [(TargetName, String, String)])
  func `It has one form, whatever form it was read from`(_ name: TargetName, _ text: String, _ source: String) throws {
    let target = try Target(parsing: text, for: name)
    #expect(target.sourceText == source)
    #expect(try Target(parsing: source, for: name) == target)
  }

  /// Of all magnitudes, and those next to round ones.
  private static let values: [Double] = {
    var random = Noise(seed: 7)
    let drawn = (0..<300).map { _ in scale(1 + 9 * random.uniform(), Int(random.uniform() * 40) - 20) }
    let extreme = [
      .leastNonzeroMagnitude, .leastNormalMagnitude, 1e-300, 1e300, .greatestFiniteMagnitude, 1 / 3, 0.1 + 0.2,
      9_007_199_254_740_992,
    ]
    return drawn + extreme + [0.1, 60, 3600, 86400, 1024, 1_048_576, 1e15, 1e16, 1].flatMap { [$0, $0.nextUp, $0.nextDown] }
  }()

  private static func scale(_ value: Double, _ exponent: Int) -> Double {
    (0..<abs(exponent)).reduce(value) { value, _ in exponent < 0 ? value / 10 : value * 10 }
  }

  @Test(
    arguments: [
      (.eventLoopLatency, .max), (.eventLoopLatency, .count), (.eventLoopLatency, .rate), (.queueDepth, .last), (.memory, .max),
      (.queueDepth, .trend(.queueDepth)), (.memory, .trend(.memory)),
    ] as [(TargetName, Statistic)])
  func `Any value comes back to the bit`(_ name: TargetName, _ statistic: Statistic) throws {
    for value in Self.values {
      let target = Target(name, statistic, .below(value))
      #expect(try Target(parsing: target.sourceText, for: name) == target, "\(value)")
    }
  }

  @Test func `Any share and any quantile comes back to the bit`() throws {
    for value in Self.values where value < 1 {
      let share = Target(.ioWait, .ratio, .atLeast(value))
      #expect(try Target(parsing: share.sourceText, for: .ioWait) == share, "\(value)")
      let quantile = Target(.eventLoopLatency, .quantile(value), .below(1))
      #expect(try Target(parsing: quantile.sourceText, for: .eventLoopLatency) == quantile, "\(value)")
    }
  }

  @Test func `Critical and clearing limits are not in it, and have a text of their own`() throws {
    var target = Target(.ioWait, .ratio, .below(0.5))
    let source = target.sourceText
    target.critical = [Condition(.ratio, .below(0.9))]
    target.clearing = [Condition(.last, .below(0.4))]
    #expect(target.sourceText == source)
    let texts = (target.critical + target.clearing).map { $0.sourceText(for: .ioWait) }
    #expect(texts == ["ratio < 0.9", "last < 0.4"])
    #expect(try Target.conditions(parsing: texts.joined(separator: " and "), for: .ioWait) == target.critical + target.clearing)
  }

  @Test(arguments: [.nan, .infinity, -.infinity, -1, -1e300] as [Double])
  func `What the language cannot say has a text all the same`(_ value: Double) {
    for name in TargetName.allCases {
      for statistic in [Statistic.quantile(value), .max, .rate, .count, .last, .ratio, .trend(.memory)] {
        let target = Target(name, [Condition(statistic, .below(value))], window: value)
        #expect(!target.sourceText.isEmpty)
        #expect(!target.limitText.isEmpty)
        #expect(throws: TargetSyntaxError.self) { try Target(parsing: target.sourceText, for: name) }
      }
    }
  }
}
