import Procfs
import Sampling

/// What this host gives to runs.
package enum HostCores {
  /// By affinity and quota, at least 1, also where nobody can tell.
  package static var usable: Int {
    let cores = try? AvailableCores.read(proc: ProcRoot(procfs: "/proc"), cgroup: ProcRoot(cgroupfs: "/sys/fs/cgroup"))
    return max(1, Int(cores ?? 1))
  }
}
