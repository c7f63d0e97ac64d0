import CalcmonTesting
import Foundation

/// Interpreters that are newer than the Debian on which the tests run.
enum UnstablePythons {
  /// One that can be started like any other program.
  struct Python: Hashable, Sendable {
    /// As in 3.14.
    let minor: Int
    let path: String
  }

  /// Those that attaching needs.
  static let minors = [14, 15]

  /// Where `.ci/unstable-pythons` puts them, once for all tests.
  private static let folder = Task { try await Tool.run("\(Repository.root)/.ci/unstable-pythons", []) }

  /// CPython 3.`minor`: that which `CALCMON_PYTHON_314` names, as the case may be, else that of Debian's unstable.
  ///
  /// `nil` if there is none, as without a network: then the log tells what was not tried, which CI counts as a failure.
  static func find(_ minor: Int) async throws -> Python? {
    if let path = ProcessInfo.processInfo.environment["CALCMON_PYTHON_3\(minor)"] { return Python(minor: minor, path: path) }
    let result = try await folder.value
    guard result.status == 0 else {
      print("skipped: what needs Python 3.\(minor) was not tried: \(result.errors.split(separator: "\n").last ?? "")")
      return nil
    }
    return Python(minor: minor, path: "\(result.output.split(separator: "\n").last ?? "")/python3.\(minor)")
  }
}
