import Glibc
package import Procfs

/// The cores that this process, and so its children, may use: the one place where they are counted.
package enum AvailableCores {
  /// What the kernel says of processors, but for what control groups say.
  package struct Processors: Sendable {
    /// Those on which this process is scheduled; `nil` if the kernel does not tell.
    package var scheduled: CPUList?
    /// Those of the machine that are there and switched on; `nil` if the kernel does not tell.
    package var online: CPUList?

    /// What is known.
    package init(scheduled: CPUList?, online: CPUList?) {
      self.scheduled = scheduled
      self.online = online
    }

    /// Of this thread, on this machine.
    package static var present: Processors {
      Processors(scheduled: AffinityMask.read(), online: try? OnlineProcessors.read())
    }
  }

  /// The processors that this process is scheduled on, cut by what is online and by the cpuset of its control group; of these, what the
  /// CPU quota leaves. At least a part of one.
  ///
  /// - Parameters:
  ///   - proc: tells the groups of `self`; and the mask, if the kernel has no call for it.
  ///   - cgroup: where the cgroup file systems are mounted.
  package static func read(proc: ProcRoot, cgroup: ProcRoot, processors: Processors = .present) -> Double {
    let count = list(proc: proc, cgroup: cgroup, processors: processors).map { list in
      // A container may number the processors that it shows as online from 0, whatever they are: the numbers do not match then.
      min(list.count, processors.online?.count ?? .max)
    }
    let cores = Double(max(1, count ?? listed(proc) ?? sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    return min(cores, Cgroup.quota(proc: proc, root: cgroup) ?? cores)
  }

  /// The processors that this process is scheduled on, cut by the cpuset of its control group; `nil` if the kernel does not tell.
  package static func list(proc: ProcRoot, cgroup: ProcRoot, processors: Processors = .present) -> CPUList? {
    let found = processors.scheduled ?? permitted(proc, online: processors.online) ?? processors.online
    return found.map { cut($0, by: cpuset(proc, cgroup)) }
  }

  /// The mask as `self/status` prints it, with processors that are not there.
  private static func permitted(_ proc: ProcRoot, online: CPUList?) -> CPUList? {
    (try? ProcessStatus(proc, pid: "self"))?.allowedProcessors.map { cut($0, by: online) }
  }

  private static func cpuset(_ proc: ProcRoot, _ cgroup: ProcRoot) -> CPUList? {
    // What cannot be read says nothing: the mask has been cut by the kernel already, if this kernel is one that cuts.
    (try? Cgroup.processors(proc: proc, root: cgroup, pid: "self")) ?? nil
  }

  /// The processors that have a line of their own, which those have that are online.
  private static func listed(_ proc: ProcRoot) -> Int? {
    (try? SystemStat(proc)).flatMap { $0.processors.isEmpty ? nil : $0.processors.count }
  }

  /// Two lists that have nothing in common do not number the same processors: then the first stays as it is.
  private static func cut(_ list: CPUList, by other: CPUList?) -> CPUList {
    guard let common = other.map(list.intersection), common.count > 0 else { return list }
    return common
  }
}
