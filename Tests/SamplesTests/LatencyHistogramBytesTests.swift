import Samples
import Testing

@Suite struct LatencyHistogramBytesTests {
  private static func histogram(_ pairs: [(UInt64, UInt64)]) throws -> LatencyHistogram {
    try #require(LatencyHistogram(ascending: pairs.map { .init(upperMicroseconds: $0.0, count: $0.1) }))
  }

  // As in the DWARF standard's example: 624485 is E5 8E 26.
  @Test(
    arguments: [
      ([], []), ([(1, 1)], [1, 1]), ([(127, 1), (128, 127)], [0x7f, 1, 1, 0x7f]),
      ([(624_485, 128)], [0xe5, 0x8e, 0x26, 0x80, 1]),
    ] as [([(UInt64, UInt64)], [UInt8])])
  func `a bucket is its distance to the one before and its count`(_ pairs: [(UInt64, UInt64)], _ bytes: [UInt8]) throws {
    #expect(try Self.histogram(pairs).bytes == bytes)
    #expect(LatencyHistogram(bytes: bytes) == (try Self.histogram(pairs)))
  }

  @Test func `what was written is read back`() throws {
    let many = try Self.histogram(
      (1...2000).map { (number: UInt64) in (number * number * 37, (number % 7 + 1) << (number % 40)) })
    #expect(LatencyHistogram(bytes: many.bytes) == many)
    let extremes = try Self.histogram([(0, 1), (.max, 1 << 48)])
    #expect(LatencyHistogram(bytes: extremes.bytes) == extremes)
  }

  @Test(
    arguments: [
      [1], [0x80], [1, 0x80], [1, 0], [1, 1, 0, 1], [1, 1, 1], Array(repeating: 0xff, count: 12),
      Array(repeating: 0x80, count: 9) + [2, 1], Array(repeating: 0xff, count: 9) + [1, 1, 1, 1],
    ] as [[UInt8]])
  func `damaged bytes are no histogram`(_ bytes: [UInt8]) {
    #expect(LatencyHistogram(bytes: bytes) == nil)
  }
}
