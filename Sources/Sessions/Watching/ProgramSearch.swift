import Glibc

/// Finds programs as a shell does.
package enum ProgramSearch {
  /// The path of a program.
  ///
  /// - Parameter path: the folders to look in, separated by colons.
  /// - Throws: `ProgramNotFound`.
  package static func find(_ name: String, path: String? = nil) throws(ProgramNotFound) -> String {
    if name.contains("/") {
      guard access(name, F_OK) == 0 else { throw ProgramNotFound(name: name, isThere: false) }
      return name
    }
    let path = path ?? getenv("PATH").map { String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin"
    let candidates = path.split(separator: ":", omittingEmptySubsequences: false).map { $0.isEmpty ? name : "\($0)/\(name)" }
    var status = stat()
    if let found = candidates.first(where: {
      access($0, X_OK) == 0 && stat($0, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }) {
      return found
    }
    throw ProgramNotFound(name: name, isThere: candidates.contains { access($0, F_OK) == 0 })
  }
}

/// There is no such program.
package struct ProgramNotFound: Error, CustomStringConvertible {
  package let name: String
  /// Whether there is a file of that name that may not be executed.
  package let isThere: Bool

  package var description: String {
    if isThere { return "cannot run '\(name)': it is not executable" }
    return "cannot run '\(name)': there is no such \(name.contains("/") ? "file" : "program on the PATH")"
  }
}
