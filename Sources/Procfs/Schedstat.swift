/// `/proc/<pid>/schedstat` or `/proc/<pid>/task/<tid>/schedstat`: how long a thread ran, and how long it was ready and had to
/// wait.
///
/// Source: `Documentation/scheduler/sched-stats.rst`. It needs CONFIG_SCHED_INFO; a kernel that has it switched off writes zeros.
package struct Schedstat: Equatable, Sendable {
  /// On a processor, in nanoseconds.
  package let runNanoseconds: UInt64
  /// Ready to run and waiting for a processor, in nanoseconds.
  package let waitNanoseconds: UInt64
  /// How often it was given a processor.
  package let timeslices: UInt64

  /// Reads `/proc/<pid>/schedstat`, which is of the main thread alone. `pid` may be `self` or `thread-self`.
  ///
  /// - Throws: `ProcError.unavailable` where this kernel has no such file.
  package init(_ root: ProcRoot, pid: String) throws(ProcError) {
    try self.init(parsing: root.readFeature("schedstat", of: pid), path: "\(root.path)/\(pid)/schedstat")
  }

  /// Reads `/proc/<pid>/task/<tid>/schedstat`.
  ///
  /// - Throws: `ProcError.unavailable` where this kernel has no such file.
  package init(_ root: ProcRoot, pid: String, thread: Int32) throws(ProcError) {
    try self.init(root, pid: "\(pid)/task/\(thread)")
  }

  /// Takes the text apart.
  package init(parsing text: String, path: String) throws(ProcError) {
    var text = text
    guard let schedstat = text.withUTF8({ Schedstat.parse(UnsafeRawBufferPointer($0)) }) else {
      throw .malformed(path: path, reason: "does not begin with three numbers: '\(text.trimmingSpaces.excerpt)'")
    }
    self = schedstat
  }

  /// Takes the bytes apart without allocating anything; `nil` where they do not begin with three numbers.
  package static func parse(_ bytes: UnsafeRawBufferPointer) -> Schedstat? {
    var rest = bytes[...]
    guard let run = nextNumber(&rest), let wait = nextNumber(&rest), let timeslices = nextNumber(&rest) else { return nil }
    return Schedstat(runNanoseconds: run, waitNanoseconds: wait, timeslices: timeslices)
  }

  private init(runNanoseconds: UInt64, waitNanoseconds: UInt64, timeslices: UInt64) {
    self.runNanoseconds = runNanoseconds
    self.waitNanoseconds = waitNanoseconds
    self.timeslices = timeslices
  }

  /// The number after some blanks, which ends at white space or with the bytes.
  private static func nextNumber(_ rest: inout Slice<UnsafeRawBufferPointer>) -> UInt64? {
    while rest.first == UInt8(ascii: " ") { rest.removeFirst() }
    var number: UInt64?
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
      guard (0x30...0x39).contains(byte) else { return nil }
      let (shifted, tooLarge) = (number ?? 0).multipliedReportingOverflow(by: 10)
      let (sum, overflow) = shifted.addingReportingOverflow(UInt64(byte - 0x30))
      if tooLarge || overflow { return nil }
      number = sum
    }
    return number
  }
}
