import Telemetry
import Testing

@Suite struct TelemetryErrorTests {
  @Test(
    arguments: [
      (.lineTooLong(limit: 1_048_576), "a line of telemetry is longer than 1048576 bytes"),
      (.cutLine(bytes: 17), "telemetry ended in the middle of a line, after 17 bytes of it"),
      (.notJSON(line: "x"), "not a line of telemetry: 'x'"),
      (.unknownVersion(3), "telemetry of version 3; this calcmon speaks version 1"),
      (.unknownType("x"), "telemetry of an unknown type 'x'"),
      (.badField("pid is missing"), "telemetry with a bad field: pid is missing"),
      (.unexpected("'hello' where result should follow"), "telemetry out of order: 'hello' where result should follow"),
    ] as [(TelemetryError, String)])
  func `each error is one line`(_ error: TelemetryError, _ text: String) {
    #expect(error.description == text)
  }
}
