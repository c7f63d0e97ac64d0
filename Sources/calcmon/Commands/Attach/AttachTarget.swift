import ArgumentParser
import Attaching
import Console
import Rendering
import Sessions

/// The process that a command attaches to, or detaches from.
struct AttachTarget: ParsableArguments {
  @Argument(
    help: ArgumentHelp("The process, as ps numbers it.", valueName: "pid"),
    transform: { text throws(OptionProblem) in
      guard let pid = Int32(text), pid > 0 else { throw .demand("is not the number of a process") }
      return pid
    })
  var pid: Int32

  /// Does something with the process, and prints the line that comes of it.
  ///
  /// - Parameters:
  ///   - inside: for one that lets the probe in.
  ///   - outside: for one that lets nothing in.
  /// - Throws: `CommandFailure` in one line if it cannot be done.
  func perform(
    inside: (AttachSession, OpenProcess) async throws -> String, outside: (ClosedProcess) async throws -> String
  ) async throws {
    let session = AttachSession(pid: pid)
    do {
      let line =
        switch try await session.look() {
        case .inside(let process): try await inside(session, process)
        case .outside(let why): try await outside(why)
        }
      try StandardOutput.write(Printable.text(line) + "\n")
    } catch let error as AttachError {
      throw CommandFailure(status: .failure, message: "\(error)")
    }
  }
}
