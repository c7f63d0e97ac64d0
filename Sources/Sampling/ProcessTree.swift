import Glibc
package import Procfs

/// What a process and all its descendants have used and hold, at one moment.
package struct ProcessTreeReading: Hashable, Sendable {
  /// User and system CPU seconds, with those of children that were reaped.
  package let cpuSeconds: Double
  /// Memory now.
  package let memoryBytes: UInt64
  /// Whether `memoryBytes` is the exact proportional set size, or the resident set size, which counts shared pages more than once.
  package let memoryIsProportional: Bool
  /// How many processes there are.
  package let processes: Int

  /// The sums over a tree.
  package init(cpuSeconds: Double, memoryBytes: UInt64, memoryIsProportional: Bool, processes: Int) {
    self.cpuSeconds = cpuSeconds
    self.memoryBytes = memoryBytes
    self.memoryIsProportional = memoryIsProportional
    self.processes = processes
  }
}

/// Reads a process tree. Processes come and go between the listing and the reading: one that is gone counts nothing.
package struct ProcessTreeReader: Sendable {
  private let proc: ProcRoot
  private let pageSize = UInt64(sysconf(Int32(_SC_PAGESIZE)))

  /// Reads processes in this procfs.
  package init(proc: ProcRoot) { self.proc = proc }

  /// Reads the tree below `root`, `root` included.
  ///
  /// - Throws: `ProcError.gone` where `root` itself is gone, and what cannot be understood of any of its processes.
  package func read(root: Int32) throws(ProcError) -> ProcessTreeReading {
    var cpu = 0.0
    var memory: UInt64 = 0
    var proportional = true
    var processes = 0
    var waiting = [root]
    while let pid = waiting.popLast() {
      do {
        let stat = try ProcessStat(proc, pid: "\(pid)")
        let (bytes, exact) = try memoryOf(pid, stat)
        cpu += stat.userSeconds + stat.systemSeconds + stat.reapedUserSeconds + stat.reapedSystemSeconds
        memory += bytes
        proportional = proportional && exact
        processes += 1
        waiting += try ProcessChildren.of(proc, pid: pid)
      } catch .gone(let path) {
        if pid == root { throw .gone(path: path) }
      }
    }
    return ProcessTreeReading(
      cpuSeconds: cpu, memoryBytes: memory, memoryIsProportional: proportional, processes: processes)
  }

  private func memoryOf(_ pid: Int32, _ stat: ProcessStat) throws(ProcError) -> (bytes: UInt64, exact: Bool) {
    do {
      return (try ProcessSmapsRollup(proc, pid: "\(pid)").proportionalBytes, true)
    } catch .unavailable {
      return (stat.residentPages * pageSize, false)
    } catch .gone {
      // Kernels before 4.14 have no smaps_rollup; a process that is really gone is found out by its next reading.
      return (stat.residentPages * pageSize, false)
    }
  }
}
