package import Processes
package import Samples

/// What executes runs in each runtime, and why some cannot be executed.
package struct RuntimePrograms: Sendable {
  private let swift: ChildProgram
  private let python: Result<PythonInterpreter, PythonUnavailable>
  private let others: OtherPythons

  /// - Parameters:
  ///   - swift: starts a child of the runtime `swift`.
  ///   - python: of the runtime `asyncio`, unless the user's code names another.
  ///   - others: finds those.
  package init(swift: Command, python: Result<PythonInterpreter, PythonUnavailable>, others: OtherPythons) {
    self.swift = ChildProgram(swift)
    self.python = python
    self.others = others
  }

  /// Runtimes that cannot be used, with the reason.
  package var unavailable: [Runtime: PythonUnavailable] {
    if case .failure(let reason) = python { [.asyncio: reason] } else { [:] }
  }

  /// As interpreters tell their versions: `CPython 3.11.2`. Of those that can be used and are programs of their own.
  package var versions: [Runtime: String] {
    if case .success(let interpreter) = python { [.asyncio: interpreter.version] } else { [:] }
  }

  /// - Throws: the reason why there is none.
  func program(for runtime: Runtime) throws(PythonUnavailable) -> ChildProgram {
    switch runtime {
    case .swift: swift
    case .asyncio: ChildProgram(python: try python.get().executable)
    }
  }

  /// What calls functions of the user's own; `nil`: there are none.
  ///
  /// - Throws: the reason why there is none.
  func program(for runtime: Runtime, code: UserCode?) async throws(PythonUnavailable) -> ChildProgram {
    guard let code else { return try program(for: runtime) }
    switch runtime {
    case .swift: return code.child.map { ChildProgram(workload: $0) } ?? swift
    case .asyncio:
      let program = if let named = code.python { try await others.find(at: named) } else { try python.get() }
      return ChildProgram(python: program.executable, code: code)
    }
  }
}
