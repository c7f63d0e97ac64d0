import Telemetry
import Testing

/// A bad field of each message, and the exact words that a person reads about it.
@Suite struct TelemetryFieldTests {
  private static func refusal(_ line: String) -> String? {
    do {
      _ = try TelemetryCoding.decode(Array(line.utf8))
      return nil
    } catch {
      return error.description
    }
  }

  /// The line of a message with the raw JSON of one field replaced, or taken out.
  private static func line(_ type: String, _ field: String, _ json: String?) throws -> String {
    let whole = try #require(Messages.all.first { $0.message.type == type }).line
    let pattern = try Regex(#""\#(field)":("([^"\\]|\\.)*"|\[(\[[^\]]*\],?)*\]|[^,}]*)"#)
    let cut = whole.replacing(pattern) { _ in json.map { #""\#(field)":\#($0)"# } ?? #""_":0"# }
    try #require(cut != whole)
    return cut
  }

  private static let fields: [(type: String, fields: [String])] = [
    ("hello", ["pid", "version"]),
    ("calibrated", ["kernel", "operations_per_second"]),
    ("started", ["cpu_user_seconds", "cpu_system_seconds"]),
    ("progress", ["elapsed", "queue_depth", "in_flight", "done", "io_wait_seconds", "event_loop_latency_seconds"]),
    ("histogram", ["of", "buckets"]),
    (
      "result",
      [
        "seconds", "items_ok", "items_failed", "items_timeout", "items_dropped", "retries", "queue_peak", "io_wait_seconds",
        "cpu_step_seconds",
      ]
    ),
    ("failed", ["message"]),
  ]
  private static let all = fields.flatMap { message in (["v", "type"] + message.fields).map { (message.type, $0) } }

  @Test(arguments: all)
  func `a missing field is named as on the line`(_ type: String, _ field: String) throws {
    #expect(try Self.refusal(Self.line(type, field, nil)) == "telemetry with a bad field: \(field) is missing")
  }

  @Test(arguments: all)
  func `a field of the wrong type is named as on the line`(_ type: String, _ field: String) throws {
    #expect(try Self.refusal(Self.line(type, field, "{}")) == "telemetry with a bad field: \(field) is of the wrong type")
  }

  @Test(arguments: all)
  func `a field that is null is named as on the line`(_ type: String, _ field: String) throws {
    #expect(try Self.refusal(Self.line(type, field, "null")) == "telemetry with a bad field: \(field) is null")
  }

  @Test(arguments: [
    ("calibrated", "operations_per_second", "0"), ("calibrated", "operations_per_second", "-1"),
    ("started", "cpu_user_seconds", "-0.001"), ("started", "cpu_system_seconds", "-1"),
    ("progress", "elapsed", "-1e-9"), ("progress", "queue_depth", "-1"), ("progress", "in_flight", "-1"),
    ("progress", "done", "-1"), ("progress", "io_wait_seconds", "-0.5"), ("progress", "event_loop_latency_seconds", "-1"),
    ("result", "seconds", "0"), ("result", "seconds", "-5"), ("result", "items_timeout", "-1"), ("result", "items_dropped", "-1"),
    ("result", "retries", "-1"), ("result", "cpu_step_seconds", "-1"), ("result", "items_ok", "-1"),
    ("result", "items_failed", "-1"), ("result", "queue_peak", "-9223372036854775808"), ("result", "io_wait_seconds", "-1"),
  ])
  func `a figure that cannot be is refused`(_ type: String, _ field: String, _ json: String) throws {
    #expect(try Self.refusal(Self.line(type, field, json)) == "telemetry with a bad field: \(field) is out of range")
  }

  // FoundationEssentials 6.3 calls such a number "not valid JSON" and does not say where it stands.
  @Test(arguments: [
    ("hello", "v", "1.5"), ("hello", "pid", "2147483648"), ("hello", "pid", "1.5"),
    ("progress", "queue_depth", "9223372036854775808"), ("progress", "done", "1e30"), ("result", "items_ok", "0.5"),
    ("started", "cpu_user_seconds", "1e999"), ("histogram", "buckets", "[[-1,1]]"), ("histogram", "buckets", "[[1,1.5]]"),
    ("histogram", "buckets", "[[1,18446744073709551616]]"),
  ])
  func `a number that does not fit its field is refused with the beginning of the line`(
    _ type: String, _ field: String, _ json: String
  ) throws {
    let line = try Self.line(type, field, json)
    #expect(Self.refusal(line) == "not a line of telemetry: '\(line.prefix(80))'")
  }

  @Test(arguments: ["NaN", "Infinity", "-Infinity", "0x10", "01", "1_000", "+1"])
  func `a number that is none in JSON is no line of telemetry`(_ json: String) throws {
    let text = try #require(try Self.refusal(Self.line("started", "cpu_user_seconds", json)))
    #expect(text.hasPrefix("not a line of telemetry: '{"))
  }
}
