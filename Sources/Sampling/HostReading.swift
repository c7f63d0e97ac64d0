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
  /// What all processors of the host have done for processes since the boot: neither idle, nor stolen, nor in interrupts. `nil` if the kernel
  /// does not tell.
  package let busySeconds: Double?
  /// The same of the processors that the process may use alone; `nil` if it may use all of them, or the kernel does not tell.
  package let ownBusySeconds: Double?
  /// Time that the hypervisor took from those alone, likewise.
  package let ownStealSeconds: Double?
  /// Processors that are online.
  package let processors: Int
  /// For how long at least one task of the host has waited since the boot, by what for. Resources that the kernel does not count are absent.
  package let pressureSeconds: [Pressure.Resource: Double]

  /// Time that the hypervisor took from the processors that the process may use.
  package var stealSecondsOfProcess: Double? { ownStealSeconds ?? stealSeconds }
  /// What the processors that the process may use have done, for it and for others.
  package var busySecondsOfProcess: Double? { ownBusySeconds ?? busySeconds }

  package init(
    nanoseconds: Int64, stealSeconds: Double?, throttledSeconds: Double?, busySeconds: Double? = nil,
    ownBusySeconds: Double? = nil,
    ownStealSeconds: Double? = nil, processors: Int = 0, pressureSeconds: [Pressure.Resource: Double] = [:]
  ) {
    self.nanoseconds = nanoseconds
    self.stealSeconds = stealSeconds
    self.throttledSeconds = throttledSeconds
    self.busySeconds = busySeconds
    self.ownBusySeconds = ownBusySeconds
    self.ownStealSeconds = ownStealSeconds
    self.processors = processors
    self.pressureSeconds = pressureSeconds
  }
}

/// Reads what a process lost to its surroundings.
package struct HostReader: Sendable {
  private let proc: ProcTrees
  private let cgroup: ProcRoot
  private let own: [Int]?
  private static let resources: [Pressure.Resource] = [.cpu, .memory, .io]

  /// Reads in these trees and these cgroup file systems.
  ///
  /// - Parameter processors: those that the process may use; `nil`: all.
  package init(proc: ProcTrees, cgroup: ProcRoot, processors: [Int]? = nil) {
    own = processors
    self.proc = proc
    self.cgroup = cgroup
  }

  /// Reads now. The groups are looked up anew each time, since a process may be moved.
  ///
  /// - Throws: `ProcError.gone` where the process has ended, `ProcError.malformed` for what cannot be understood.
  package func read(pid: Int32, at nanoseconds: Int64) throws(ProcError) -> HostReading {
    let host = try system()
    return HostReading(
      nanoseconds: nanoseconds, stealSeconds: host?.total?.steal, throttledSeconds: try throttled(pid),
      busySeconds: host?.total?.processSeconds, ownBusySeconds: own.flatMap { host?.sum(of: $0, \.processSeconds) },
      ownStealSeconds: own.flatMap { host?.sum(of: $0, \.steal) }, processors: host?.processors.count ?? 0,
      pressureSeconds: try pressure())
  }

  private func system() throws(ProcError) -> SystemStat? {
    do {
      return try SystemStat(proc.machine)
    } catch .unavailable {
      return nil
    }
  }

  private func pressure() throws(ProcError) -> [Pressure.Resource: Double] {
    var seconds: [Pressure.Resource: Double] = [:]
    for resource in HostReader.resources {
      do {
        seconds[resource] = try Pressure(proc.machine, resource).some?.totalSeconds
      } catch .unavailable {
        continue
      }
    }
    return seconds
  }

  private func throttled(_ pid: Int32) throws(ProcError) -> Double? {
    do {
      return try Cgroup.throttledSeconds(proc: proc.processes, root: cgroup, pid: "\(pid)")
    } catch .unavailable {
      return nil
    }
  }
}
