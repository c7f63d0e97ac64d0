/// A group's place in its hierarchy, from the root of the reader's cgroup namespace: `/a/b`, or `/../c` outside of it.
package struct CgroupPath: Equatable {
  /// How many levels above the root it begins.
  private let levelsUp: Int
  private let names: [Substring]

  /// Takes a path apart as `/proc/<pid>/cgroup` has it.
  package init(_ text: String) {
    let parts = text.split(separator: "/")
    levelsUp = parts.count { $0 == ".." }
    names = Array(parts.dropFirst(levelsUp)).filter { $0 != ".." }
  }

  /// Whether it leads out of the namespace.
  package var isOutside: Bool { levelsUp > 0 }

  /// The folders of the group and of all above it in a mount that begins with the namespace's root.
  package var folders: [String] { CgroupPath.folders(isOutside ? [] : names) }

  /// The folders of the group and of all above it in a mount that begins with another group; `nil` if the mount does not have it, or if
  /// it begins so far above that the names between are not known.
  package func folders(below first: CgroupPath) -> [String]? {
    guard first.levelsUp == levelsUp, names.starts(with: first.names) else { return nil }
    return CgroupPath.folders(Array(names.dropFirst(first.names.count)))
  }

  /// `a/b/`, `a/`, and empty for the first.
  private static func folders(_ names: [Substring]) -> [String] {
    (0...names.count).reversed().map { count in names.prefix(count).map { "\($0)/" }.joined() }
  }
}
