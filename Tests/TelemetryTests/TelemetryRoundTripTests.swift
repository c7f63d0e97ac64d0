import Samples
import Telemetry
import Testing

@Suite struct TelemetryRoundTripTests {
  @Test(arguments: Messages.all)
  func `a message is written as one line with a line feed`(_ message: TelemetryMessage, _ line: String) throws {
    #expect(String(decoding: try TelemetryCoding.encode(message), as: UTF8.self) == line + "\n")
  }

  @Test(arguments: Messages.all)
  func `a line is read as the message that it was written from`(_ message: TelemetryMessage, _ line: String) throws {
    #expect(try TelemetryCoding.decode(Array(line.utf8)) == message)
  }

  @Test(arguments: Messages.all)
  func `encoding and decoding gives the message back`(_ message: TelemetryMessage, _ line: String) throws {
    #expect(try TelemetryCoding.decode(TelemetryCoding.encode(message).dropLast()) == message)
  }

  @Test(arguments: RunDistribution.allCases)
  func `every distribution goes to and fro, an empty one too`(_ distribution: RunDistribution) throws {
    for histogram in [LatencyHistogram(), LatencyHistogram((0..<5_000).map { ($0 * 7, $0 + 1) })] {
      let message = TelemetryMessage.histogram(.init(of: distribution, histogram: histogram))
      #expect(try TelemetryCoding.decode(TelemetryCoding.encode(message).dropLast()) == message)
    }
  }

  @Test(arguments: [0.1 + 0.2, 1e-9, .leastNonzeroMagnitude, 123_456_789.123456789, .greatestFiniteMagnitude])
  func `a number survives to its last bit`(_ number: Double) throws {
    let message = TelemetryMessage.started(.init(cpuUserSeconds: number, cpuSystemSeconds: number))
    #expect(try TelemetryCoding.decode(TelemetryCoding.encode(message).dropLast()) == message)
  }

  @Test(arguments: ["", "\0\u{1}\u{1F}", "\r\n\t", "\\\"/", "naïve 🦉 \u{2028}", String(repeating: "x", count: 100_000)])
  func `any text survives, and stays on one line`(_ text: String) throws {
    let line = try TelemetryCoding.encode(.failed(.init(message: text)))
    #expect(line.firstIndex(of: UInt8(ascii: "\n")) == line.count - 1)
    #expect(try TelemetryCoding.decode(line.dropLast()) == .failed(.init(message: text)))
  }

  @Test func `a number that JSON cannot say is not written`() {
    #expect(throws: (any Error).self) {
      try TelemetryCoding.encode(.calibrated(.init(kernel: "integer", operationsPerSecond: .nan)))
    }
  }
}

extension TelemetryCoding {
  fileprivate static func decode(_ line: ArraySlice<UInt8>) throws -> TelemetryMessage { try decode(Array(line)) }
}
