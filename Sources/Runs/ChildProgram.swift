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

  /// CPython with the embedded modules, which it reads from its standard input: nothing has to be installed or unpacked.
  ///
  /// It runs isolated from the user's environment and without site-packages; the script adds those where uvloop is asked for.
  package init(python: String) {
    let modules = AsyncioRuntime.modules
    let bootstrap = """
      import sys,types
      f=sys.stdin.buffer
      def load(name):
          m=types.ModuleType(name);sys.modules[name]=m;exec(compile(f.read(int(f.readline())),name+'.py','exec'),m.__dict__)
      for name in '\(modules.map(\.name).joined(separator: " "))'.split():load(name)
      sys.modules[name].main()
      """
    command = Command(executable: python, arguments: ["-I", "-S", "-c", bootstrap])
    preamble = modules.flatMap { Array("\($0.source.count)\n".utf8) + $0.source }
  }
}
