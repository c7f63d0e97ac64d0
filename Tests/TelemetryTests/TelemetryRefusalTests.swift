import Telemetry
import Testing

/// Broken lines, and the exact words that a person reads about them.
@Suite struct TelemetryRefusalTests {
  private static func refusal(_ line: String) -> String? {
    do {
      _ = try TelemetryCoding.decode(Array(line.utf8))
      return nil
    } catch {
      return error.description
    }
  }

  @Test(arguments: [
    "", " ", "nonsense", "{", "[]", "\"hello\"", "1", "null", "true", #"{"v":1,"type":"hello","pid":7,"version":"1""#,
    #"{"v":1,"type":"hello","pid":7,"version":"1"}}"#, #"{'v':1}"#, "Traceback (most recent call last):",
  ])
  func `a line that is no JSON object is quoted`(_ line: String) {
    #expect(Self.refusal(line) == "not a line of telemetry: '\(line)'")
  }

  @Test func `of a long line the beginning is quoted`() {
    let line = String(repeating: "x", count: 1 << 20)
    #expect(Self.refusal(line) == "not a line of telemetry: '\(String(repeating: "x", count: 80))'")
  }

  @Test(arguments: [[0xFF], [0xC3, 0x28], [0x80], [0xED, 0xA0, 0x80]] as [[UInt8]])
  func `bytes that are not UTF-8 are refused, and quoted with replacement characters`(_ bytes: [UInt8]) {
    let line = Array(#"{"v":1,"type":"failed","message":""#.utf8) + bytes + Array(#""}"#.utf8)
    let error = #expect(throws: TelemetryError.self) { try TelemetryCoding.decode(line) }
    #expect(error?.description.hasPrefix("not a line of telemetry: '{\"v\":1,\"type\":\"failed\",\"message\":\"\u{FFFD}") == true)
  }

  @Test(arguments: [100, 1_000, 100_000])
  func `a deep nest is refused or ignored, and never a crash`(_ depth: Int) {
    let nest = String(repeating: "[", count: depth)
    #expect(Self.refusal(nest) != nil)
    #expect(Self.refusal(#"{"v":1,"type":"x","a":\#(nest)\#(String(repeating: "]", count: depth))}"#) != nil)
  }

  @Test(arguments: [
    (#"{"v":2,"type":"hello","pid":7,"version":"1"}"#, "telemetry of version 2; this calcmon speaks version 1"),
    (#"{"v":0,"type":"hello"}"#, "telemetry of version 0; this calcmon speaks version 1"),
    (#"{"v":2,"type":"something new"}"#, "telemetry of version 2; this calcmon speaks version 1"),
    (#"{"v":-1}"#, "telemetry of version -1; this calcmon speaks version 1"),
  ])
  func `another version is refused before anything else is looked at`(_ line: String, _ text: String) {
    #expect(Self.refusal(line) == text)
  }

  @Test(arguments: [
    (#"{"v":1,"type":"hi"}"#, "telemetry of an unknown type 'hi'"),
    (#"{"v":1,"type":""}"#, "telemetry of an unknown type ''"),
    (#"{"v":1,"type":"Hello","pid":7,"version":"1"}"#, "telemetry of an unknown type 'Hello'"),
  ])
  func `an unknown type is named`(_ line: String, _ text: String) {
    #expect(Self.refusal(line) == text)
  }

  @Test func `of a long unknown type the beginning is named`() {
    let line = #"{"v":1,"type":"\#(String(repeating: "t", count: 5_000))"}"#
    #expect(Self.refusal(line) == "telemetry of an unknown type '\(String(repeating: "t", count: 80))'")
  }
}
