package import Samples
package import Telemetry

/// Why calcmon itself ended a child.
package enum ChildEnding: Hashable, Sendable {
  case deadline(seconds: Double)
  case cancelled
  case protocolBroken(TelemetryError)
}

/// What is made of the messages of a child: a value that checks their order.
package protocol ChildIntake: Sendable {
  /// Why calcmon ended the child; the first reason stays.
  var ending: ChildEnding? { get }
  /// Takes the child's next message.
  mutating func receive(_ message: TelemetryMessage, at now: Timestamp) throws(TelemetryError)
  /// Notes that calcmon ends the child, and why.
  mutating func end(because ending: ChildEnding)
}
