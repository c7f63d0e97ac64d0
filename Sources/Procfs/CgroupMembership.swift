/// One line of `/proc/<pid>/cgroup`: the group of a process in one hierarchy.
///
/// Source: `man 7 cgroups`. Each hierarchy of v1 has a line with its controllers; that of v2 has a line without any. A hybrid
/// system has lines of both kinds.
package struct CgroupMembership: Equatable, Sendable {
  /// Empty for v2. A hierarchy of v1 that only groups processes has a name instead: `name=systemd`.
  package let controllers: [String]
  /// From the root of the hierarchy, beginning with `/`. A group that was removed ends in ` (deleted)`.
  package let path: String

  /// Reads `/proc/<pid>/cgroup`. `pid` may be `self`.
  ///
  /// - Throws: `ProcError.unavailable` where this kernel has no control groups.
  package static func read(_ root: ProcRoot, pid: String) throws(ProcError) -> [CgroupMembership] {
    try parse(root.readFeature("cgroup", of: pid), path: "\(root.path)/\(pid)/cgroup")
  }

  /// Takes the text apart: lines of hierarchy, controllers and path, such as `4:cpu,cpuacct:/user`. The path may hold colons.
  package static func parse(_ text: String, path: String) throws(ProcError) -> [CgroupMembership] {
    var memberships: [CgroupMembership] = []
    for line in text.lines {
      let parts = line.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 2, omittingEmptySubsequences: false).map {
        Substring($0)
      }
      guard parts.count == 3, UInt32(parts[0]) != nil, parts[2].hasPrefix("/") else {
        throw .malformed(path: path, reason: "not a hierarchy, controllers and a path: '\(line.excerpt)'")
      }
      memberships.append(
        CgroupMembership(
          controllers: parts[1].utf8.split(separator: UInt8(ascii: ",")).map { String(Substring($0)) }, path: String(parts[2])))
    }
    return memberships
  }
}
