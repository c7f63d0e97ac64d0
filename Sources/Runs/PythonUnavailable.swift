package import Processes
import Scheduling
import Workloads

/// Why the runtime `asyncio` cannot be used.
package enum PythonUnavailable: Error, Hashable, CustomStringConvertible {
  /// No program of this name is on the search path.
  case notFound(name: String)
  /// Each of these was tried, in this order.
  case refused([Refusal])

  /// What is wrong with a program.
  package enum Problem: Error, Hashable, Sendable {
    case isFolder
    case isNotExecutable
    /// With the kernel's reason.
    case cannotStart(String)
    /// It has not said which Python it is, but perhaps something else on its standard error.
    case ended(ChildExit.Status, said: String?)
    /// It still ran after `PythonInterpreter.probeLimit`.
    case silent
    case tooOld(version: String)
  }

  /// A program that will not do.
  package struct Refusal: Hashable, Sendable, CustomStringConvertible {
    /// Of the program.
    package let path: String
    /// What is wrong with it.
    package let problem: Problem

    /// Pairs the two.
    package init(path: String, problem: Problem) {
      self.path = path
      self.problem = problem
    }

    package var description: String {
      switch problem {
      case .isFolder: "\(path) is a folder"
      case .isNotExecutable: "\(path) is not executable"
      case .cannotStart(let reason): "cannot start \(path): \(reason)"
      case .ended(let status, nil): "\(path) \(status) and did not say which Python it is"
      case .ended(let status, let said?): "\(path) \(status) (stderr: \(said))"
      case .silent: "\(path) did not answer within \(Int(PythonInterpreter.probeLimit.seconds)) s"
      case .tooOld(let version): "\(path) is Python \(version)"
      }
    }
  }

  package var description: String {
    let needed = "; \(AsyncioRuntime.oldestVersion.major).\(AsyncioRuntime.oldestVersion.minor) or later is needed"
    switch self {
    case .notFound(""): return "the name of the Python is empty"
    case .notFound(let name): return "there is no \(name) on the PATH" + needed
    case .refused(let refusals):
      let isOld = refusals.contains { if case .tooOld = $0.problem { true } else { false } }
      return refusals.map(\.description).joined(separator: "; ") + (isOld ? needed : "")
    }
  }
}
