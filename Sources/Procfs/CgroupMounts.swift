import Glibc

/// Which group of its hierarchy each mounted cgroup file system begins with, from `/proc/self/mountinfo`.
///
/// Source: `man 5 proc_pid_mountinfo`, `man 7 cgroup_namespaces`. The kernel names these groups, like those of `/proc/<pid>/cgroup`, from
/// the root of the reader's cgroup namespace: one above it begins with `/..`.
package struct CgroupMounts: Hashable, Sendable {
  /// The first group of a mount, by its mount point.
  private let firstGroups: [String: String]

  /// As this process sees them when they are first asked for. A procfs that does not tell has nothing mounted, as a fixture tree.
  package static let present = CgroupMounts(parsing: (try? ProcRoot.own.read("self/mountinfo")) ?? "")

  /// Takes the text apart; of a mount point that stands twice, the last one hides the others.
  package init(parsing text: String) {
    var firstGroups: [String: String] = [:]
    for line in text.lines {
      let words = line.words
      guard let dash = words.firstIndex(of: "-"), dash >= 6, words.count > dash + 1, words[dash + 1].hasPrefix("cgroup") else {
        continue
      }
      firstGroups[CgroupMounts.unescaped(words[4])] = CgroupMounts.unescaped(words[3])
    }
    self.firstGroups = firstGroups
  }

  /// The first group of what is mounted at a folder; `nil` if no cgroup file system is mounted there.
  package func firstGroup(at folder: String) -> String? {
    guard !firstGroups.isEmpty, let real = realpath(folder, nil) else { return nil }
    defer { free(real) }
    return firstGroups[String(cString: real)]
  }

  /// Blanks, line feeds and backslashes are written as a backslash and three octal digits.
  private static func unescaped(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\\"), let code = UInt8(Substring(rest.prefix(3)), radix: 8) {
        bytes.append(code)
        rest = rest.dropFirst(3)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
