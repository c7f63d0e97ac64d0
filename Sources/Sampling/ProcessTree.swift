import Glibc
package import Procfs

/// What a process and all its descendants have used and hold, at one moment.
package struct ProcessTreeReading: Hashable, Sendable {
  /// User and system CPU seconds, with those of children that were reaped.
  package let cpuSeconds: Double
  /// Memory now.
  package let memoryBytes: UInt64
  /// Whether `memoryBytes` is the exact proportional set size, or the resident set size, which counts shared pages more than
  /// once.
  package let memoryIsProportional: Bool
  /// How many processes there are, zombies included.
  package let processes: Int
  /// State of the process at the root, as in `ProcessStat`: `T` where it is stopped, `Z` where it has ended and waits to be
  /// reaped.
  package let rootState: Character

  /// The sums over a tree.
  package init(
    cpuSeconds: Double, memoryBytes: UInt64, memoryIsProportional: Bool, processes: Int, rootState: Character = "S"
  ) {
    self.cpuSeconds = cpuSeconds
    self.memoryBytes = memoryBytes
    self.memoryIsProportional = memoryIsProportional
    self.processes = processes
    self.rootState = rootState
  }
}

/// Reads a process tree. Processes come and go between the listing and the reading: one that is gone counts nothing.
///
/// Nor does one whose pid was given to another process meanwhile. A process is known by its pid and its start: of the tree is
/// only what names a process of the tree as its parent, and started no earlier than that.
package struct ProcessTreeReader: Sendable {
  private let proc: ProcRoot
  private let census: ParentCensus
  private let pageSize = UInt64(sysconf(Int32(_SC_PAGESIZE)))

  /// Reads processes in this procfs.
  package init(proc: ProcRoot) {
    self.proc = proc
    census = ParentCensus(proc: proc)
  }

  /// Reads the tree below `root`, `root` included. No process counts twice, though it may be listed twice when a thread ends.
  ///
  /// A parent is read before its children, so that the time of a child that is reaped meanwhile may be missed once, but is never
  /// counted twice.
  ///
  /// - Throws: `ProcError.gone` where `root` itself is gone, and what cannot be understood of any of its processes.
  package func read(root: Int32) throws(ProcError) -> ProcessTreeReading {
    var cpu = 0.0
    var memory: UInt64 = 0
    var proportional = true
    var processes = 0
    let first = try walk(root) { (pid, stat) throws(ProcError) in
      cpu += stat.userSeconds + stat.systemSeconds + stat.reapedUserSeconds + stat.reapedSystemSeconds
      let (bytes, exact) = try memoryOf(pid, stat)
      let (sum, overflow) = memory.addingReportingOverflow(bytes)
      memory = overflow ? .max : sum
      proportional = proportional && exact
      processes += 1
    }
    return ProcessTreeReading(
      cpuSeconds: cpu, memoryBytes: memory, memoryIsProportional: proportional, processes: processes, rootState: first.state)
  }

  /// The pids of the tree below `root`, `root` included, in no particular order.
  ///
  /// - Throws: `ProcError.gone` if `root` itself is gone, and what cannot be understood of any of its processes.
  package func pids(root: Int32) throws(ProcError) -> [Int32] {
    var pids: [Int32] = []
    _ = try walk(root) { (pid, _) in pids.append(pid) }
    return pids
  }

  /// Visits each process of the tree once, a parent before its children. Returns the root.
  private func walk(
    _ root: Int32, _ visit: (Int32, ProcessStat) throws(ProcError) -> Void
  ) throws(ProcError) -> ProcessStat {
    let first = try ProcessStat(proc, pid: "\(root)")
    var starts = [root: first.startTicks]
    var waiting = [(root, first)]
    var parents: ParentCensus.Parents?
    while let (pid, stat) = waiting.popLast() {
      try visit(pid, stat)
      for child in try childrenOf(pid, &parents) where starts[child] == nil {
        guard let stat = try statOf(child), let start = starts[stat.parent], start <= stat.startTicks else { continue }
        starts[child] = stat.startTicks
        waiting.append((child, stat))
      }
    }
    if let parents { census.note(parents, tree: starts.keys) }
    return first
  }

  private func statOf(_ pid: Int32) throws(ProcError) -> ProcessStat? {
    do {
      return try ProcessStat(proc, pid: "\(pid)")
    } catch .gone {
      return nil
    }
  }

  /// A kernel that lists no children of one process lists none of any: then all are asked for their parents, once for a reading.
  private func childrenOf(_ pid: Int32, _ parents: inout ParentCensus.Parents?) throws(ProcError) -> [Int32] {
    if let parents { return parents.children(of: pid) }
    do {
      return try ProcessChildren.of(proc, pid: pid)
    } catch .gone {
      return []
    } catch .unavailable {
      let taken = try census.take()
      parents = taken
      return taken.children(of: pid)
    }
  }

  private func memoryOf(_ pid: Int32, _ stat: ProcessStat) throws(ProcError) -> (bytes: UInt64, exact: Bool) {
    // A zombie has none, and later kernels say so by an error.
    if stat.hasEnded { return (0, true) }
    do {
      if let bytes = try ProcessSmapsRollup(proc, pid: "\(pid)").proportionalBytes { return (bytes, true) }
    } catch .unavailable {
      return (residentBytes(stat), false)
    } catch .gone {
      // Kernels before 4.14 have no smaps_rollup.
    }
    // Or the process has ended since its stat was read, or is about to: it has given its memory back before it is a zombie.
    guard let now = try statOf(pid), !now.hasEnded, now.residentPages > 0 else { return (0, true) }
    return (residentBytes(now), false)
  }

  private func residentBytes(_ stat: ProcessStat) -> UInt64 {
    let (bytes, overflow) = stat.residentPages.multipliedReportingOverflow(by: pageSize)
    return overflow ? .max : bytes
  }
}

extension ProcessStat {
  /// Whether it is a zombie, or on its way there.
  fileprivate var hasEnded: Bool { state == "Z" || state == "X" }
}
