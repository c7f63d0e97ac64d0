import Foundation

/// Interpreters that are newer than the Debian on which the tests run.
enum UnstablePythons {
  /// One that can be started like any other program.
  struct Python: Hashable, Sendable {
    /// As in 3.14.
    let minor: Int
    let path: String
  }

  /// CPython 3.`minor`: that which `CALCMON_PYTHON_314` names, as the case may be; `nil` if there is none.
  static func find(_ minor: Int) async throws -> Python? {
    guard let path = ProcessInfo.processInfo.environment["CALCMON_PYTHON_3\(minor)"] else {
      print("skipped: what needs Python 3.\(minor) was not tried: CALCMON_PYTHON_3\(minor) is not set")
      return nil
    }
    return Python(minor: minor, path: path)
  }
}
