/// `/proc/<pid>/stat`: what the kernel accounts a process with.
///
/// Source: `man 5 proc_pid_stat`. Times are in clock ticks (`USER_HZ`), which Linux fixes at 100 a second for user space.
package struct ProcessStat: Equatable, Sendable {
  /// Clock ticks a second in `/proc` (`sysconf(_SC_CLK_TCK)` is 100 on every Linux architecture that Swift supports).
  package static let ticksPerSecond = 100.0

  /// A number also where `self` was read.
  package let pid: Int32
  /// The command's name, at most 15 bytes. It may hold spaces, parentheses and line breaks.
  package let comm: String
  /// `R` running or runnable, `S` asleep, `D` in uninterruptible sleep, `Z` zombie, `T` stopped, …
  package let state: Character
  /// The parent's pid.
  package let parent: Int32
  /// User CPU time in seconds, of all threads.
  package let userSeconds: Double
  /// System CPU time in seconds, of all threads.
  package let systemSeconds: Double
  /// User CPU time of the children that this process has waited for, in seconds.
  package let reapedUserSeconds: Double
  /// System CPU time of the children that this process has waited for, in seconds.
  package let reapedSystemSeconds: Double
  /// Start of the process in clock ticks since boot: with the pid it identifies a process, since pids are reused.
  package let startTicks: UInt64
  /// Virtual memory in bytes.
  package let virtualBytes: UInt64
  /// Resident set size in pages. The kernel calls it inaccurate; smaps_rollup is exact and dearer.
  package let residentPages: UInt64

  /// Reads `/proc/<pid>/stat`. `pid` may be `self`.
  package init(_ root: ProcRoot, pid: String) throws(ProcError) {
    let file = "\(pid)/stat"
    try self.init(parsing: root.read(file), path: "\(root.path)/\(file)")
  }

  /// Takes the text apart. The name is what stands between the first `(` and the last `)`.
  package init(parsing text: String, path: String) throws(ProcError) {
    // By bytes: as characters, a combining mark in the name would merge with a parenthesis.
    let bytes = text.utf8
    guard let open = bytes.firstIndex(of: UInt8(ascii: "(")), let close = bytes.lastIndex(of: UInt8(ascii: ")")), open < close
    else {
      throw .malformed(path: path, reason: "no command name in parentheses")
    }
    let fields = text[bytes.index(after: close)...].split(whereSeparator: \.isWhitespace)
    /// Fields are numbered as in the manual page: `state` is the third.
    func field<Value: FixedWidthInteger>(_ number: Int, _ name: String) throws(ProcError) -> Value {
      guard number - 3 < fields.count else {
        throw .malformed(path: path, reason: "ends before field \(number) (\(name))")
      }
      guard let value = Value(fields[number - 3]) else {
        throw .malformed(path: path, reason: "field \(number) (\(name)) is not a number: '\(fields[number - 3].prefix(32))'")
      }
      return value
    }
    func seconds(_ number: Int, _ name: String) throws(ProcError) -> Double {
      let ticks: Int64 = try field(number, name)
      return Double(max(0, ticks)) / ProcessStat.ticksPerSecond
    }
    guard let pid = Int32(text[..<open].trimmingSpaces) else {
      throw .malformed(path: path, reason: "does not begin with a pid")
    }
    guard let state = fields.first?.first, state.isLetter else {
      throw .malformed(path: path, reason: "ends before field 3 (state)")
    }
    self.pid = pid
    comm = String(text[bytes.index(after: open)..<close])
    self.state = state
    parent = try field(4, "ppid")
    userSeconds = try seconds(14, "utime")
    systemSeconds = try seconds(15, "stime")
    reapedUserSeconds = try seconds(16, "cutime")
    reapedSystemSeconds = try seconds(17, "cstime")
    startTicks = try field(22, "starttime")
    virtualBytes = try field(23, "vsize")
    residentPages = try field(24, "rss")
  }
}
