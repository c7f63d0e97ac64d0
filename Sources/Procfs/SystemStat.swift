/// `/proc/stat`: of it, the time of the boot, to which start times of processes relate.
package struct SystemStat: Equatable, Sendable {
  /// Unix time of the boot in seconds.
  package let bootSeconds: UInt64

  /// Reads `/proc/stat`.
  package init(_ root: ProcRoot) throws(ProcError) {
    try self.init(parsing: root.read("stat"), path: "\(root.path)/stat")
  }

  /// Takes the text apart.
  package init(parsing text: String, path: String) throws(ProcError) {
    guard let line = text.lines.first(where: { $0.hasPrefix("btime ") }) else {
      throw .malformed(path: path, reason: "no line 'btime'")
    }
    guard let seconds = UInt64(line.dropFirst(6).trimmingSpaces) else {
      throw .malformed(path: path, reason: "line 'btime' is not a number: '\(line.dropFirst(6).prefix(32))'")
    }
    bootSeconds = seconds
  }
}
