/// `/proc/<pid>/task/<tid>/children`: the processes that a thread has started and that still run.
///
/// Source: `man 5 proc_tid_children`. It needs CONFIG_PROC_CHILDREN. The list is exact only while nothing of it starts or ends, which is
/// why callers take it anew for each reading and expect a listed process to be gone.
package enum ProcessChildren {
  /// The children of all threads of a process, in ascending order of pid.
  ///
  /// - Throws: `ProcError.unavailable` if this kernel has no such file.
  package static func of(_ root: ProcRoot, pid: Int32) throws(ProcError) -> [Int32] {
    var pids: [Int32] = []
    for thread in try root.list("\(pid)/task") {
      let folder = "\(pid)/task/\(thread)"
      do {
        pids += try parse(root.readFeature("children", of: folder), path: "\(root.path)/\(folder)/children")
      } catch .gone {
        continue
      }
    }
    return pids.sorted()
  }

  static func parse(_ text: String, path: String) throws(ProcError) -> [Int32] {
    var pids: [Int32] = []
    for word in text.words {
      guard let pid = Int32(word), pid > 0 else {
        throw .malformed(path: path, reason: "not a pid: '\(word.excerpt)'")
      }
      pids.append(pid)
    }
    return pids
  }
}
