import CalcmonTesting
import Console
import Foundation
import Testing

@Suite struct LineWriterTests {
  /// A pipe that nobody reads, and is full.
  private struct FullPipe {
    let pipe = Pipe()

    init() {
      let descriptor = pipe.fileHandleForWriting.fileDescriptor
      let flags = fcntl(descriptor, F_GETFL)
      _ = fcntl(descriptor, F_SETFL, flags | O_NONBLOCK)
      let bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 4096)
      while write(descriptor, bytes, bytes.count) > 0 {}
      _ = fcntl(descriptor, F_SETFL, flags)
    }

    var descriptor: Int32 { pipe.fileHandleForWriting.fileDescriptor }

    /// What was added, without what it was full of, once it ends as it should.
    func text(endingIn end: String) async throws -> String {
      let reading = pipe.fileHandleForReading
      return try await offThePool {
        var text = ""
        while !text.hasSuffix(end) {
          let data = reading.availableData
          if data.isEmpty { break }
          text += String(decoding: data, as: UTF8.self)
        }
        return String(text.drop { $0 == "x" })
      }
    }
  }

  @Test func `Lines are written in their order`() async throws {
    let pipe = Pipe()
    let writer = LineWriter(descriptor: pipe.fileHandleForWriting.fileDescriptor)
    for number in 0..<100 { writer.add("line \(number)\n") }
    #expect(writer.flush(atMost: nil))
    try pipe.fileHandleForWriting.close()
    let text = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    #expect(text == (0..<100).map { "line \($0)\n" }.joined())
    #expect(writer.dropped == 0)
  }

  @Test func `A pipe that is never read keeps nobody; what does not fit is counted, and told when it is read`() async throws {
    let pipe = FullPipe()
    let writer = LineWriter(descriptor: pipe.descriptor, limit: 20)
    writer.tellDropped { "\($0) lines lost\n" }
    for number in 0..<10 { writer.add("line \(number)\n") }
    #expect(!writer.isIdle)
    #expect(writer.dropped == 8)
    #expect(!writer.flush(atMost: 0))
    let text = try await pipe.text(endingIn: "lost\n")
    #expect(text == "line 0\nline 1\n8 lines lost\n")
    writer.add("after\n")
    #expect(try await pipe.text(endingIn: "after\n") == "after\n")
    #expect(writer.dropped == 8)
  }

  @Test func `The lines that were lost are told where they are missing`() async throws {
    let pipe = FullPipe()
    let writer = LineWriter(descriptor: pipe.descriptor, limit: 1)
    writer.tellDropped { "\($0) lost\n" }
    writer.add("first\n")
    writer.add("lost\n")
    writer.add("lost\n")
    #expect(try await pipe.text(endingIn: "2 lost\n") == "first\n2 lost\n")
    writer.add("last\n")
    #expect(try await pipe.text(endingIn: "last\n") == "last\n")
  }

  @Test func `A full disk loses lines, and they are counted`() throws {
    let full = open("/dev/full", O_WRONLY | O_CLOEXEC)
    defer { close(full) }
    let writer = LineWriter(descriptor: full)
    writer.tellDropped { "\($0) lost\n" }
    for _ in 0..<5 { writer.add("line\n") }
    #expect(writer.flush(atMost: nil))
    #expect(writer.dropped == 5)
  }

  @Test func `A closed descriptor loses lines, and they are counted`() {
    let writer = LineWriter(descriptor: -1)
    writer.add("line\n")
    #expect(writer.flush(atMost: nil))
    #expect(writer.dropped == 1)
  }

  @Test func `A descriptor that does not block is waited for`() async throws {
    let pipe = FullPipe()
    _ = fcntl(pipe.descriptor, F_SETFL, fcntl(pipe.descriptor, F_GETFL) | O_NONBLOCK)
    let writer = LineWriter(descriptor: pipe.descriptor)
    writer.add("line\n")
    #expect(try await pipe.text(endingIn: "line\n") == "line\n")
    #expect(writer.dropped == 0)
  }
}
