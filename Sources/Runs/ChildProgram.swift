package import Processes
import Workloads

/// A program that speaks the line protocol on its standard output.
package struct ChildProgram: Hashable, Sendable {
  /// Starts it.
  package let command: Command
  /// What it reads before its order.
  package let preamble: [UInt8]

  /// A program that reads nothing but its order.
  package init(_ command: Command) {
    self.command = command
    preamble = []
  }

  /// CPython with the embedded package, which it reads from its standard input: nothing has to be installed or unpacked.
  ///
  /// It runs isolated from the user's environment and without site-packages; the package adds those if uvloop is asked for.
  package init(python: String) {
    command = Command(executable: python, arguments: ["-I", "-S", "-c", AsyncioRuntime.bootstrap])
    preamble = AsyncioRuntime.preamble
  }
}
