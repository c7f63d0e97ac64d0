import Telemetry
import Testing

@Suite struct TelemetryHistogramTests {
  private static func decode(_ buckets: String) throws(TelemetryError) -> TelemetryMessage {
    try TelemetryCoding.decode(Array(#"{"v":1,"type":"histogram","of":"item_duration","buckets":\#(buckets)}"#.utf8))
  }

  @Test(arguments: ["[[1]]", "[[1,2,3]]", "[[]]", "[[1,0]]", "[[2,1],[1,1]]", "[[1,1],[1,1]]", "[[1,1],[2]]"])
  func `buckets that are not ascending pairs with counts are refused`(_ buckets: String) {
    let error = #expect(throws: TelemetryError.self) { try Self.decode(buckets) }
    #expect(
      error?.description == "telemetry with a bad field: buckets are not ascending pairs of [microseconds, count]")
  }

  @Test(arguments: ["[[\"1\",1]]", "[1,1]", "[null]", "[[1,{}]]", "[[null,1]]"])
  func `buckets of anything but numbers are refused with their place`(_ buckets: String) {
    let error = #expect(throws: TelemetryError.self) { try Self.decode(buckets) }
    #expect(error?.description.hasPrefix("telemetry with a bad field: buckets.") == true)
  }

  // Their sum is taken later, by the agent, where an overflow would end it: what a child says must cost that run only.
  @Test(arguments: [
    "[[1,18446744073709551615],[2,1]]", "[[1,9223372036854775808],[2,9223372036854775808]]",
  ])
  func `counts whose sum no number can hold are refused`(_ buckets: String) {
    #expect(throws: TelemetryError.self) { try Self.decode(buckets) }
  }

  @Test func `an unknown distribution is refused`() {
    let line = #"{"v":1,"type":"histogram","of":"weather","buckets":[]}"#
    let error = #expect(throws: TelemetryError.self) { try TelemetryCoding.decode(Array(line.utf8)) }
    #expect(error?.description.hasPrefix("telemetry with a bad field: of: ") == true)
  }
}
