import Outside
import Samples
import Testing

/// Records of the ring of traced events.
@Suite struct PerfRecordTests {
  private static func bytes(_ kind: UInt32, _ words: [UInt64], length: UInt16? = nil) -> [UInt8] {
    var bytes: [UInt8] = []
    withUnsafeBytes(of: kind) { bytes += $0 }
    withUnsafeBytes(of: UInt16(0)) { bytes += $0 }
    withUnsafeBytes(of: length ?? UInt16(8 + 8 * words.count)) { bytes += $0 }
    for word in words { withUnsafeBytes(of: word) { bytes += $0 } }
    return bytes
  }

  private static func sample(_ event: UInt64, _ thread: UInt64, _ at: UInt64) -> [UInt8] {
    bytes(9, [event, thread << 32 | 4711, at])
  }

  private static func parse(_ bytes: [UInt8]) -> [PerfRecord] { bytes.withUnsafeBytes { PerfRecord.parse($0) } }

  /// In the layout of `PERF_SAMPLE_IDENTIFIER`, `TID` and `TIME`: of thread 4712 of process 4711.
  @Test func `Records behind each other are taken apart`() {
    let bytes = Self.sample(77, 4712, 5_000) + Self.bytes(2, [77, 12]) + Self.bytes(5, [1, 2, 3]) + Self.sample(78, 4712, 6_000)
    #expect(
      Self.parse(bytes) == [
        .sample(event: 77, thread: 4712, at: 5_000), .lost(12), .other, .sample(event: 78, thread: 4712, at: 6_000),
      ])
    #expect(Self.parse([]) == [])
  }

  @Test(arguments: [
    (Self.bytes(9, [1, 2, 3], length: 7), "shorter than its header"),
    (Self.bytes(9, [1, 2, 3], length: 40), "longer than what is there"),
    (Self.bytes(9, [1, 2, 3], length: 0), "of no length"), ([1, 2, 3], "no header"),
    (Self.bytes(9, [1]), "a sample without its time"),
    (Self.bytes(2, [1]), "a loss without its count"),
  ])
  func `What is no record is damaged, and nothing is read beyond it`(bytes: [UInt8], what: String) {
    #expect(Self.parse(Self.sample(1, 2, 3) + bytes) == [.sample(event: 1, thread: 2, at: 3), .damaged], "\(what)")
  }

  @Test func `Numbers that cannot be are no crash`() {
    #expect(Self.parse(Self.bytes(2, [1, .max])) == [.lost(.max)])
    #expect(Self.parse(Self.sample(1, 2, .max)) == [.sample(event: 1, thread: 2, at: .max)])
  }

  @Test func `Any bytes are taken apart without reading beyond them, and in the end`() {
    var random = SplitMix64(state: 7)
    let whole = (0..<20).flatMap { Self.sample(UInt64($0), 9, UInt64($0)) + Self.bytes(2, [1, 2]) }
    for _ in 0..<20_000 {
      var bytes = Array(whole.prefix(Int(random.next() % UInt64(whole.count + 1))))
      for _ in 0..<Int(random.next() % 4) where !bytes.isEmpty {
        bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
      }
      let records = Self.parse(bytes)
      #expect(records.count <= bytes.count / 8 + 1)
      #expect(records.count { $0 == PerfRecord.other } <= bytes.count / 8)
    }
  }
}
