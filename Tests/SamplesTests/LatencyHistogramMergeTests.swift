import CalcmonTesting
import Samples
import Testing

@Suite struct LatencyHistogramMergeTests {
  private static func recorded(_ values: some Sequence<UInt64>) throws -> LatencyHistogram {
    let counts = Dictionary(values.map { ($0, UInt64(1)) }, uniquingKeysWith: +)
    let buckets = counts.sorted { $0.key < $1.key }.map { LatencyHistogram.Bucket(upperMicroseconds: $0.key, count: $0.value) }
    return try #require(LatencyHistogram(ascending: buckets))
  }

  @Test func `counts of the same bucket are added and other buckets interleave`() throws {
    var merged = try Self.recorded([1, 5, 5, 9])
    merged.merge(try Self.recorded([0, 5, 7, 9, 12]))
    #expect(merged == (try Self.recorded([0, 1, 5, 5, 5, 7, 9, 9, 12])))
  }

  @Test func `an empty histogram changes nothing`() throws {
    let some = try Self.recorded([3, 4])
    var left = some
    left.merge(LatencyHistogram())
    var right = LatencyHistogram()
    right.merge(some)
    #expect(left == some)
    #expect(right == some)
  }

  @Test(arguments: UInt64(1)...20)
  func `the order of merging does not matter`(_ seed: UInt64) throws {
    var random = SplitMix64(state: seed)
    let a = try Self.recorded((0..<50).map { _ in random.next() % 40 })
    let b = try Self.recorded((0..<50).map { _ in random.next() % 40 })
    var ab = a
    ab.merge(b)
    var ba = b
    ba.merge(a)
    #expect(ab == ba)
  }

  @Test(arguments: UInt64(1)...20)
  func `merging the parts of any split gives the whole`(_ seed: UInt64) throws {
    var random = SplitMix64(state: seed)
    let values = (0..<500).map { _ in random.next() % 200 }
    var parts = Array(repeating: [UInt64](), count: 1 + Int(random.next() % 9))
    for value in values { parts[Int(random.next() % UInt64(parts.count))].append(value) }
    var merged = LatencyHistogram()
    for part in parts { merged.merge(try Self.recorded(part)) }
    #expect(merged == (try Self.recorded(values)))
  }

  @Test func `any quantile of the merged histogram is that of all values together`() throws {
    var merged = try Self.recorded((1...60).map { $0 * 100 })
    merged.merge(try Self.recorded((61...100).map { $0 * 100 }))
    #expect(merged.count == 100)
    #expect(merged.quantile(0.5) == 0.005)
    #expect(merged.quantile(0.99) == 0.0099)
  }
}
