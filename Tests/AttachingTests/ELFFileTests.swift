import Testing

import Attaching

@Suite struct ELFFileTests {
  @Test func `segments and sections are told with their addresses`() throws {
    let file = try ELFFile(reader(MadeELF().bytes))
    #expect(file.segments == [ELFFile.Segment(offset: 0x1000, address: 0x401000)])
    #expect(file.sections.first { $0.name == ".PyRuntime" }?.address == 0x401200)
  }

  @Test(
    arguments: [
      (4, [1], ELFError.otherMachine), (5, [2], .otherMachine), (0, [0], .notELF), (40, [0, 0, 0, 0, 0, 0, 0, 0], .noSections),
      (58, [1, 0], .broken), (58, [0xff, 0xff], .broken), (60, [0xff, 0xff], .broken), (62, [0xfe, 0xff], .noSections),
      (40, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], .broken),
      (32, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f], .broken),
      (60, [0, 0], .noSections),
    ] as [(Int, [UInt8], ELFError)])
  func `what is not as the format says is refused`(_ at: Int, _ bytes: [UInt8], _ error: ELFError) {
    var file = MadeELF().bytes
    file.replaceSubrange(at..<at + bytes.count, with: bytes)
    #expect(throws: error) { try ELFFile(reader(file)) }
  }

  @Test func `a file that ends anywhere is refused`() {
    let file = MadeELF().bytes
    for length in file.indices { #expect(throws: ELFError.self) { try ELFFile(reader(Array(file.prefix(length)))) } }
  }

  @Test func `no bytes make it crash, or read more than a few megabytes`() {
    var random = SystemRandomNumberGenerator()
    let good = MadeELF().bytes
    for _ in 0..<3000 {
      var file = good
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        file[Int.random(in: file.indices, using: &random)] =
          [0, 1, 0x7f, 0x80, 0xff, UInt8.random(in: 0...255)].randomElement() ?? 0
      }
      var most = 0
      let read = reader(file)
      _ = try? ELFFile { offset, count in
        most = max(most, count)
        return read(offset, count)
      }
      #expect(most <= ELFFile.mostHeaders * 256)
    }
  }
}
