import Glibc

/// `/proc/<pid>/task/<tid>/wchan`: in which function of the kernel a thread sleeps.
///
/// Source: `man 5 proc_pid_wchan`.
package struct WaitChannel: Equatable, Sendable {
  /// The function's name, at most 64 characters; `nil` where the thread runs, or where this user may not know.
  package let name: String?

  /// Reads `/proc/<pid>/task/<tid>/wchan`.
  ///
  /// - Throws: `ProcError.unavailable` where this kernel has no such file.
  package init(_ root: ProcRoot, pid: String, thread: Int32) throws(ProcError) {
    try self.init(root, folder: "\(pid)/task/\(thread)")
  }

  /// Reads the file in the folder of a process or thread, such as `7/task/8`.
  ///
  /// - Throws: `ProcError.unavailable` where this kernel has no such file.
  package init(_ root: ProcRoot, folder: String) throws(ProcError) {
    do {
      self.init(parsing: try root.readFeature("wchan", of: folder))
    } catch .unavailable(_, EACCES), .unavailable(_, EPERM) {
      self.init(parsing: "")
    }
  }

  /// Takes the text apart. `0` is none: it runs, or the kernel hides it.
  package init(parsing text: String) {
    let text = text.trimmingSpaces
    name = text.isEmpty || text == "0" ? nil : String(text.unicodeScalars.prefix(64))
  }
}
