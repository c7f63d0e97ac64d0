import Samples
import Testing

@Suite struct LatencyHistogramTests {
  private static func histogram(_ pairs: [(UInt64, UInt64)]) -> LatencyHistogram? {
    LatencyHistogram(ascending: pairs.map { .init(upperMicroseconds: $0.0, count: $0.1) })
  }

  @Test(
    arguments: [
      [(10, 1), (10, 1)],
      [(10, 1), (9, 1)],
      [(1, 1), (3, 1), (2, 1)],
      [(10, 0)],
      [(10, 1), (20, 0)],
    ] as [[(UInt64, UInt64)]])
  func `buckets out of order, double or empty are refused`(_ pairs: [(UInt64, UInt64)]) {
    #expect(Self.histogram(pairs) == nil)
  }

  @Test func `buckets in ascending order are taken as they are`() throws {
    let histogram = try #require(Self.histogram([(0, 3), (10, 1), (.max, 2)]))
    #expect(histogram.buckets.map(\.upperMicroseconds) == [0, 10, .max])
    #expect(histogram.buckets.map(\.count) == [3, 1, 2])
  }

  @Test func `no buckets are an empty histogram`() {
    #expect(Self.histogram([]) == LatencyHistogram())
  }

  @Test func `an empty histogram has no values, no maximum and no quantile`() {
    let empty = LatencyHistogram()
    #expect(empty.count == 0)
    #expect(empty.sumSeconds == 0)
    #expect(empty.maxSeconds == nil)
    #expect(empty.quantile(0.5) == nil)
  }

  @Test func `count, sum and maximum are those of the values`() throws {
    let histogram = try #require(Self.histogram([(1_000, 3), (250_000, 2), (2_000_000, 1)]))
    #expect(histogram.count == 6)
    #expect(abs(histogram.sumSeconds - 2.503) < 1e-12)
    #expect(histogram.maxSeconds == 2)
  }

  // Ten values: 1, 2, 2, 2, 3, 3, 3, 3, 3, 9 ms. The rank is ⌈q·n⌉, at least 1.
  @Test(arguments: [
    (0, 0.001), (0.1, 0.001), (0.11, 0.002), (0.4, 0.002), (0.41, 0.003), (0.5, 0.003), (0.9, 0.003), (0.91, 0.009),
    (0.99, 0.009), (1, 0.009),
  ])
  func `a quantile is the smallest value that the share does not exceed`(_ quantile: Double, _ expected: Double) throws {
    let histogram = try #require(Self.histogram([(1_000, 1), (2_000, 3), (3_000, 5), (9_000, 1)]))
    #expect(histogram.quantile(quantile) == expected)
  }

  @Test(arguments: [0, 0.5, 0.99, 1])
  func `every quantile of one value is that value`(_ quantile: Double) throws {
    let histogram = try #require(Self.histogram([(1_234, 1)]))
    #expect(histogram.quantile(quantile) == 0.001234)
  }

  @Test func `p99 of a hundred values is the second highest`() throws {
    let histogram = try #require(Self.histogram((1...100).map { ($0 * 1_000, 1) }))
    #expect(histogram.quantile(0.99) == 0.099)
    #expect(histogram.quantile(0.991) == 0.1)
  }
}
