/// `/proc/<pid>/limits`: of it, the limit on open files.
package struct ProcessLimits: Equatable, Sendable {
  /// The soft limit on open file descriptors; `nil` for unlimited.
  package let openFiles: UInt64?

  /// Reads `/proc/<pid>/limits`. `pid` may be `self`.
  package init(_ root: ProcRoot, pid: String) throws(ProcError) {
    let file = "\(pid)/limits"
    try self.init(parsing: root.read(file), path: "\(root.path)/\(file)")
  }

  /// Takes the text apart: a table with the soft limit in the second column.
  package init(parsing text: String, path: String) throws(ProcError) {
    let name = "Max open files"
    guard let line = text.firstLine(beginningWith: name) else {
      throw .malformed(path: path, reason: "no line '\(name)'")
    }
    let soft = Substring(line.utf8.dropFirst(name.utf8.count)).words.first ?? ""
    guard soft == "unlimited" || UInt64(soft) != nil else {
      throw .malformed(path: path, reason: "line '\(name)' has no soft limit: '\(soft.excerpt)'")
    }
    openFiles = UInt64(soft)
  }
}
