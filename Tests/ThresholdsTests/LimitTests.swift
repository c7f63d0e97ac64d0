import Testing
import Thresholds

@Suite struct LimitTests {
  @Test(
    arguments: [
      (.below(0.1), 0.0999, true), (.below(0.1), 0.1, false), (.below(0.1), 0.2, false), (.below(0.1), -1, true),
      (.atMost(0), 0, true), (.atMost(0), -3, true), (.atMost(0), 1e-9, false),
      (.within(0.7...0.9), 0.7, true), (.within(0.7...0.9), 0.9, true), (.within(0.7...0.9), 0.8, true),
      (.within(0.7...0.9), 0.6999, false), (.within(0.7...0.9), 0.9001, false),
      (.below(0.1), .nan, false), (.atMost(0), .nan, false), (.within(0.7...0.9), .nan, false),
      (.above(2), 2.1, true), (.above(2), 2, false), (.above(2), 1, false), (.atLeast(2), 2, true), (.atLeast(2), 3, true),
      (.atLeast(2), 1.9, false), (.above(0), .nan, false), (.atLeast(0), .nan, false), (.above(0), .infinity, true),
      (.atLeast(0), -.infinity, false), (.below(.nan), 0, false), (.atMost(.nan), 0, false), (.above(.nan), 0, false),
      (.atLeast(.nan), 0, false),
      (.below(0.1), .infinity, false), (.atMost(0), -.infinity, true),
    ] as [(Limit, Double, Bool)])
  func `a limit admits exactly what keeps it`(_ limit: Limit, _ value: Double, _ admitted: Bool) {
    #expect(limit.admits(value) == admitted)
  }

  @Test(
    arguments: [
      (.below(0.1), ["upper": 0.1]), (.atMost(0), ["upper": 0]), (.above(3), ["lower": 3]), (.atLeast(4), ["lower": 4]),
      (.within(0.7...0.9), ["lower": 0.7, "upper": 0.9]),
    ] as [(Limit, [String: Double])])
  func `its bounds are named lower and upper`(_ limit: Limit, _ bounds: [String: Double]) {
    #expect(Dictionary(limit.bounds.map { ($0.bound, $0.value) }) { first, _ in first } == bounds)
    #expect(limit.bounds.count == bounds.count)
  }
}
