import Foundation
import Testing
import Thresholds

/// Figures of SciPy 1.17.1: `mannwhitneyu(a, b, method="asymptotic")`.
@Suite struct RankSumTestTests {
  @Test(
    arguments: [
      ([1, 2, 3, 4, 5], [6, 7, 8, 9, 10], 0, 0.012185780355344813),
      ([6, 7, 8, 9, 10], [1, 2, 3, 4, 5], 25, 0.012185780355344813),
      ([1, 3, 5, 7, 9, 11], [2, 4, 6, 8, 10], 15, 1),
      ([1, 1, 2, 2, 3, 3, 3], [2, 3, 3, 4, 4, 5], 7, 0.04535219143280889),
      ([7, 7, 7, 7, 7], [7, 7, 7, 7, 7, 7], 15, 1),
      ([-3.5, -1.25, 0, 2.5, 8], [-0.5, 1.5, 3, 4.5, 9, 12, 14], 7, 0.10437668659975609),
      ((1...20).map(Double.init), [15.5, 18.5, 25, 30, 31], 7, 0.0038855559861807453),
    ] as [([Double], [Double], Double, Double)])
  func `U and p are SciPy's`(a: [Double], b: [Double], u: Double, p: Double) throws {
    let test = try #require(RankSumTest(OrderStatistics(a), OrderStatistics(b)))
    #expect(test.u == u)
    #expect(abs(test.p - p) <= 1e-12)
  }

  @Test func `A kept value that stands for several weighs as if it were there so often`() throws {
    // Of SciPy with each value of a three times and each of b twice.
    let a = squares(modulo: 97, slope: 0.125, from: 0)
    let b = squares(modulo: 89, slope: 0.25, from: 6)
    let test = try #require(RankSumTest(try standing(a, for: 195), try standing(b, for: 130)))
    #expect(abs(test.u - 11391) < 1e-6)
    #expect(abs(test.p - 0.12193360316862568) < 1e-9)
  }

  @Test func `Of many values the kept ones tell about the same`() throws {
    // Of SciPy with all values: U = 13413.5, p = 0.0904.
    let a = (0..<200).map { (i: Int) -> Double in Double(i * 37 % 200) / 10 }
    let b = (0..<150).map { (i: Int) -> Double in Double(i * 53 % 150) / 8 + 1.7 }
    let test = try #require(RankSumTest(OrderStatistics(a), OrderStatistics(b)))
    #expect(abs(test.u / 13413.5 - 1) < 0.01)
    #expect(abs(test.p - 0.09043781796430299) < 0.01)
  }

  @Test(arguments: [(4, 100, false), (100, 4, false), (5, 5, true), (0, 0, false)])
  func `Fewer than five values on a side give no verdict`(a: Int, b: Int, hasVerdict: Bool) {
    let test = RankSumTest(OrderStatistics((0..<a).map(Double.init)), OrderStatistics((0..<b).map(Double.init)))
    #expect((test != nil) == hasVerdict)
  }

  @Test(arguments: [(5, 5, 0.012185780355344813), (6, 6, 0.005074868097940253), (0, 5, 1)])
  func `The least p of two sizes is that of sets that do not overlap`(a: Int, b: Int, p: Double) {
    #expect(abs(RankSumTest.leastP(a, b) - p) <= 1e-12)
  }

  @Test func `The order of the two does not matter to p`() throws {
    let (a, b) = (OrderStatistics([1, 4, 6, 6, 7, 12]), OrderStatistics([3, 6, 8, 11, 13]))
    let (there, back) = (try #require(RankSumTest(a, b)), try #require(RankSumTest(b, a)))
    #expect(there.p == back.p)
    #expect(there.u + back.u == 30)
  }

  private func squares(modulo: Int, slope: Double, from level: Double) -> [Double] {
    (0..<65).map { (i: Int) -> Double in Double(i * i % modulo) + slope * Double(i) + level }
  }

  private func standing(_ values: [Double], for count: Int) throws -> OrderStatistics {
    let object: [String: Any] = ["count": count, "values": values.sorted()]
    return try JSONDecoder().decode(OrderStatistics.self, from: JSONSerialization.data(withJSONObject: object))
  }
}
