/// `/proc/<pid>/io`: what a process has read and written.
///
/// Source: `man 5 proc_pid_io`. It needs CONFIG_TASK_IO_ACCOUNTING and, for processes of other users, CAP_SYS_PTRACE.
/// Ended children that were waited for are counted too.
package struct ProcessIO: Equatable, Sendable {
  /// Bytes that read calls returned, wherever they came from: page cache, pipes, terminals.
  package let readBytes: UInt64
  /// Bytes that write calls took.
  package let writtenBytes: UInt64
  /// Read calls.
  package let readCalls: UInt64
  /// Write calls.
  package let writeCalls: UInt64
  /// Bytes fetched from storage.
  package let storageReadBytes: UInt64
  /// Bytes sent to storage, or made dirty to be sent later.
  package let storageWrittenBytes: UInt64

  /// Reads `/proc/<pid>/io`. `pid` may be `self`.
  ///
  /// - Throws: `ProcError.unavailable` where this kernel or this user does not get it (EACCES).
  package init(_ root: ProcRoot, pid: String) throws(ProcError) {
    try self.init(parsing: root.readFeature("io", of: pid), path: "\(root.path)/\(pid)/io")
  }

  /// Takes the text apart.
  package init(parsing text: String, path: String) throws(ProcError) {
    let values = NamedValues(parsing: text, separator: .colon, path: path)
    readBytes = try values.number("rchar")
    writtenBytes = try values.number("wchar")
    readCalls = try values.number("syscr")
    writeCalls = try values.number("syscw")
    storageReadBytes = try values.number("read_bytes")
    storageWrittenBytes = try values.number("write_bytes")
  }
}
