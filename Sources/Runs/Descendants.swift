import Procfs

/// What a process has started, with what that has started, and so on.
enum Descendants {
  /// Their pids. A process is known by its pid and its start: of them is only what started no earlier than its parent.
  static func of(_ root: Int32, in table: ProcessTable) -> [Int32] {
    let children = Dictionary(grouping: table.entries.values, by: \.parent)
    var found: [Int32] = []
    var rest = [root]
    while let parent = rest.popLast() {
      let start = table.entries[parent]?.startTicks ?? 0
      let born = (children[parent] ?? []).filter { $0.startTicks >= start && $0.pid != parent && !found.contains($0.pid) }
      found += born.map(\.pid)
      rest += born.map(\.pid)
    }
    return found
  }
}
