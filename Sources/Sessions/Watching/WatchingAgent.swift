package import AppIntake
package import Telemetry

/// A running agent that watches applications.
package struct WatchingAgent: Sendable {
  /// Where it listens.
  package let socket: String
  /// What it says of itself.
  package let greeting: AgentGreeting

  package enum Finding: Sendable {
    case none
    /// There is one that cannot be used, and why.
    case unusable(String)
    case found(WatchingAgent)
  }

  /// Looks for one. Blocks, for a second at the most each.
  ///
  /// - Parameters:
  ///   - named: where it should listen; `nil`: at the usual places. `none`: there is to be none.
  ///   - runtimeFolder: what is in `XDG_RUNTIME_DIR`.
  package static func find(
    named: String?, runtimeFolder: String?, ask: (String) -> AgentInquiry.Answer = { AgentInquiry.ask($0) }
  ) -> Finding {
    if named == "none" { return .none }
    var problem: String?
    for path in named.map({ [$0] }) ?? AppSocketPlace.candidates(runtimeFolder: runtimeFolder) {
      switch ask(path) {
      case .nobody: if named != nil { problem = "no agent listens at \(path)" }
      case .forbidden: problem = problem ?? "this user may not report to the agent at \(path)"
      case .silent: problem = problem ?? "what listens at \(path) does not answer as an agent"
      case .agent(let greeting) where greeting.v != AppMessage.version:
        problem =
          problem
          ?? "the agent at \(path) speaks version \(greeting.v) of the protocol, and this calcmon version \(AppMessage.version)"
      case .agent(let greeting): return .found(WatchingAgent(socket: path, greeting: greeting))
      }
    }
    return problem.map(Finding.unusable) ?? .none
  }

  package init(socket: String, greeting: AgentGreeting) {
    self.socket = socket
    self.greeting = greeting
  }
}
