/// The CPU quota of this process's control group, in cores, from cgroup v2 or v1.
///
/// Sources: `Documentation/admin-guide/cgroup-v2.rst` (`cpu.max`), `Documentation/scheduler/sched-bwc.rst` (`cpu.cfs_quota_us`).
package enum Cgroup {
  /// The tightest quota from the group of this process up to the root, in cores; `nil` where none is set.
  ///
  /// - Parameters:
  ///   - proc: whose `self/cgroup` names the groups.
  ///   - root: where the cgroup file systems are mounted, usually `/sys/fs/cgroup`.
  package static func quota(proc: ProcRoot, root: ProcRoot) -> Double? {
    guard let text = try? proc.read("self/cgroup") else { return nil }
    return memberships(parsing: text).compactMap { quota(of: $0, root: root) }.min()
  }

  /// One line of `/proc/<pid>/cgroup`.
  struct Membership: Equatable {
    /// Empty for v2.
    let controllers: [String]
    /// From the root of the hierarchy, beginning with `/`.
    let path: String
  }

  static func memberships(parsing text: String) -> [Membership] {
    text.lines.compactMap { line in
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3, parts[2].hasPrefix("/") else { return nil }
      return Membership(controllers: parts[1].split(separator: ",").map(String.init), path: String(parts[2]))
    }
  }

  private static func quota(of membership: Membership, root: ProcRoot) -> Double? {
    if membership.controllers.isEmpty {
      return groups(from: membership.path).compactMap { group in
        (try? root.read("\(group)cpu.max")).flatMap(cores(parsingMax:))
      }.min()
    }
    guard membership.controllers.contains("cpu") else { return nil }
    // Mounts are named after all controllers, in whatever order; distributions add a link with the name of each.
    let mounts = Set([membership.controllers.joined(separator: ","), "cpu"])
    return groups(from: membership.path).flatMap { group in
      mounts.compactMap { quota(ofV1Group: "\($0)/\(group)", root: root) }
    }.min()
  }

  private static func quota(ofV1Group group: String, root: ProcRoot) -> Double? {
    guard let quota = (try? root.read("\(group)cpu.cfs_quota_us")).flatMap({ Double($0.trimmingSpaces) }),
      let period = (try? root.read("\(group)cpu.cfs_period_us")).flatMap({ Double($0.trimmingSpaces) })
    else { return nil }
    return cores(quota: quota, period: period)
  }

  /// `cpu.max` of v2: `max 100000`, or quota and period in microseconds.
  static func cores(parsingMax text: String) -> Double? {
    let parts = text.split(whereSeparator: \.isWhitespace)
    guard parts.count == 2, let quota = Double(parts[0]), let period = Double(parts[1]) else { return nil }
    return cores(quota: quota, period: period)
  }

  /// A quota of -1 (v1) is none.
  private static func cores(quota: Double, period: Double) -> Double? {
    quota > 0 && period > 0 ? quota / period : nil
  }

  /// The group and all above it, each relative with a trailing slash: `a/b/`, `a/`, and empty for the root.
  private static func groups(from path: String) -> [String] {
    var parts = path.split(separator: "/")
    var groups = [""]
    while !parts.isEmpty {
      groups.append(parts.joined(separator: "/") + "/")
      parts.removeLast()
    }
    return groups
  }
}
