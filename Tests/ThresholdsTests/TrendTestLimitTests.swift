import Testing
import Thresholds

@Suite struct TrendTestLimitTests {
  private static func series(_ values: [Double], every step: Double = 1) -> TrendSeries {
    TrendSeries(times: values.indices.map { Double($0) * step }, values: values)
  }

  @Test(
    arguments: [
      [], [[]], [[1, 2, 3, 4, 5, 6, 7]], [[1, 2, 3], [4, 5, 6, 7]], [[1], [2], [3], [4], [5], [6], [7], [8], [9]],
      [[1, 2, 3, 4, 5, 6, 7], [8]],
    ] as [[[Double]]])
  func `too few values give no verdict`(_ strata: [[Double]]) {
    #expect(TrendTest(minimumRise: .absolute(0)).evaluate(strata.map { Self.series($0) }) == nil)
  }

  @Test(
    arguments: [[[1, 2, 3, 4, 5, 6, 7, 8]], [[1, 2, 3, 4], [5, 6, 7, 8]], [[1, 2], [1, 2], [1, 2], [1, 2]]] as [[[Double]]])
  func `eight values in strata of two and more are enough`(_ strata: [[Double]]) {
    #expect(TrendTest(minimumRise: .absolute(0)).evaluate(strata.map { Self.series($0) }) != nil)
  }

  @Test func `values that are all the same do not rise`() throws {
    let outcome = try #require(TrendTest(minimumRise: .absolute(0)).evaluate([Self.series(Array(repeating: 5, count: 50))]))
    #expect(outcome.slope == 0)
    #expect(outcome.z == 0)
    #expect(!outcome.rises)
  }

  // 0.1 a second over 9 s: a rise of 0.9, and of 1 with a tenth more.
  @Test func `a significant rise of less than the absolute minimum does not count`() throws {
    let test = TrendTest(minimumRise: .absolute(1))
    let small = try #require(test.evaluate([Self.series((0..<10).map { Double($0) * 0.1 })]))
    #expect(small.z > TrendTest.criticalZ)
    #expect(!small.rises)
    #expect(try #require(test.evaluate([Self.series((0..<10).map { Double($0) * 0.125 })])).rises)
  }

  // On a level of about 1000, 5 % are 50: 9 s at 5 a second are too little, at 6 a second enough.
  @Test func `a significant rise of less than the relative minimum does not count`() throws {
    let test = TrendTest(minimumRise: .relative(0.05))
    let small = try #require(test.evaluate([Self.series((0..<10).map { 1_000 + Double($0) * 5 })]))
    #expect(small.z > TrendTest.criticalZ)
    #expect(!small.rises)
    #expect(try #require(test.evaluate([Self.series((0..<10).map { 1_000 + Double($0) * 6 })])).rises)
  }

  @Test func `the rise is that over the longest run`() throws {
    let test = TrendTest(minimumRise: .absolute(1))
    let short = Self.series((0..<10).map { Double($0) * 0.1 })
    #expect(try #require(test.evaluate([short, short])).rises == false)
    #expect(try #require(test.evaluate([short, Self.series((0..<12).map { Double($0) * 0.1 })])).rises)
  }

  @Test func `values at the same instant have no slope and break nothing`() throws {
    let series = TrendSeries(times: Array(repeating: 1, count: 10), values: (0..<10).map(Double.init))
    #expect(TrendTest(minimumRise: .absolute(0)).evaluate([series]) == nil)
  }

  @Test func `the longer of times and values is cut`() {
    #expect(TrendSeries(times: [1, 2, 3], values: [5]) == TrendSeries(times: [1], values: [5]))
    #expect(TrendSeries(times: [1], values: [5, 6]) == TrendSeries(times: [1], values: [5]))
  }
}
