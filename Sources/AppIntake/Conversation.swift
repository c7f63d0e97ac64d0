import Telemetry

/// The lines of one connection: a greeting, and then the rest. A value without I/O.
struct Conversation {
  /// What a line comes to.
  enum Step {
    case opened(AppMessage.Hello)
    case message(AppMessage)
    /// A command asks who listens.
    case question
    /// It cannot be, and is left out.
    case dropped
  }

  /// So many lines that cannot be end it.
  private static let mostNonsense = 2

  private var splitter = LineSplitter(limit: AppCoding.longestLine)
  private var nonsense = 0
  private(set) var isOpen = false

  /// - Throws: `TelemetryError.lineTooLong`.
  mutating func lines(_ bytes: some Sequence<UInt8>) throws(TelemetryError) -> [[UInt8]] { try splitter.receive(bytes) }

  /// - Throws: `TelemetryError`: it is over.
  mutating func step(_ line: [UInt8]) throws(TelemetryError) -> Step {
    if !isOpen, AgentGreeting.isQuestion(line) { return .question }
    let message: AppMessage
    do throws(TelemetryError) {
      message = try AppCoding.decode(line)
    } catch {
      nonsense += 1
      guard isOpen, nonsense < Conversation.mostNonsense else { throw error }
      return .dropped
    }
    switch message {
    case .hello(let hello) where !isOpen:
      isOpen = true
      return .opened(hello)
    case .hello: throw .unexpected("another greeting")
    case _ where isOpen: return .message(message)
    default: throw .unexpected("a line before the greeting")
    }
  }
}
