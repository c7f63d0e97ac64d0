/// `/proc/<pid>/fd`: a directory with an entry for each open file descriptor.
package enum OpenFiles {
  /// How many descriptors the process has open. For `self` this counts the one that the listing itself needs.
  package static func count(_ root: ProcRoot, pid: String) throws(ProcError) -> Int {
    try root.list("\(pid)/fd").count
  }
}
