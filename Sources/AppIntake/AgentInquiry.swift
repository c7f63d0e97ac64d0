import Glibc
package import Telemetry

/// Asks who listens at a socket for applications.
package enum AgentInquiry {
  package enum Answer: Hashable, Sendable {
    /// Nothing listens there.
    case nobody
    /// This user may not connect.
    case forbidden
    /// What listens there says nothing, or what cannot be understood.
    case silent
    case agent(AgentGreeting)
  }

  /// Blocks until there is an answer, or for as many milliseconds.
  package static func ask(_ path: String, patience: Int32 = 1000) -> Answer {
    let descriptor = UnixConnection.socket()
    guard descriptor >= 0 else { return .nobody }
    defer { close(descriptor) }
    guard UnixConnection.connect(descriptor, path) == 0 else {
      return switch errno {
      case EACCES, EPERM: .forbidden
      case EAGAIN: .silent
      default: .nobody
      }
    }
    let question = AgentGreeting.question
    guard send(descriptor, question, question.count, Int32(MSG_NOSIGNAL)) == question.count else { return .silent }
    return line(descriptor, patience).flatMap(AgentGreeting.init(line:)).map(Answer.agent) ?? .silent
  }

  private static func line(_ descriptor: Int32, _ patience: Int32) -> [UInt8]? {
    var splitter = LineSplitter(limit: AppCoding.longestLine)
    var bytes = [UInt8](repeating: 0, count: 4096)
    while true {
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, patience) > 0 else { return nil }
      let count = recv(descriptor, &bytes, bytes.count, 0)
      guard count > 0, let lines = try? splitter.receive(bytes.prefix(count)) else { return nil }
      if let first = lines.first { return first }
    }
  }
}
