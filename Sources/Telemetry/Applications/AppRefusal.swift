/// Why a connection, or the application behind it, is not taken. The raw value is the `reason` label.
package enum AppRefusal: String, CaseIterable, Sendable {
  /// There are as many as may be.
  case connections
  /// Its process has as many as one may have.
  case processConnections = "process_connections"
  /// It has talked nonsense a moment ago.
  case heldOff = "held_off"
  /// Its user may not report.
  case user
  /// It has said nothing for too long.
  case silent
  /// It speaks another version of the protocol.
  case version
  /// What it says cannot be.
  case nonsense
  /// There are as many applications as may be.
  case applications
  /// Its application has as many processes as one may have.
  case processes
}
