/// `/proc/<pid>/task/<tid>/syscall`: in which system call a thread is.
///
/// Source: `man 5 proc_pid_syscall`. To be read, it takes the rights of ptrace.
package enum CurrentCall: Hashable, Sendable {
  /// It is on a core, or ready for one.
  case running
  /// It sleeps in no call: for memory that has to be read.
  case noCall
  /// It sleeps in the call of that number, whose first argument is told.
  case call(Int, first: UInt64)

  /// Takes the bytes apart; `nil` if they are none of this file.
  package static func parse(_ bytes: UnsafeRawBufferPointer) -> CurrentCall? {
    if bytes.starts(with: "running".utf8) { return .running }
    if bytes.starts(with: "-1 ".utf8) { return .noCall }
    var rest = bytes[...]
    var number = 0
    while let byte = rest.first, (0x30...0x39).contains(byte), number < 1 << 20 {
      number = number * 10 + Int(byte - 0x30)
      rest.removeFirst()
    }
    guard rest.startIndex > bytes.startIndex, rest.popFirst() == UInt8(ascii: " "), let first = hexadecimal(&rest) else {
      return nil
    }
    return .call(number, first: first)
  }

  /// Takes a number like `0x7f2a` off the begin, with the blank or line feed behind it.
  static func hexadecimal(_ rest: inout Slice<UnsafeRawBufferPointer>) -> UInt64? {
    guard rest.popFirst() == UInt8(ascii: "0"), rest.popFirst() == UInt8(ascii: "x") else { return nil }
    var (value, digits) = (UInt64(0), 0)
    while let byte = rest.popFirst() {
      switch byte {
      case 0x30...0x39: value = value << 4 | UInt64(byte - 0x30)
      case 0x61...0x66: value = value << 4 | UInt64(byte - 0x57)
      case 0x20, 0x0A: return digits > 0 ? value : nil
      default: return nil
      }
      digits += 1
      guard digits <= 16 else { return nil }
    }
    return digits > 0 ? value : nil
  }
}
