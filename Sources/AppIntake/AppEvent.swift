package import Telemetry

/// What happens on the connection of one process of an application.
package struct AppEvent: Sendable {
  /// Tells connections apart; never used again.
  package let connection: Int
  package let kind: Kind

  package enum Kind: Sendable {
    /// The first message has come.
    case opened(AppMessage.Hello, AppPeer)
    case message(AppMessage)
    /// It has ended, in order or not.
    case closed(Ending)
  }

  package enum Ending: Hashable, Sendable {
    case ended
    /// What was said cannot be; the connection was closed.
    case refused(TelemetryError)
  }
}
