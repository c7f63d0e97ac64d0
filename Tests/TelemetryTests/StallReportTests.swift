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
    _ = try TelemetryCoding.decode(line(["runqueue_ns": "null", "noticed_ns": "null", "wait_channel": "null", "stack": "[]"]))
  }

  @Test(arguments: [
    ("started_ns", "-1"), ("started_ns", "2000"), ("started_ns", "9223372036854775807"), ("ended_ns", "-5"), ("on_cpu_ns", "-1"),
    ("on_cpu_ns", "1001"), ("runqueue_ns", "401"), ("runqueue_ns", "-1"), ("looks", "-1"), ("looks_asleep", "4"),
    ("noticed_ns", "999"), ("noticed_ns", "2001"), ("wait_channel", "\"\(String(repeating: "x", count: 121))\""),
    ("stack", "[\"\(String(repeating: "x", count: 121))\"]"),
    ("stack", "[\(Array(repeating: "\"x\"", count: 13).joined(separator: ","))]"), ("stack", "null"), ("stack", "\"x\""),
  ])
  func `A figure that cannot be is a bad field`(field: String, value: String) {
    #expect(throws: TelemetryError.self) { try TelemetryCoding.decode(line([field: value])) }
  }

  private func line(_ changes: [String: String]) -> [UInt8] {
    let fields = StallReportTests.good.merging(changes) { $1 }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",")
    return Array("{\"v\":1,\"type\":\"stall\",\(fields)}".utf8)
  }
}
