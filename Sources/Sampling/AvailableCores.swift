package import Procfs

/// The cores that this process, and so its children, may use.
package enum AvailableCores {
  /// The affinity mask, cut by the cgroup's CPU quota.
  ///
  /// - Throws: `ProcError` where `self/status` does not tell the mask.
  package static func read(proc: ProcRoot, cgroup: ProcRoot) throws(ProcError) -> Double {
    let allowed = Double(try ProcessStatus(proc, pid: "self").allowedProcessors.count)
    return min(allowed, Cgroup.quota(proc: proc, root: cgroup) ?? allowed)
  }
}
