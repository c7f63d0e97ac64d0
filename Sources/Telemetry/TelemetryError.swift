/// How a source broke the line protocol. Each costs the run that said it.
package enum TelemetryError: Error, Hashable, CustomStringConvertible {
  case lineTooLong(limit: Int)
  case cutLine(bytes: Int)
  case notJSON(line: String)
  case unknownVersion(Int)
  case unknownType(String)
  case badField(String)
  case unexpected(String)

  /// One line that says what was received.
  package var description: String {
    switch self {
    case .lineTooLong(let limit): "a line of telemetry is longer than \(limit) bytes"
    case .cutLine(let bytes): "telemetry ended in the middle of a line, after \(bytes) bytes of it"
    case .notJSON(let line): "not a line of telemetry: '\(line)'"
    case .unknownVersion(let version): "telemetry of version \(version); this calcmon speaks version \(TelemetryMessage.version)"
    case .unknownType(let type): "telemetry of an unknown type '\(type)'"
    case .badField(let what): "telemetry with a bad field: \(what)"
    case .unexpected(let what): "telemetry out of order: \(what)"
    }
  }
}
