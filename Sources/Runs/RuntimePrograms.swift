package import Processes
package import Samples

/// What executes runs in each runtime, and why some cannot be executed.
package struct RuntimePrograms: Sendable {
  private let swift: ChildProgram
  private let python: Result<PythonInterpreter, PythonUnavailable>

  /// - Parameter swift: starts a child of the runtime `swift`.
  package init(swift: Command, python: Result<PythonInterpreter, PythonUnavailable>) {
    self.swift = ChildProgram(swift)
    self.python = python
  }

  /// Runtimes that cannot be used, with the reason.
  package var unavailable: [Runtime: PythonUnavailable] {
    if case .failure(let reason) = python { [.asyncio: reason] } else { [:] }
  }

  /// As interpreters tell their versions: `CPython 3.11.2`. Of those that can be used and are programs of their own.
  package var versions: [Runtime: String] {
    if case .success(let interpreter) = python { [.asyncio: interpreter.version] } else { [:] }
  }

  /// - Parameter code: where the functions of the user's own are.
  /// - Throws: the reason why there is none.
  func program(for runtime: Runtime, code: UserCode? = nil) throws(PythonUnavailable) -> ChildProgram {
    switch runtime {
    case .swift: code?.child.map { ChildProgram(workload: $0) } ?? swift
    case .asyncio: ChildProgram(python: try python.get().executable)
    }
  }
}
