import CalcmonTesting
import Exposition
import Foundation
import Testing

@Suite struct GzipTests {
  /// Bytes that deflate makes little of, as many as wanted.
  private static func noise(_ count: Int, _ seed: UInt64 = 1) -> [UInt8] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 56)
    }
  }

  private static let texts: [[UInt8]] = [
    [], [0], Array("a".utf8), Array("# EOF\n".utf8), Array(String(repeating: "calcmon_slots_total 1\n", count: 5000).utf8),
    noise(1),
    noise(65_535), noise(65_536), noise(200_000), [UInt8](repeating: 0, count: 1_000_000), Array("ä🦉\n".utf8),
  ]

  @Test(arguments: 0...9)
  func `what was compressed is read back, with every level`(_ level: Int) throws {
    for text in Self.texts { #expect(try inflated(Gzip.compress(text, level: level)) == text) }
  }

  @Test(arguments: [(-5, 0), (10, 9), (Int.max, 9), (Int.min, 0)])
  func `a level out of range is the nearest`(_ level: Int, _ nearest: Int) {
    #expect(Gzip.compress(Self.noise(5000), level: level) == Gzip.compress(Self.noise(5000), level: nearest))
  }

  @Test func `a text that repeats itself becomes small`() {
    #expect(Gzip.compress(Self.texts[4]).count < Self.texts[4].count / 50)
  }

  @Test func `no part is the member of nothing`() throws {
    #expect(try inflated(GzipPart.joined([])) == [])
  }

  @Test(arguments: UInt64(1)...30)
  func `parts join in any number and order`(_ seed: UInt64) throws {
    var state = seed
    let parts = (0..<Int(seed)).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let text = Self.texts[Int(state >> 33) % Self.texts.count]
      return (text: text, part: GzipPart(compressing: text, level: Int(state >> 60) % 10))
    }
    let member = GzipPart.joined(parts.map(\.part))
    let text = parts.flatMap(\.text)
    #expect(try inflated(member) == text)
  }

  @Test func `the checksum stands where RFC 1952 has it, and is that of the whole`() throws {
    // CRC-32 of "123456789" is the check value of the algorithm: cbf43926.
    let member = GzipPart.joined([GzipPart(compressing: Array("1234".utf8)), GzipPart(compressing: Array("56789".utf8))])
    #expect(Array(member.suffix(8)) == [0x26, 0x39, 0xf4, 0xcb, 9, 0, 0, 0])
    #expect(Array(member.prefix(4)) == [0x1f, 0x8b, 8, 0])
  }

  @Test func `a reader notices every damaged byte after the header`() throws {
    let text = Array("calcmon_slots_total{mix=\"a\"} 1\ncalcmon_slots_total{mix=\"b\"} 2\n".utf8)
    let member = GzipPart.joined([GzipPart(compressing: text), GzipPart(compressing: text)])
    #expect(try inflated(member) == text + text)
    for index in 10..<member.count {
      var damaged = member
      damaged[index] ^= 0xff
      #expect((try? inflated(damaged)) != text + text, "byte \(index)")
    }
  }

  @Test func `gzip and Python read a member of many parts`() async throws {
    let directory = try TemporaryDirectory()
    let lines = (0..<2000).map { "calcmon_slots_total{mix=\"ä-\($0 % 37)\"} \($0)\n" }
    let parts = lines.map { GzipPart(compressing: Array($0.utf8)) } + [GzipPart(compressing: [])]
    let file = directory.file("joined.gz")
    try Data(GzipPart.joined(parts)).write(to: URL(fileURLWithPath: file))
    #expect(try await Tool.run("gzip", ["--decompress", "--stdout", file]).output == lines.joined())
    #expect(try await Tool.run("gzip", ["--test", "--verbose", file]).status == 0)
    let script = "import gzip, sys; sys.stdout.buffer.write(gzip.open(sys.argv[1]).read())"
    #expect(try await Tool.run("/usr/bin/python3", ["-c", script, file]).output == lines.joined())
  }
}
