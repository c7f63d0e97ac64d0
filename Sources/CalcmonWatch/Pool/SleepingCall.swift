/// `/proc/<pid>/task/<tid>/syscall`: where the stack of a thread ends that sleeps, and in what.
///
/// Source: `man 5 proc_pid_syscall`.
package enum SleepingCall: Hashable, Sendable {
  /// It is on a core, or ready for one.
  case awake
  /// It sleeps, with its stack from here on, in a call with that first argument; 0: in none.
  case asleep(stack: UInt64, first: UInt64)

  /// Takes the text apart; `nil` if it is none of this file.
  package static func parse(_ bytes: UnsafeRawBufferPointer) -> SleepingCall? {
    if bytes.starts(with: "running".utf8) { return .awake }
    // The last two are the stack pointer and the program counter.
    let words = bytes.split { $0 == 0x20 || $0 == 0x0A }
    guard words.count == 3 || words.count == 9, let pointer = hexadecimal(words[words.count - 2]) else { return nil }
    guard words.count == 9 else { return .asleep(stack: pointer, first: 0) }
    return hexadecimal(words[1]).map { .asleep(stack: pointer, first: $0) }
  }

  private static func hexadecimal(_ word: Slice<UnsafeRawBufferPointer>) -> UInt64? {
    guard word.starts(with: "0x".utf8), (3...18).contains(word.count) else { return nil }
    var value: UInt64 = 0
    for byte in word.dropFirst(2) {
      switch byte {
      case 0x30...0x39: value = value << 4 | UInt64(byte - 0x30)
      case 0x61...0x66: value = value << 4 | UInt64(byte - 0x57)
      default: return nil
      }
    }
    return value
  }
}
