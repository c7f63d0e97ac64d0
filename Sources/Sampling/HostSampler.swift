import Glibc
package import Procfs
import Samples

/// What this machine lost to its hypervisor.
package struct HostSampler: Sampler {
  private let proc: ProcRoot
  private let memory = CounterMemory()

  /// Reads `stat` in this procfs.
  package init(proc: ProcRoot) { self.proc = proc }

  package var name: String { "host" }

  /// - Throws: `ProcError.unavailable` where the kernel does not tell.
  package func read() throws -> [Reading] {
    guard let steal = try SystemStat(proc).total?.steal else {
      throw ProcError.unavailable(path: "\(proc.path)/stat", errno: ENODATA)
    }
    return [Reading(MetricCatalog.hostSteal, .none, memory.raise(to: steal))]
  }
}
