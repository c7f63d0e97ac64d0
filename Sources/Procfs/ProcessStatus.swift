/// `/proc/<pid>/status`: of it, the processors that the process may run on.
package struct ProcessStatus: Equatable, Sendable {
  /// The affinity mask, as processor numbers.
  package let allowedProcessors: CPUList

  /// Reads `/proc/<pid>/status`. `pid` may be `self`.
  package init(_ root: ProcRoot, pid: String) throws(ProcError) {
    let file = "\(pid)/status"
    try self.init(parsing: root.read(file), path: "\(root.path)/\(file)")
  }

  /// Takes the text apart.
  package init(parsing text: String, path: String) throws(ProcError) {
    guard let value = text.value(ofKey: "Cpus_allowed_list") else {
      throw .malformed(path: path, reason: "no line 'Cpus_allowed_list:'")
    }
    guard let list = CPUList(parsing: value) else {
      throw .malformed(path: path, reason: "line 'Cpus_allowed_list:' is not a list of processors: '\(value.prefix(32))'")
    }
    allowedProcessors = list
  }
}
