import Glibc
package import Procfs
import Samples

/// For how long quotas have stopped the agent, and all that is in its control groups.
package struct CgroupSampler: Sampler {
  private let proc: ProcRoot
  private let cgroup: ProcRoot
  private let memory = CounterMemory()

  /// Reads the groups of `self`, which this procfs names, in these cgroup file systems.
  package init(proc: ProcRoot, cgroup: ProcRoot) {
    self.proc = proc
    self.cgroup = cgroup
  }

  package var name: String { "cgroup" }

  /// - Throws: `ProcError.unavailable` where no group has such a figure.
  package func read() throws -> [Reading] {
    guard let seconds = try Cgroup.throttledSeconds(proc: proc, root: cgroup, pid: "self") else {
      throw ProcError.unavailable(path: cgroup.path, errno: ENODATA)
    }
    return [Reading(MetricCatalog.cgroupThrottled, .none, memory.raise(to: seconds))]
  }
}
