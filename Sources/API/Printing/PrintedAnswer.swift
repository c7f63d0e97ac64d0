/// What a command would print, made by the agent: for those who cannot read its database.
package struct PrintedAnswer: Hashable, Sendable {
  /// The media type.
  package let contentType: String
  /// What the command would print.
  package let text: String
  /// With which it would end.
  package let exitStatus: Int

  /// The header that has the exit status.
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
