import Attaching
import Rendering
import Scheduling
import Telemetry

/// A process that runs, and into which the probe can be put.
package struct OpenProcess: Sendable {
  private let process: TargetProcess
  private let interpreter: Interpreter

  init(_ process: TargetProcess, _ interpreter: Interpreter) {
    (self.process, self.interpreter) = (process, interpreter)
  }

  /// The name that it has as an application if it is given none: as if it had been started by `calcmon exec`.
  package var app: String {
    let named = ["CALCMON_APP", "OTEL_SERVICE_NAME"].compactMap(process.variable).first { !$0.isEmpty }
    return named.flatMap(AppName.clean) ?? CommandName.of(command)
  }

  private var command: [String] { process.command(from: interpreter.file) }

  /// What will be seen of it, and what not.
  package var outlook: String {
    """
    PID \(process.pid), \(Printable.text(TargetProcess.line(command))), CPython \(interpreter.version)
    seen from now on: everything that calcmon exec sees
    not seen: queues that were made before; processes that it starts as programs of their own (forks are seen)

    """
  }

  func perform(_ order: AttachOrder, time: any TimeSource) async throws -> AttachAnswer {
    try await Attachment(process, interpreter).perform(order, time: time)
  }
}
