/// `cpu.max` of cgroup v2; `cpu.cfs_quota_us` and `cpu.cfs_period_us` of v1.
///
/// Sources: `Documentation/admin-guide/cgroup-v2.rst`, `Documentation/scheduler/sched-bwc.rst`.
extension Cgroup {
  /// The tightest CPU quota from the group of a process up to the root, in cores; `nil` where none is set, or none can be read.
  ///
  /// - Parameters:
  ///   - proc: whose `<pid>/cgroup` names the groups.
  ///   - root: where the cgroup file systems are mounted, usually `/sys/fs/cgroup`.
  package static func quota(proc: ProcRoot, root: ProcRoot, pid: String = "self") -> Double? {
    guard let memberships = try? CgroupMembership.read(proc, pid: pid),
      let groups = groups(of: "cpu", memberships, root: root)
    else { return nil }
    return groups.folders.compactMap { folder in
      switch groups.version {
      case .v1: quota(ofV1Group: folder, root: groups.root)
      case .v2: (try? groups.root.read("\(folder)cpu.max")).flatMap(cores(parsingMax:))
      }
    }.min()
  }

  private static func quota(ofV1Group folder: String, root: ProcRoot) -> Double? {
    guard let quota = (try? root.read("\(folder)cpu.cfs_quota_us")).flatMap({ Double($0.trimmingSpaces) }),
      let period = (try? root.read("\(folder)cpu.cfs_period_us")).flatMap({ Double($0.trimmingSpaces) })
    else { return nil }
    return cores(quota: quota, period: period)
  }

  /// `cpu.max` of v2: `max 100000`, or quota and period in microseconds.
  static func cores(parsingMax text: String) -> Double? {
    let words = text.words
    guard words.count == 2, let quota = Double(words[0]), let period = Double(words[1]) else { return nil }
    return cores(quota: quota, period: period)
  }

  /// A quota of -1 (v1) is none.
  private static func cores(quota: Double, period: Double) -> Double? {
    quota > 0 && period > 0 && quota.isFinite && period.isFinite ? quota / period : nil
  }
}
