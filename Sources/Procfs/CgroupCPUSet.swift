/// `cpuset.cpus.effective` of cgroup v2; `cpuset.effective_cpus` or `cpuset.cpus` of v1.
///
/// Sources: `Documentation/admin-guide/cgroup-v2.rst`, `Documentation/admin-guide/cgroup-v1/cpusets.rst`.
extension Cgroup {
  /// The processors that the group of a process may use; `nil` where no group tells. An affinity mask may cut it further.
  package static func processors(proc: ProcRoot, root: ProcRoot, pid: String) throws(ProcError) -> CPUList? {
    guard let groups = groups(of: "cpuset", try CgroupMembership.read(proc, pid: pid), root: root) else { return nil }
    switch groups.version {
    case .v1:
      // The effective list came with Linux 3.17.
      if let list = try groups.nearest("cpuset.effective_cpus", processors(parsing:path:)) { return list }
      return try groups.nearest("cpuset.cpus", processors(parsing:path:))
    case .v2: return try groups.nearest("cpuset.cpus.effective", processors(parsing:path:))
    }
  }

  /// An empty list is that of a group without processors of its own: the one above it counts.
  static func processors(parsing text: String, path: String) throws(ProcError) -> CPUList? {
    let text = text.trimmingSpaces
    if text.isEmpty { return nil }
    guard let list = CPUList(parsing: text) else {
      throw .malformed(path: path, reason: "is not a list of processors: '\(text.excerpt)'")
    }
    return list
  }
}
