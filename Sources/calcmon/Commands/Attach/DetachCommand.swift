import ArgumentParser
import Attaching
import Sessions

/// `calcmon detach`
struct DetachCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "detach",
    abstract: "No longer watch a Python program that calcmon attach has watched: the probe leaves it, and no trace of it stays.",
    discussion: """
      Exit status: 0 it is not watched any more, also if it was not before; 4 it cannot be done.

      Examples:
        calcmon detach 4711
      """)

  @OptionGroup var target: AttachTarget

  func run() async throws {
    let notAttached = "process \(target.pid) was not attached to, so nothing was changed"
    try await target.perform { session, process in
      guard let answer = try await session.perform(AttachOrder(.detach), on: process) else { throw ExitStatus.interrupted }
      guard answer.state == .detached else { return notAttached }
      return "detached: process \(target.pid) is no longer watched\(answer.reason.map { "; \($0)" } ?? "")"
    } outside: { _ in
      notAttached
    }
  }
}
