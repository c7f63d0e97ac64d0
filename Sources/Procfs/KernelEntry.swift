/// `/proc/<pid>/task/<tid>/syscall`: where a thread that sleeps in the kernel has left its own code, and for what; see `CurrentCall`.
package struct KernelEntry: Hashable, Sendable {
  /// Of the system call; `nil`: it sleeps in none.
  package let firstArgument: UInt64?
  package let stackPointer: UInt64
  package let programCounter: UInt64

  /// Reads the file in the folder of a process or thread; `nil` if the thread computes, or waits for a core.
  ///
  /// - Throws: `ProcError.unavailable` if this kernel has no such file, or does not let this user read it.
  package static func read(_ root: ProcRoot, folder: String) throws(ProcError) -> KernelEntry? {
    let text = try root.readFeature("syscall", of: folder)
    return Array(text.utf8).withUnsafeBytes(KernelEntry.init(parsing:))
  }

  /// Takes the bytes apart: a number (-1 outside of a system call), six arguments if there is a call, and the two pointers. `nil` if the thread
  /// computes, or they are none of this file.
  package init?(parsing bytes: UnsafeRawBufferPointer) {
    guard let call = CurrentCall.parse(bytes), call != .running, let end = bytes.firstIndex(of: UInt8(ascii: " ")) else {
      return nil
    }
    var (rest, words) = (bytes[(end + 1)...], [UInt64]())
    while !rest.isEmpty {
      guard let word = CurrentCall.hexadecimal(&rest) else { return nil }
      words.append(word)
    }
    guard words.count == (call == .noCall ? 2 : 8) else { return nil }
    firstArgument = call == .noCall ? nil : words[0]
    (stackPointer, programCounter) = (words[words.count - 2], words[words.count - 1])
  }
}
