/// `/proc/<pid>/smaps_rollup`: the exact memory of a process, shared pages divided among those that share them.
///
/// Source: `Documentation/filesystems/proc.rst`. Readable for one's own processes; for others it needs CAP_SYS_PTRACE.
package struct ProcessSmapsRollup: Equatable, Sendable {
  /// Proportional set size in bytes; `nil` if the file does not tell, as that of a zombie, which is empty.
  package let proportionalBytes: UInt64?

  /// Reads `/proc/<pid>/smaps_rollup`.
  package init(_ root: ProcRoot, pid: String) throws(ProcError) {
    let file = "\(pid)/smaps_rollup"
    try self.init(parsing: root.read(file), path: "\(root.path)/\(file)")
  }

  /// Takes the text apart. No line must be there.
  package init(parsing text: String, path: String) throws(ProcError) {
    proportionalBytes = try NamedValues(parsing: text, separator: .colon, path: path).bytesIfPresent("Pss")
  }
}
