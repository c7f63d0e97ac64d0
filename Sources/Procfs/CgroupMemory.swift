/// `memory.max` and `memory.current` of cgroup v2; `memory.limit_in_bytes` and `memory.usage_in_bytes` of v1.
///
/// Sources: `Documentation/admin-guide/cgroup-v2.rst`, `Documentation/admin-guide/cgroup-v1/memory.rst`.
package struct CgroupMemory: Equatable, Sendable {
  /// The tightest limit from the group up to the root, in bytes; `nil` where none is set.
  package let limitBytes: UInt64?
  /// What the group and those below it use, page cache included, in bytes. The root of v2 does not tell: `nil`.
  package let currentBytes: UInt64?

  /// Of v1, one page less than 2^63 is no limit, whatever the size of a page; kernels before 4.x write 2^63-1 or 2^64-1.
  private static let unlimited: UInt64 = 1 << 63 - 1 << 16

  /// Takes the text of a limit apart; `nil` is none, which is `max` in v2 and more than there can be in v1.
  package static func limit(parsing text: String, path: String) throws(ProcError) -> UInt64? {
    if text.trimmingSpaces == "max" { return nil }
    let bytes = try size(parsing: text, path: path)
    return bytes >= unlimited ? nil : bytes
  }

  /// Takes the text of a size in bytes apart.
  package static func size(parsing text: String, path: String) throws(ProcError) -> UInt64 {
    let text = text.trimmingSpaces
    guard let bytes = UInt64(text) else { throw .malformed(path: path, reason: "is not a size: '\(text.excerpt)'") }
    return bytes
  }
}

extension Cgroup {
  /// The memory of the group of a process; `nil` where no hierarchy accounts memory.
  package static func memory(proc: ProcRoot, root: ProcRoot, pid: String) throws(ProcError) -> CgroupMemory? {
    guard let groups = groups(of: "memory", try CgroupMembership.read(proc, pid: pid), root: root) else { return nil }
    let (limit, usage) =
      switch groups.version {
      case .v1: ("memory.limit_in_bytes", "memory.usage_in_bytes")
      case .v2: ("memory.max", "memory.current")
      }
    return CgroupMemory(
      limitBytes: try groups.all(limit, CgroupMemory.limit(parsing:path:)).min(),
      currentBytes: try groups.nearest(usage, CgroupMemory.size(parsing:path:)))
  }
}
