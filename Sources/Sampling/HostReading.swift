package import Procfs

/// What other programs, the hypervisor and quotas have taken from a process so far, at one moment.
package struct HostReading: Hashable, Sendable {
  /// CLOCK_MONOTONIC of the reading.
  package let nanoseconds: Int64
  /// Time that the hypervisor took, since the boot, summed over all processors; `nil` where the kernel does not tell.
  package let stealSeconds: Double?
  /// Time for which CPU quotas stopped the groups of the process, summed over groups and processors; `nil` where no group tells.
  /// It falls where the process is moved to a group that was stopped less.
  package let throttledSeconds: Double?

  /// The readings of one moment.
  package init(nanoseconds: Int64, stealSeconds: Double?, throttledSeconds: Double?) {
    self.nanoseconds = nanoseconds
    self.stealSeconds = stealSeconds
    self.throttledSeconds = throttledSeconds
  }
}

/// Reads what a process lost to its surroundings.
package struct HostReader: Sendable {
  private let proc: ProcTrees
  private let cgroup: ProcRoot

  /// Reads in these trees and these cgroup file systems.
  package init(proc: ProcTrees, cgroup: ProcRoot) {
    self.proc = proc
    self.cgroup = cgroup
  }

  /// Reads now. The groups are looked up anew each time, since a process may be moved.
  ///
  /// - Throws: `ProcError.gone` where the process has ended, `ProcError.malformed` for what cannot be understood.
  package func read(pid: Int32, at nanoseconds: Int64) throws(ProcError) -> HostReading {
    HostReading(nanoseconds: nanoseconds, stealSeconds: try steal(), throttledSeconds: try throttled(pid))
  }

  private func steal() throws(ProcError) -> Double? {
    do {
      return try SystemStat(proc.machine).total?.steal
    } catch .unavailable {
      return nil
    }
  }

  private func throttled(_ pid: Int32) throws(ProcError) -> Double? {
    do {
      return try Cgroup.throttledSeconds(proc: proc.processes, root: cgroup, pid: "\(pid)")
    } catch .unavailable {
      return nil
    }
  }
}
