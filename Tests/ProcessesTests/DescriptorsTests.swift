import CalcmonTesting
import Foundation
import Processes
import Testing

@Suite struct DescriptorsTests {
  private struct Refusal: Error {}

  @Test func `What was opened is closed if the next step fails`() throws {
    let pipe = try Descriptors.pipe()
    _ = fcntl(pipe.reading, F_SETFL, O_NONBLOCK)
    // The other end tells whether the first was closed, whoever is given its number meanwhile.
    #expect(throws: Refusal.self) { try Descriptors.closing([pipe.writing]) { () throws(Refusal) in throw Refusal() } }
    var byte: UInt8 = 0
    #expect(read(pipe.reading, &byte, 1) == 0)
    close(pipe.reading)
  }

  @Test func `A file in memory is read from its beginning, and holds more than any pipe`() throws {
    let bytes = (0..<2 << 20).map { UInt8(truncatingIfNeeded: $0 / 7) }
    let file = try Descriptors.file(holding: bytes)
    defer { close(file) }
    var found = [UInt8](repeating: 0, count: bytes.count + 1)
    #expect(read(file, &found, found.count) == bytes.count)
    #expect(found.dropLast() == bytes[...])
  }

  @Test func `A file is made where there is a folder for it, and nobody sees it`() throws {
    let folder = try TemporaryDirectory()
    let file = try Descriptors.namelessFile(in: ["/nonexistent", folder.path], because: ENOSYS)
    defer { close(file) }
    #expect(pwrite(file, [7], 1, 0) == 1)
    var byte: UInt8 = 0
    #expect(read(file, &byte, 1) == 1)
    #expect(byte == 7)
    #expect(fcntl(file, F_GETFD) & FD_CLOEXEC != 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
  }

  @Test func `Without such a folder both are named`() {
    let error = #expect(throws: DescriptorError.self) {
      try Descriptors.namelessFile(in: ["/nonexistent", "/proc"], because: ENOSYS)
    }
    #expect(
      error?.description
        == "cannot make a file in memory (memfd_create), nor in /nonexistent, /proc: Function not implemented")
  }

  @Test func `It stays open if nothing fails`() throws {
    let pipe = try Descriptors.pipe()
    defer { Descriptors.closeAll([pipe.reading, pipe.writing]) }
    #expect(Descriptors.closing([pipe.writing]) { 7 } == 7)
    #expect(write(pipe.writing, [1], 1) == 1)
  }
}
