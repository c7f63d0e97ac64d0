/// `/proc/<pid>/task/<tid>/syscall`: where a thread that sleeps in the kernel has left its own code.
///
/// Source: `man 5 proc_pid_syscall`. It is told to those who may trace the process, itself included.
package struct KernelEntry: Hashable, Sendable {
  package let stackPointer: UInt64
  package let programCounter: UInt64

  /// Reads the file in the folder of a process or thread; `nil` if the thread computes, or waits for a core.
  ///
  /// - Throws: `ProcError.unavailable` if this kernel has no such file, or does not let this user read it.
  package static func read(_ root: ProcRoot, folder: String) throws(ProcError) -> KernelEntry? {
    KernelEntry(parsing: try root.readFeature("syscall", of: folder))
  }

  /// Takes the text apart: `running`, or a number (-1 outside of a system call), its arguments if there are any, and the two.
  package init?(parsing text: String) {
    let words = text.split { $0 == " " || $0 == "\n" }
    guard words.count == 3 || words.count == 9 else { return nil }
    let values = words.suffix(2).compactMap { word in
      word.hasPrefix("0x") ? UInt64(word.dropFirst(2), radix: 16) : nil
    }
    guard values.count == 2 else { return nil }
    (stackPointer, programCounter) = (values[0], values[1])
  }
}
