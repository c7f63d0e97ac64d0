import Testing
import Thresholds

/// Values that resemble the one before: Z against pymannkendall 1.4.3 (scipy 1.17.1, numpy 2.4.6).
@Suite struct TrendTestCorrelationTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let values: [Double]
    let z: Double
  }

  private static func z(_ values: [Double]) throws -> Double {
    let series = TrendSeries(times: values.indices.map(Double.init), values: values)
    return try #require(TrendTest(minimumRise: .absolute(0)).evaluate([series])).z
  }

  // python3 -c "import pymannkendall as mk; print(mk.hamed_rao_modification_test([…]).z)"
  // In brackets mk.original_test([…]).z, of which it must be less.
  private static let rising = [
    Case(
      testDescription: "flat, then rising (4.777231034551436)",
      values: [0.3, 0.1, 0.4, 0.2, 0.6, 0.3, 0.5, 0.7, 1.4, 3.2, 5.1, 6.6, 8.9, 10.2, 12.7, 14.1], z: 3.546776128722535),
    Case(
      testDescription: "faster and faster, with ties (6.037815500399118)",
      values: [0, -1, 8, 8, 19, 25, 38, 45, 65, 78, 100, 119, 148, 168, 199, 225, 258, 285, 325, 358], z: 3.832837500334751),
    Case(
      testDescription: "slower and slower, with ties (6.401505568858181)",
      values: [
        -1.5, 10.5, 13.1, 18.3, 19.5, 23.9, 24.5, 25.0, 28.8, 29.0, 32.6, 32.7, 36.1, 36.1, 35.9, 39.2, 39.0, 42.2, 41.9, 45.1,
        44.7, 44.3, 47.4, 47.0,
      ], z: 4.046903082130397),
  ]

  @Test(arguments: rising)
  func `a series that does not fall back has Hamed and Rao's Z`(_ expected: Case) throws {
    #expect(abs(try Self.z(expected.values) - expected.z) < 1e-12)
  }

  // python3 -c "import pymannkendall as mk; print(mk.original_test([…]).z)"
  // In brackets mk.hamed_rao_modification_test([…]).z: negative correlations would make it greater.
  private static let alternating = [
    Case(
      testDescription: "to and fro (6.04409876960674)", values: [1, 5, 2, 7, 4, 9, 6, 11, 8, 13, 10, 15],
      z: 3.222909762221586),
    Case(
      testDescription: "in waves (5.660529372297186)",
      values: [
        10, 12, 13, 13.5, 13, 12, 11, 11.5, 13, 15, 16.5, 17, 16.4, 15, 14, 14.2, 15.6, 18, 19.5, 20.2, 19.6, 18, 17, 17.1, 18.4,
      ], z: 4.493559385830949),
  ]

  @Test(arguments: alternating)
  func `negative correlation does not make the variance smaller`(_ expected: Case) throws {
    #expect(abs(try Self.z(expected.values) - expected.z) < 1e-12)
  }

  // The flow of the Nile at Aswan, 1910 back to 1871, and three teeth. From
  //
  //     python3 -c "
  //     import numpy as np, pymannkendall as mk; from scipy.stats import rankdata, theilslopes
  //     v = np.array([…]); n = len(v); k = np.arange(1, n); o = mk.original_test(v)
  //     y = rankdata((v - theilslopes(v)[0] * np.arange(n)).round(9)) - (n + 1) / 2
  //     rho = (n * (y[1:] @ y[:-1]) / (y @ y) + 1) / (n - 4)
  //     f = 1 + 2 / (n * (n - 1) * (n - 2)) * ((n - k) * (n - k - 1) * (n - k - 2) * rho**k).sum()
  //     print(o.z / f**.5)"
  //
  // In brackets o.z, significant both, and mk.hamed_rao_modification_test(v).z.
  private static let fallingBack = [
    Case(
      testDescription: "Nile (2.5878766556769977, 2.725843456813402)",
      values: [
        969, 1050, 1020, 692, 916, 701, 833, 940, 694, 874, 840, 774, 1100, 1030, 1220, 1260, 1250, 1150, 1210, 1100, 1140, 958,
        799, 1180, 960, 1020, 994, 1110, 935, 995, 1140, 1370, 1230, 813, 1160, 1160, 1210, 963, 1160, 1120,
      ], z: 1.7833857787159935),
    Case(
      testDescription: "three teeth (2.9259290845742587, 2.578164393643818)",
      values: (0..<30).map { Double($0 * 3 % 30) + Double($0) / 10 }, z: 1.2960916558157032),
  ]

  @Test(arguments: fallingBack)
  func `a series that falls back is taken for a first-order process`(_ expected: Case) throws {
    #expect(abs(try Self.z(expected.values) - expected.z) < 1e-12)
  }

  // Tenths are no binary fractions: what rounding leaves of a straight line has neither order nor correlation.
  @Test(arguments: [14, 18, 19, 21, 22, 23, 24, 26, 27, 28])
  func `rounding errors of a straight line are no correlation`(_ tenths: Int) throws {
    let exact = try Self.z((0..<20).map(Double.init))
    #expect(try Self.z((0..<20).map { 1_000 + Double($0) * (Double(tenths) * 0.1) }) == exact)
  }

  // By the formulas above for each: V = 492.33 × 1.8142 and 212.67 × 1, S = 155; with Hamed and Rao's 0.2843 for the second 4.99.
  @Test func `the negative correlation of one run does not make up for the positive one of another`() throws {
    let runs = [Self.rising[0].values, Self.alternating[0].values].map { values in
      TrendSeries(times: values.indices.map(Double.init), values: values)
    }
    let outcome = try #require(TrendTest(minimumRise: .absolute(0)).evaluate(runs))
    #expect(abs(outcome.z - 4.630961489526912) < 1e-12)
  }
}
