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

  /// CPython with the embedded script, which it reads from its standard input: nothing has to be installed or unpacked.
  ///
  /// It runs isolated from the user's environment and without site-packages; the script adds those where uvloop is asked for.
  package init(python: String) {
    let bootstrap = "import sys;f=sys.stdin.buffer;exec(compile(f.read(int(f.readline())),'asyncio_runtime.py','exec'))"
    command = Command(executable: python, arguments: ["-I", "-S", "-c", bootstrap])
    preamble = Array("\(AsyncioRuntime.script.count)\n".utf8) + AsyncioRuntime.script
  }
}
