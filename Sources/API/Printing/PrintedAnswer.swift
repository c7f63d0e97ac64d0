/// The output of a command, made by the agent: for users who cannot read its database.
package struct PrintedAnswer: Hashable, Sendable {
  /// The media type.
  package let contentType: String
  /// The output of the command.
  package let text: String
  /// The exit status of the command.
  package let exitStatus: Int

  /// The header with the exit status.
  package static let header = "Calcmon-Exit-Status"

  init(_ text: String, contentType: String, exitStatus: Int) {
    self.contentType = contentType
    self.text = text
    self.exitStatus = exitStatus
  }

  /// Text for people, or JSON.
  init(_ text: String, asJSON: Bool, exitStatus: Int) {
    self.init(text, contentType: asJSON ? "application/json" : "text/plain; charset=utf-8", exitStatus: exitStatus)
  }
}
