import Testing
import Thresholds

/// How often a shape rises, over two hundred seeds.
@Suite struct TrendTestRateTests {
  /// Runs, and values a run.
  struct Layout: Sendable, CustomTestStringConvertible {
    let runs: Int
    let values: Int
    let seeds: UInt64
    var testDescription: String { "\(runs) × \(values)" }

    init(_ runs: Int, _ values: Int, seeds: UInt64 = 200) { (self.runs, self.values, self.seeds) = (runs, values, seeds) }

    func alarms(_ shape: TrendShape) -> Double { shape.alarms(seeds: seeds, runs: runs, values: values) }
  }

  @Test(arguments: TrendShape.flat, [Layout(1, 12), Layout(1, 30), Layout(1, 100), Layout(5, 20)])
  func `what is flat or falls does not rise`(_ shape: TrendShape, _ layout: Layout) {
    #expect(layout.alarms(shape) <= 0.02)
  }

  // Teeth and waves of at least five values: of fewer the samples show a rise that is not there.
  @Test(arguments: TrendShape.teeth + TrendShape.waves, [Layout(1, 40), Layout(5, 40, seeds: 100)])
  func `teeth and waves do not rise, alone or in every run alike`(_ shape: TrendShape, _ layout: Layout) {
    #expect(layout.alarms(shape) <= 0.01)
  }

  @Test(arguments: TrendShape.drained, [Layout(1, 24), Layout(5, 20)])
  func `what fills once does not rise`(_ shape: TrendShape, _ layout: Layout) {
    #expect(layout.alarms(shape) <= 0.01)
  }

  // Of a thousand seeds: 2.3, 1.5, 0.7 and 0.6 %; 7.8, 3.6, 1.0 and 1.6 %. A dozen values with a correlation of 0.8 are worth two or
  // three independent ones: their drift cannot be told from a trend.
  @Test(
    arguments: [
      (0.5, Layout(1, 12), 0.04), (0.5, Layout(1, 30), 0.02), (0.5, Layout(1, 100), 0.02), (0.5, Layout(5, 20), 0.02),
      (0.8, Layout(1, 12), 0.10), (0.8, Layout(1, 30), 0.06), (0.8, Layout(1, 100), 0.03), (0.8, Layout(5, 20), 0.03),
    ] as [(Double, Layout, Double)])
  func `values that resemble the one before seldom rise`(_ correlation: Double, _ layout: Layout, _ bound: Double) {
    #expect(layout.alarms(.correlated(correlation)) <= bound)
  }

  @Test(arguments: TrendShape.rises, [Layout(1, 30), Layout(5, 20)])
  func `what rises is found`(_ shape: TrendShape, _ layout: Layout) {
    #expect(layout.alarms(shape) >= 0.95)
  }

  @Test(arguments: TrendShape.risingTeeth, [Layout(1, 60), Layout(5, 40, seeds: 100)])
  func `teeth whose troughs rise are found`(_ shape: TrendShape, _ layout: Layout) {
    #expect(layout.alarms(shape) >= 0.95)
  }
}
