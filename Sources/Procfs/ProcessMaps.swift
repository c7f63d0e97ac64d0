/// `/proc/<pid>/maps`: which files a process has mapped, and where.
///
/// Source: `man 5 proc_pid_maps`. Needs the rights of ptrace.
package struct ProcessMaps: Equatable, Sendable {
  /// A stretch of memory with one set of rights.
  package struct Region: Equatable, Sendable {
    package let start: UInt64
    /// The first address behind it.
    package let end: UInt64
    package let isWritable: Bool
    /// Where in the file it begins.
    package let offset: UInt64
    /// As the reader sees it, without the mark of a file that was removed; empty: of no file. It may begin with `[`.
    package let path: String
    /// Whether the file was removed, or replaced, since.
    package let isDeleted: Bool
    /// 0: of no file.
    package let inode: UInt64
  }

  /// In the order of their addresses.
  package let regions: [Region]

  /// Reads `/proc/<pid>/maps`. `pid` may be `self`.
  package init(_ root: ProcRoot, pid: String) throws(ProcError) {
    let file = "\(pid)/maps"
    try self.init(parsing: root.read(file), path: "\(root.path)/\(file)")
  }

  /// Takes the text apart. A process that has ended, and a thread of the kernel, have an empty one.
  package init(parsing text: String, path: String) throws(ProcError) {
    var regions: [Region] = []
    for line in text.lines {
      guard let region = Region(line) else {
        throw .malformed(path: path, reason: "a line is not that of a mapping: '\(line.excerpt)'")
      }
      regions.append(region)
    }
    self.regions = regions
  }
}

extension ProcessMaps.Region {
  private static let deletedMark = " (deleted)"

  /// `7f00-7f01 r--p 00000000 fe:00 1234   /usr/bin/python3.14`; the path may hold spaces.
  fileprivate init?(_ line: Substring) {
    let fields = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
    guard fields.count >= 5, fields[1].utf8.count >= 4 else { return nil }
    let ends = fields[0].split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, let start = UInt64(ends[0], radix: 16), let end = UInt64(ends[1], radix: 16), start <= end,
      let offset = UInt64(fields[2], radix: 16), let inode = UInt64(fields[4])
    else { return nil }
    let path = fields.count > 5 ? fields[5].drop { $0 == " " } : ""
    isDeleted = path.hasSuffix(Self.deletedMark)
    self.path = String(isDeleted ? path.dropLast(Self.deletedMark.count) : path)
    (self.start, self.end, self.offset, self.inode) = (start, end, offset, inode)
    isWritable = fields[1].utf8.dropFirst().first == UInt8(ascii: "w")
  }
}
