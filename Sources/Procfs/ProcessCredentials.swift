/// Of `/proc/<pid>/status` whose a process is, and how others know it.
///
/// Source: `man 5 proc_pid_status`. Ids are as the reader's user namespace numbers them.
package struct ProcessCredentials: Equatable, Sendable {
  /// The user as which it opens files.
  package let user: UInt32
  /// The group as which it opens files.
  package let group: UInt32
  package let groups: [UInt32]
  /// Its pid in each pid namespace, from that of the mount down to its own; empty before Linux 4.1.
  package let namespacePids: [Int32]
  /// The process that traces it; 0: none does.
  package let tracer: Int32
  /// Whether it has memory of its own: a thread of the kernel, and a process that has ended, have none.
  package let hasMemory: Bool

  /// Reads `/proc/<pid>/status`. `pid` may be `self`.
  package init(_ root: ProcRoot, pid: String) throws(ProcError) {
    let file = "\(pid)/status"
    try self.init(parsing: root.read(file), path: "\(root.path)/\(file)")
  }

  /// Takes the text apart.
  package init(parsing text: String, path: String) throws(ProcError) {
    let values = NamedValues(parsing: text, separator: .colon, path: path)
    user = try ProcessCredentials.fileSystemID("Uid", values)
    group = try ProcessCredentials.fileSystemID("Gid", values)
    groups = try ProcessCredentials.numbers("Groups", values)
    namespacePids = try ProcessCredentials.numbers("NSpid", values)
    let tracers: [Int32] = try ProcessCredentials.numbers("TracerPid", values)
    tracer = tracers.first ?? 0
    hasMemory = values["VmSize"] != nil
  }

  /// The last of real, effective, saved and that for files.
  private static func fileSystemID(_ name: String, _ values: NamedValues) throws(ProcError) -> UInt32 {
    let ids: [UInt32] = try numbers(name, values)
    guard ids.count == 4 else { throw values.refusal(name, "has not four numbers", try values.text(name)) }
    return ids[3]
  }

  private static func numbers<Number: FixedWidthInteger>(_ name: String, _ values: NamedValues) throws(ProcError) -> [Number] {
    guard let text = values[Substring(name)] else { return [] }
    var numbers: [Number] = []
    for word in text.words {
      guard let number = Number(word) else { throw values.refusal(name, "is not a list of numbers", text) }
      numbers.append(number)
    }
    return numbers
  }
}
