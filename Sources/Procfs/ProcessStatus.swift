/// `/proc/<pid>/status`: of it, the processors that the process may run on, its threads, switches and memory.
///
/// Source: `man 5 proc_pid_status`.
package struct ProcessStatus: Equatable, Sendable {
  /// The affinity mask of the main thread, as processor numbers; `nil` if this kernel does not tell. Other threads may have other masks.
  /// It may name processors that are offline, or that there never were: the kernel prints what it permits, not what it has.
  package let allowedProcessors: CPUList?
  /// The pid of the process that it is, or whose thread; `nil` if this kernel does not tell.
  package let process: Int32?
  /// How many threads the process has.
  package let threads: UInt64?
  /// How often the main thread gave the processor up by itself, other threads left out.
  package let voluntarySwitches: UInt64?
  /// How often the processor was taken from the main thread, other threads left out.
  package let involuntarySwitches: UInt64?
  /// Resident set size in bytes, as inaccurate as that of `stat`; `nil` for a zombie or a kernel thread, which has no memory.
  package let residentBytes: UInt64?
  /// The highest resident set size in bytes so far; `nil` like `residentBytes`.
  package let residentPeakBytes: UInt64?

  /// Reads `/proc/<pid>/status`. `pid` may be `self`.
  package init(_ root: ProcRoot, pid: String) throws(ProcError) {
    let file = "\(pid)/status"
    try self.init(parsing: root.read(file), path: "\(root.path)/\(file)")
  }

  /// Takes the text apart. No line must be there.
  package init(parsing text: String, path: String) throws(ProcError) {
    let values = NamedValues(parsing: text, separator: .colon, path: path)
    allowedProcessors = try ProcessStatus.processors("Cpus_allowed_list", values)
    process = try values.numberIfPresent("Tgid").flatMap { Int32(exactly: $0) }
    threads = try values.numberIfPresent("Threads")
    voluntarySwitches = try values.numberIfPresent("voluntary_ctxt_switches")
    involuntarySwitches = try values.numberIfPresent("nonvoluntary_ctxt_switches")
    residentBytes = try values.bytesIfPresent("VmRSS")
    residentPeakBytes = try values.bytesIfPresent("VmHWM")
  }

  private static func processors(_ name: String, _ values: NamedValues) throws(ProcError) -> CPUList? {
    guard let text = values[Substring(name)] else { return nil }
    guard let list = CPUList(parsing: text) else { throw values.refusal(name, "is not a list of processors", text) }
    return list
  }
}
