import Telemetry
import Testing

/// Figures that cannot be are refused, whoever says them.
@Suite struct StallReportTests {
  private static let good: [String: String] = [
    "started_ns": "1000", "ended_ns": "2000", "on_cpu_ns": "600", "runqueue_ns": "400", "looks": "3", "looks_asleep": "1",
    "noticed_ns": "1500", "wait_channel": "\"x\"", "stack": "[\"a:1:b\"]",
  ]

  @Test func `A report is taken, also where the kernel does not tell all`() throws {
    _ = try TelemetryCoding.decode(line([:]))
    let holder = #"{"thread":"x","frame":null,"on_cpu_ns":900,"runqueue_ns":100}"#
    _ = try TelemetryCoding.decode(line(["timeslices": "9", "gc_ns": "600", "looks_in_futex": "1", "holder": holder]))
    _ = try TelemetryCoding.decode(line(["runqueue_ns": "null", "noticed_ns": "null", "wait_channel": "null", "stack": "[]"]))
  }

  @Test(arguments: [
    ("started_ns", "-1"), ("started_ns", "2000"), ("started_ns", "9223372036854775807"), ("ended_ns", "-5"), ("on_cpu_ns", "-1"),
    ("on_cpu_ns", "1001"), ("runqueue_ns", "401"), ("runqueue_ns", "-1"), ("looks", "-1"), ("looks_asleep", "4"),
    ("timeslices", "-1"), ("gc_ns", "1001"), ("looks_in_futex", "2"),
    ("holder", #"{"thread":"x","on_cpu_ns":1001,"runqueue_ns":0}"#),
    ("holder", #"{"thread":"x","on_cpu_ns":0,"runqueue_ns":-1}"#),
    ("noticed_ns", "999"), ("noticed_ns", "2001"), ("wait_channel", "\"\(String(repeating: "x", count: 121))\""),
    ("stack", "[\"\(String(repeating: "x", count: 121))\"]"),
    ("stack", "[\(Array(repeating: "\"x\"", count: 13).joined(separator: ","))]"), ("stack", "null"), ("stack", "\"x\""),
  ])
  func `A figure that cannot be is a bad field`(field: String, value: String) {
    #expect(throws: TelemetryError.self) { try TelemetryCoding.decode(line([field: value])) }
  }

  @Test func `Intervals in which a loop was late are taken as stalls are, in order, and not without number`() throws {
    let interval = { (from: Int) in
      #"{"started_ns":\#(from),"ended_ns":\#(from + 10),"on_cpu_ns":1,"looks":0,"looks_asleep":0,"stack":[]}"#
    }
    let late = { (intervals: [String]) in
      try TelemetryCoding.decode(Array(#"{"v":1,"type":"late","intervals":[\#(intervals.joined(separator: ","))]}"#.utf8))
    }
    _ = try late([interval(0), interval(10)])
    _ = try late((0..<1000).map { interval(10 * $0) })
    #expect(throws: TelemetryError.badField("intervals is out of range")) { try late([interval(0), interval(9)]) }
    #expect(throws: TelemetryError.badField("intervals is out of range")) { try late((0..<1001).map { interval(10 * $0) }) }
    #expect(throws: TelemetryError.badField("on_cpu_ns is out of range")) {
      try late([interval(0), interval(10).replacing(#""on_cpu_ns":1"#, with: #""on_cpu_ns":11"#)])
    }
  }

  private func line(_ changes: [String: String]) -> [UInt8] {
    let fields = StallReportTests.good.merging(changes) { $1 }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",")
    return Array("{\"v\":1,\"type\":\"stall\",\(fields)}".utf8)
  }
}
