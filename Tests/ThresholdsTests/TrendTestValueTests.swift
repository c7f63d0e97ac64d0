import Testing
import Thresholds

/// Slope and Z against scipy's Theil-Sen estimator and Mann-Kendall's formula with ties and continuity. The figures come from
///
///     python3 -c "
///     import numpy as n; from scipy.stats import theilslopes
///     t, v = [0, 1, …], [2, 4, …]
///     k, f = len(v), lambda m: m * (m - 1) * (2 * m + 5)
///     S = sum(n.sign(v[j] - v[i]) for j in range(k) for i in range(j))
///     V = (f(k) - sum(map(f, n.unique(v, return_counts=True)[1]))) / 18
///     print(theilslopes(v, t)[0], (S - n.sign(S)) / V**.5)"
///
/// and Z, where times are even, also from pymannkendall 1.4.3: `original_test(v).z`.
@Suite struct TrendTestValueTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let series: TrendSeries
    let slope: Double
    let z: Double

    init(_ name: String, _ times: [Double], _ values: [Double], slope: Double, z: Double) {
      testDescription = name
      series = TrendSeries(times: times, values: values)
      self.slope = slope
      self.z = z
    }
  }

  private static let ten = [0.0, 1, 2, 3, 4, 5, 6, 7, 8, 9]

  private static let cases = [
    Case("rising", ten, [2, 4, 3, 6, 8, 7, 11, 10, 14, 13], slope: 1.4, z: 3.219937887599697),
    Case("falling", ten, [13, 14, 10, 11, 7, 8, 6, 3, 4, 2], slope: -1.4, z: -3.219937887599697),
    Case("with ties", ten, [1, 1, 2, 2, 2, 3, 3, 4, 4, 4], slope: 0.375, z: 3.3473289278182157),
    Case("to and fro", ten, [10, 9, 11, 10, 9, 10, 11, 9, 10, 10], slope: 0, z: 0),
    Case(
      "at uneven times", [0, 0.5, 1, 3, 4, 7, 8, 8.5, 10, 15], [3.1, 2.9, 3.4, 3.3, 4.2, 4.0, 5.5, 5.1, 5.0, 7.25],
      slope: 0.27499999999999997, z: 2.862167011199731),
    Case(
      "with an even number of slopes", [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7], [10, 12, 9, 11, 10, 13, 12, 11],
      slope: 2.916666666666667, z: 0.7599605956573483),
    Case("eight values", [0, 1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5, 6, 7, 8], slope: 1, z: 3.340383700311406),
  ]

  @Test(arguments: cases)
  func `slope and Z are those of scipy`(_ expected: Case) throws {
    let outcome = try #require(TrendTest(minimumRise: .absolute(0)).evaluate([expected.series]))
    #expect(abs(outcome.slope - expected.slope) < 1e-12)
    #expect(abs(outcome.z - expected.z) < 1e-12)
    #expect(outcome.rises == (expected.z > 2.3263478740408408))
  }

  // S, V and slopes of the strata are added up before the last line of the script above: S = 20, V = 100/3; S = 9, V = 19.
  @Test func `the scores and variances of strata are added up`() throws {
    let test = TrendTest(minimumRise: .absolute(0))
    let two = try #require(
      test.evaluate([
        TrendSeries(times: [0, 1, 2, 3, 4], values: [1, 2, 3, 4, 5]),
        TrendSeries(times: [0, 1, 2, 3, 4], values: [101, 102, 103, 104, 105]),
      ]))
    #expect(abs(two.z - 3.2908965343808667) < 1e-12)
    #expect(two.slope == 1)
    let three = try #require(test.evaluate(Self.three(last: [8, 9, 9])))
    #expect(abs(three.z - 1.835325870964494) < 1e-12)
  }

  // With P pairs in each stratum, and before the last line of the script
  //
  //     d = sum((s - sum(S) / sum(P) * p)**2 / v for s, v, p in zip(S, V, P)) / (len(S) - 1)
  //
  // S = 4, 3, -2 gives d = 1.98 and V = 19 d.
  @Test func `strata that disagree make the variance greater`() throws {
    let outcome = try #require(TrendTest(minimumRise: .absolute(0)).evaluate(Self.three(last: [9, 9, 8])))
    #expect(abs(outcome.z - 0.6515812117883921) < 1e-12)
    // The runs' Theil-Sen slopes are 0.75, 0.625 and -0.5, of 6, 6 and 3 pairs: half of the 15 is reached with the second.
    #expect(outcome.slope == 0.625)
  }

  private static func three(last: [Double]) -> [TrendSeries] {
    [
      TrendSeries(times: [0, 1, 2, 3], values: [1, 3, 2, 4]), TrendSeries(times: [0, 2, 4, 6], values: [50, 50, 54, 53]),
      TrendSeries(times: [0, 1, 2], values: last),
    ]
  }

  // python3 -c "from scipy.stats import norm; print(norm.ppf(0.99))"
  @Test func `significant is the 99 percent quantile of the normal distribution`() {
    #expect(abs(TrendTest.criticalZ - 2.3263478740408408) < 1e-15)
  }
}
