import Telemetry
import Testing

@Suite struct LineSplitterTests {
  private static func text(_ lines: [[UInt8]]) -> [String] { lines.map { String(decoding: $0, as: UTF8.self) } }

  @Test(arguments: [
    ("", []), ("\n", [""]), ("a\n", ["a"]), ("a\nb\n", ["a", "b"]), ("a\n\n\nb\n", ["a", "", "", "b"]),
    ("a\r\nb\n", ["a\r", "b"]),
    ("a\nhalf", ["a"]), ("half", []), ("ä🦉\n", ["ä🦉"]), ("\0\n", ["\0"]),
  ])
  func `lines are what stands before line feeds`(_ bytes: String, _ lines: [String]) throws {
    var splitter = LineSplitter()
    let found = try splitter.receive(bytes.utf8)
    #expect(Self.text(found) == lines)
  }

  @Test func `any cut of the bytes in two gives the same lines`() throws {
    let bytes = Array("{\"v\":1}\n\nä🦉\r\nx\nlast line\n".utf8)
    for cut in 0...bytes.count {
      var splitter = LineSplitter()
      let lines = try splitter.receive(bytes[..<cut]) + splitter.receive(bytes[cut...])
      #expect(Self.text(lines) == ["{\"v\":1}", "", "ä🦉\r", "x", "last line"], "cut at \(cut)")
      #expect(throws: Never.self) { try splitter.finish() }
    }
  }

  @Test(arguments: [1, 2, 3, 7, 64, 1_000])
  func `chunks of any size give the same lines`(_ size: Int) throws {
    let expected = (0..<200).map { String(repeating: "x", count: $0 % 23) + "\($0)" }
    let bytes = Array(expected.map { $0 + "\n" }.joined().utf8)
    var splitter = LineSplitter()
    var lines: [[UInt8]] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      lines += try splitter.receive(bytes[start..<min(start + size, bytes.count)])
    }
    #expect(Self.text(lines) == expected)
  }

  @Test func `a line of exactly the limit is taken, one byte more is refused`() throws {
    var splitter = LineSplitter(limit: 4)
    let lines = try splitter.receive("1234\n".utf8)
    #expect(Self.text(lines) == ["1234"])
    #expect(throws: TelemetryError.lineTooLong(limit: 4)) { try splitter.receive("12345".utf8) }
  }

  @Test func `the limit holds for a line that comes in pieces`() throws {
    var splitter = LineSplitter(limit: 4)
    let lines = try splitter.receive("12".utf8) + splitter.receive("34".utf8)
    #expect(lines == [])
    #expect(throws: TelemetryError.lineTooLong(limit: 4)) { try splitter.receive("5".utf8) }
  }

  @Test func `the limit is of a line, not of all lines together`() throws {
    var splitter = LineSplitter(limit: 4)
    let lines = try splitter.receive("1234\n1234\n1234\n".utf8)
    #expect(Self.text(lines) == ["1234", "1234", "1234"])
  }

  @Test(arguments: [1_024, 65_536, 10 << 20])
  func `of a line of ten mebibytes at most the limit is held`(_ chunk: Int) throws {
    var splitter = LineSplitter()
    let bytes = [UInt8](repeating: UInt8(ascii: "x"), count: chunk)
    for _ in stride(from: 0, to: 10 << 20, by: chunk) {
      // A reader that went on in spite of the error must not fill the memory either.
      _ = try? splitter.receive(bytes)
    }
    #expect(throws: TelemetryError.cutLine(bytes: LineSplitter.defaultLimit)) { try splitter.finish() }
  }

  @Test func `an end after a line feed, or of nothing, is clean`() throws {
    var splitter = LineSplitter()
    #expect(throws: Never.self) { try splitter.finish() }
    _ = try splitter.receive("a\n".utf8)
    #expect(throws: Never.self) { try splitter.finish() }
  }

  @Test func `an end in the middle of a line says how much of it came`() throws {
    var splitter = LineSplitter()
    _ = try splitter.receive("whole\nhalf".utf8)
    #expect(throws: TelemetryError.cutLine(bytes: 4)) { try splitter.finish() }
  }
}
