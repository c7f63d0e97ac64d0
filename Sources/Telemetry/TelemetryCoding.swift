import FoundationEssentials
import Samples

/// One message as a line of JSON, and back.
///
/// Fields that are not known are ignored, so that a newer child of the same version can say more. Everything else is strict.
package enum TelemetryCoding {
  /// The line, with its line feed.
  package static func encode(_ message: TelemetryMessage) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return try Array(encoder.encode(Envelope(message: message))) + [UInt8(ascii: "\n")]
  }

  /// The message of a line without its line feed.
  package static func decode(_ line: [UInt8]) throws(TelemetryError) -> TelemetryMessage {
    do {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      return try decoder.decode(Envelope.self, from: Data(line)).message
    } catch let error as TelemetryError {
      throw error
    } catch DecodingError.keyNotFound(let key, let context) {
      throw .badField("\((context.codingPath + [key]).path) is missing")
    } catch DecodingError.typeMismatch(_, let context) where !context.codingPath.isEmpty {
      throw .badField("\(context.codingPath.path) is of the wrong type")
    } catch DecodingError.valueNotFound(_, let context) where !context.codingPath.isEmpty {
      throw .badField("\(context.codingPath.path) is null")
    } catch DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty {
      throw .badField("\(context.codingPath.path): \(context.debugDescription)")
    } catch {
      throw .notJSON(line: String(decoding: line.prefix(80), as: UTF8.self))
    }
  }
}

extension [any CodingKey] {
  /// As it stands on the line: keys were converted from snake_case.
  fileprivate var path: String {
    map { key in
      key.stringValue.reduce(into: "") { name, letter in
        if letter.isUppercase { name += "_" }
        name += letter.lowercased()
      }
    }.joined(separator: ".")
  }
}

private struct Envelope: Codable {
  let message: TelemetryMessage

  enum Key: String, CodingKey { case v, type, of, buckets }

  init(message: TelemetryMessage) { self.message = message }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let version = try container.decode(Int.self, forKey: .v)
    guard version == TelemetryMessage.version else { throw TelemetryError.unknownVersion(version) }
    switch try container.decode(String.self, forKey: .type) {
    case "hello": message = .hello(try .init(from: decoder))
    case "calibrated": message = .calibrated(try .init(from: decoder))
    case "measured": message = .measured(try .init(from: decoder))
    case "started": message = .started(try .init(from: decoder))
    case "progress": message = .progress(try .init(from: decoder))
    case "histogram":
      let pairs = try container.decode([[UInt64]].self, forKey: .buckets)
      let buckets = pairs.filter { $0.count == 2 }.map { LatencyHistogram.Bucket(upperMicroseconds: $0[0], count: $0[1]) }
      guard buckets.count == pairs.count, let histogram = LatencyHistogram(ascending: buckets) else {
        throw TelemetryError.badField("buckets are not ascending pairs of [microseconds, count]")
      }
      message = .histogram(.init(of: try container.decode(RunDistribution.self, forKey: .of), histogram: histogram))
    case "stall": message = .stall(try .init(from: decoder))
    case "late": message = .late(try .init(from: decoder))
    case "injected": message = .injected(try .init(from: decoder))
    case "result": message = .result(try .init(from: decoder))
    case "failed": message = .failed(try .init(from: decoder))
    case let type: throw TelemetryError.unknownType(String(type.prefix(80)))
    }
    try message.requirePossibleValues()
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(TelemetryMessage.version, forKey: .v)
    try container.encode(message.type, forKey: .type)
    switch message {
    case .hello(let body): try body.encode(to: encoder)
    case .calibrated(let body): try body.encode(to: encoder)
    case .measured(let body): try body.encode(to: encoder)
    case .started(let body): try body.encode(to: encoder)
    case .progress(let body): try body.encode(to: encoder)
    case .histogram(let body):
      try container.encode(body.of, forKey: .of)
      try container.encode(body.histogram.buckets.map { [$0.upperMicroseconds, $0.count] }, forKey: .buckets)
    case .stall(let body): try body.encode(to: encoder)
    case .late(let body): try body.encode(to: encoder)
    case .injected(let body): try body.encode(to: encoder)
    case .result(let body): try body.encode(to: encoder)
    case .failed(let body): try body.encode(to: encoder)
    }
  }
}

extension TelemetryMessage {
  /// The word in `type`.
  package var type: String {
    switch self {
    case .hello: "hello"
    case .calibrated: "calibrated"
    case .measured: "measured"
    case .started: "started"
    case .progress: "progress"
    case .stall: "stall"
    case .late: "late"
    case .injected: "injected"
    case .histogram: "histogram"
    case .result: "result"
    case .failed: "failed"
    }
  }

  /// No figure of a run is negative, and no part is larger than its whole.
  fileprivate func requirePossibleValues() throws(TelemetryError) {
    let impossible: [(String, Bool)] =
      switch self {
      case .hello, .histogram, .failed: []
      case .calibrated(let body): [("operations_per_second", body.operationsPerSecond <= 0)]
      case .measured(let body):
        [
          ("count", body.count < 0), ("failures", !(0...max(0, body.count)).contains(body.failures)),
          ("seconds", body.seconds < 0), ("wall_seconds", body.wallSeconds < 0),
          ("lock_share", !(0...1).contains(body.lockShare ?? 0)),
        ]
      case .started(let body):
        [("cpu_user_seconds", body.cpuUserSeconds < 0), ("cpu_system_seconds", body.cpuSystemSeconds < 0)]
      case .progress(let body):
        [
          ("elapsed", body.elapsed < 0), ("queue_depth", body.queueDepth < 0), ("in_flight", body.inFlight < 0),
          ("done", body.done < 0), ("io_wait_seconds", body.ioWaitSeconds < 0),
          ("event_loop_latency_seconds", body.eventLoopLatencySeconds < 0),
        ]
      case .stall(let body): body.impossibleFields
      case .late(let body): body.impossibleFields
      case .injected(let body): [("started_ns", body.startedNs < 0), ("ended_ns", body.endedNs < body.startedNs)]
      case .result(let body):
        [
          ("seconds", body.seconds <= 0), ("items_ok", body.itemsOk < 0), ("items_failed", body.itemsFailed < 0),
          ("items_timeout", body.itemsTimeout < 0), ("items_dropped", body.itemsDropped < 0), ("retries", body.retries < 0),
          ("queue_peak", body.queuePeak < 0), ("io_wait_seconds", body.ioWaitSeconds < 0),
          ("cpu_step_seconds", body.cpuStepSeconds < 0), ("loop_cpu_seconds", (body.loopCpuSeconds ?? 0) < 0),
        ]
      }
    if let field = impossible.first(where: \.1)?.0 { throw .badField("\(field) is out of range") }
  }
}
