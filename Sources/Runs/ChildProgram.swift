package import Processes
package import Samples
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
    self.init(python: python, options: ["-I", "-S"])
  }

  /// The same for functions of the user's own: with the user's environment, and what is added to it.
  ///
  /// The working directory is no place to look for modules. The package adds the places that are, when it has imported what it needs itself.
  package init(python: String, code: UserCode) {
    self.init(python: python, options: ["-P", "-S"], variables: code.environment)
  }

  private init(python: String, options: [String], variables: [String: String] = [:]) {
    command = Command(executable: python, arguments: options + ["-c", AsyncioRuntime.bootstrap], variables: variables)
    preamble = AsyncioRuntime.preamble
  }
}
