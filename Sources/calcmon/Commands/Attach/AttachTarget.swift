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
  /// - Throws: `CommandFailure` in one line if it cannot be done.
  func perform(_ body: (AttachSession, OpenProcess) async throws -> String) async throws {
    let session = AttachSession(pid: pid)
    do {
      switch try await session.look() {
      case .inside(let process): try StandardOutput.write(Printable.text(try await body(session, process)) + "\n")
      case .outside(let why):
        throw CommandFailure(
          status: .failure,
          message: "\(AttachError.closed(pid, why)); it can only be watched from outside: calcmon watch --pid \(pid)")
      }
    } catch let error as AttachError {
      throw CommandFailure(status: .failure, message: "\(error)")
    }
  }
}
