/// `/proc/<pid>/statm`: the memory of a process, in pages.
///
/// Source: `man 5 proc_pid_statm`. Cheap, and as inaccurate as the resident set size of `stat`. All 0 for kernel threads and
/// zombies.
package struct ProcessStatm: Equatable, Sendable {
  /// Virtual memory.
  package let sizePages: UInt64
  /// Resident set size.
  package let residentPages: UInt64
  /// Those of the resident pages that belong to files or shared memory.
  package let sharedPages: UInt64
  /// Code.
  package let textPages: UInt64
  /// Data and stack.
  package let dataPages: UInt64

  /// Reads `/proc/<pid>/statm`. `pid` may be `self`.
  package init(_ root: ProcRoot, pid: String) throws(ProcError) {
    let file = "\(pid)/statm"
    try self.init(parsing: root.read(file), path: "\(root.path)/\(file)")
  }

  /// Takes the text apart. Field 5 (libraries) is 0 since Linux 2.6.
  package init(parsing text: String, path: String) throws(ProcError) {
    let fields = NumberedFields(text[...], path: path)
    sizePages = try fields.integer(1, "size")
    residentPages = try fields.integer(2, "resident")
    sharedPages = try fields.integer(3, "shared")
    textPages = try fields.integer(4, "text")
    dataPages = try fields.integer(6, "data")
  }
}
