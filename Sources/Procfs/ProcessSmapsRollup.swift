/// `/proc/<pid>/smaps_rollup`: the exact memory of a process, shared pages divided among those that share them.
///
/// Source: `Documentation/filesystems/proc.rst`. Readable for one's own processes; for others it needs CAP_SYS_PTRACE.
package struct ProcessSmapsRollup: Equatable, Sendable {
  /// Proportional set size in bytes.
  package let proportionalBytes: UInt64

  /// Reads `/proc/<pid>/smaps_rollup`.
  package init(_ root: ProcRoot, pid: String) throws(ProcError) {
    let file = "\(pid)/smaps_rollup"
    try self.init(parsing: root.read(file), path: "\(root.path)/\(file)")
  }

  /// Takes the text apart; the file counts in kB, which are KiB. A zombie's file is empty: it has no memory.
  package init(parsing text: String, path: String) throws(ProcError) {
    if text.isEmpty {
      proportionalBytes = 0
      return
    }
    guard let value = text.value(ofKey: "Pss") else { throw .malformed(path: path, reason: "no line 'Pss:'") }
    guard let kibibytes = UInt64(value.split(separator: " ").first ?? ""), kibibytes < 1 << 50 else {
      throw .malformed(path: path, reason: "line 'Pss:' is not a size: '\(value.prefix(32))'")
    }
    proportionalBytes = kibibytes * 1024
  }
}
