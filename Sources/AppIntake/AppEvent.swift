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
    /// A line cannot be, and was left out.
    case dropped
    /// It has ended, in order or not.
    case closed(Ending)
  }

  package enum Ending: Hashable, Sendable {
    case ended
    /// What was said cannot be; the connection was closed.
    case refused(TelemetryError)
  }
}

/// Takes what happens on connections, and decides about them.
package protocol AppListener: Sendable {
  /// Takes an event, of each connection in its order. Returns whether more is wanted of that connection; what it says else is not read.
  func receive(_ event: AppEvent) -> Bool
  /// A connection was closed, or not taken.
  func refused(_ reason: AppRefusal)
}
