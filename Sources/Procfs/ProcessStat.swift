import Glibc

/// `/proc/<pid>/stat` or `/proc/<pid>/task/<tid>/stat`: what the kernel accounts a process or a thread with.
///
/// Of a thread, the name, the state, its own times, the faults, the start and the processor are the thread's; all else is of its
/// process.
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
  /// Page faults that needed no disk.
  package let minorFaults: UInt64
  /// Page faults that needed one.
  package let majorFaults: UInt64
  /// User CPU time in seconds, of all threads.
  package let userSeconds: Double
  /// System CPU time in seconds, of all threads.
  package let systemSeconds: Double
  /// User CPU time of the children that this process has waited for, in seconds.
  package let reapedUserSeconds: Double
  /// System CPU time of the children that this process has waited for, in seconds.
  package let reapedSystemSeconds: Double
  /// How many threads the process has.
  package let threads: Int32
  /// Start of the process in clock ticks since boot: with the pid it identifies a process, since pids are reused.
  package let startTicks: UInt64
  /// Virtual memory in bytes.
  package let virtualBytes: UInt64
  /// Resident set size in pages. The kernel calls it inaccurate; smaps_rollup is exact and dearer.
  package let residentPages: UInt64
  /// The processor that it ran on last; `nil` before Linux 2.2.8.
  package let processor: Int32?
  private let blockIODelayTicks: UInt64?

  /// Reads `/proc/<pid>/stat`. `pid` may be `self`.
  package init(_ root: ProcRoot, pid: String) throws(ProcError) {
    let file = "\(pid)/stat"
    try self.init(parsing: root.read(file), path: "\(root.path)/\(file)")
  }

  /// Reads `/proc/<pid>/task/<tid>/stat`. `pid` may be `self`.
  package init(_ root: ProcRoot, pid: String, thread: Int32) throws(ProcError) {
    try self.init(root, pid: "\(pid)/task/\(thread)")
  }

  /// Takes the text apart. The name is what stands between the first `(` and the last `)`.
  package init(parsing text: String, path: String) throws(ProcError) {
    // By bytes: as characters, a combining mark in the name would merge with a parenthesis.
    let bytes = text.utf8
    guard let open = bytes.firstIndex(of: UInt8(ascii: "(")), let close = bytes.lastIndex(of: UInt8(ascii: ")")), open < close
    else {
      throw .malformed(path: path, reason: "no command name in parentheses")
    }
    // Numbered as in the manual page, where the state is the third.
    let fields = NumberedFields(text[bytes.index(after: close)...], from: 3, path: path)
    func seconds(_ number: Int, _ name: String) throws(ProcError) -> Double {
      let ticks: Int64 = try fields.integer(number, name)
      return Double(max(0, ticks)) / ProcessStat.ticksPerSecond
    }
    guard let pid = Int32(text[..<open].trimmingSpaces) else {
      throw .malformed(path: path, reason: "does not begin with a pid")
    }
    guard let state = fields[3]?.first, state.isLetter else {
      throw .malformed(path: path, reason: "ends before field 3 (state)")
    }
    self.pid = pid
    comm = String(text[bytes.index(after: open)..<close])
    self.state = state
    parent = try fields.integer(4, "ppid")
    minorFaults = try fields.integer(10, "minflt")
    majorFaults = try fields.integer(12, "majflt")
    userSeconds = try seconds(14, "utime")
    systemSeconds = try seconds(15, "stime")
    reapedUserSeconds = try seconds(16, "cutime")
    reapedSystemSeconds = try seconds(17, "cstime")
    threads = try fields.integer(20, "num_threads")
    startTicks = try fields.integer(22, "starttime")
    virtualBytes = try fields.integer(23, "vsize")
    residentPages = try fields.integer(24, "rss")
    processor = try fields.integerIfPresent(39, "processor")
    blockIODelayTicks = try fields.integerIfPresent(42, "delayacct_blkio_ticks")
  }

  /// For how long it waited for disks, in seconds.
  ///
  /// The kernel writes 0 where it does not count, which is the default: hence the switch, read at about the same time.
  ///
  /// - Throws: `ProcError.unavailable` where the accounting is off.
  package func delayacctBlkioSeconds(_ accounting: TaskDelayAccounting) throws(ProcError) -> Double {
    guard accounting.isOn, let blockIODelayTicks else { throw .unavailable(path: accounting.path, errno: EOPNOTSUPP) }
    return Double(blockIODelayTicks) / ProcessStat.ticksPerSecond
  }
}
