import Telemetry
import Testing

@Suite struct TelemetryToleranceTests {
  private static let hello = TelemetryMessage.hello(.init(pid: 7, version: "1"))

  @Test(arguments: [
    #"{"v":1,"type":"hello","pid":7,"version":"1"}"#,
    #"{"version":"1","pid":7,"type":"hello","v":1}"#,
    " \t{ \"v\" : 1 , \"type\":\"hello\", \"pid\":7, \"version\":\"1\" } \r",
    #"{"v":1.0,"type":"hello","pid":7e0,"version":"1"}"#,
    #"{"v":1,"type":"hello","pid":7,"version":"\u0031"}"#,
  ])
  func `order, blanks and spelling of JSON do not matter`(_ line: String) throws {
    #expect(try TelemetryCoding.decode(Array(line.utf8)) == Self.hello)
  }

  @Test(arguments: [#""new_field":1"#, #""newField":{"a":[1,null]}"#, #""buckets":"x""#, #""of":5"#, #""":true"#])
  func `fields that are not known are ignored`(_ field: String) throws {
    let line = #"{"v":1,"type":"hello","pid":7,"version":"1",\#(field)}"#
    #expect(try TelemetryCoding.decode(Array(line.utf8)) == Self.hello)
  }

  @Test(arguments: Messages.all)
  func `every message may say more than is known`(_ message: TelemetryMessage, _ line: String) throws {
    let more = line.dropLast() + #","a_later_field":[{"b":1}]}"#
    #expect(try TelemetryCoding.decode(Array(more.utf8)) == message)
  }

  @Test(arguments: [
    #"{"v":1,"type":"started","cpu_user_seconds":0,"cpu_system_seconds":0}"#,
    #"{"v":1,"type":"progress","elapsed":0,"queue_depth":0,"in_flight":0,"done":0,"io_wait_seconds":0,"#
      + #""event_loop_latency_seconds":0}"#,
    #"{"v":1,"type":"result","seconds":0.001,"items_ok":0,"items_failed":0,"items_timeout":0,"items_dropped":0,"#
      + #""retries":0,"queue_peak":0,"io_wait_seconds":0,"cpu_step_seconds":0}"#,
  ])
  func `figures may be zero`(_ line: String) {
    #expect(throws: Never.self) { try TelemetryCoding.decode(Array(line.utf8)) }
  }
}
