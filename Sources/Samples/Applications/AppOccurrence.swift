/// Something that happened to a watched application at an instant: what plots mark.
package struct AppOccurrence: Hashable, Sendable {
  /// The raw value is the word in the history and in JSON.
  package enum Kind: String, CaseIterable, Sendable {
    /// Its first process came, and none was known before.
    case started
    /// A process came again after all had gone, in the same version.
    case restarted
    /// A process came that tells another version than those before it.
    case deployed
    /// Another process came.
    case processStarted = "process_started"
    /// A process said that it ends.
    case processEnded = "process_ended"
    /// A process went without saying so.
    case processDied = "process_died"
    /// A loop has stood for longer than `AppOccurrence.longStanding`.
    case standing
  }

  /// From so many seconds on a loop that stands is told of.
  package static let longStanding = 10.0

  package let app: String
  package let at: Timestamp
  package let kind: Kind
  package let pid: Int?
  /// Of the application, as it tells it itself.
  package let version: String?
  /// Where it stood, if a loop of it stood: the innermost frame of its own code, and the stack, the innermost first.
  package let frame: String?
  package let stack: [String]
  /// For how long a loop of it had stood, in seconds; `nil` if none did.
  package let stoodSeconds: Double?

  package init(
    app: String, at: Timestamp, kind: Kind, pid: Int?, version: String? = nil, frame: String? = nil, stack: [String] = [],
    stoodSeconds: Double? = nil
  ) {
    self.app = app
    self.at = at
    self.kind = kind
    self.pid = pid
    self.version = version
    self.frame = frame
    self.stack = stack
    self.stoodSeconds = stoodSeconds
  }

  /// Whether what came before it may be another program: comparisons begin here.
  package var beginsLife: Bool { kind == .started || kind == .restarted || kind == .deployed }
}
