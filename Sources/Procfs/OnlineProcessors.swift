/// `/sys/devices/system/cpu/online`: the processors that are there and switched on.
///
/// Source: `Documentation/admin-guide/cputopology.rst`.
package enum OnlineProcessors {
  /// Where the kernel shows its processors.
  package static let folder = ProcRoot(cgroupfs: "/sys/devices/system/cpu")

  /// Reads `online` in a folder like that.
  ///
  /// - Throws: `ProcError.malformed` if it names none.
  package static func read(in folder: ProcRoot = folder) throws(ProcError) -> CPUList {
    let text = try folder.readFeature("online").trimmingSpaces
    guard let list = CPUList(parsing: text) else {
      throw .malformed(path: "\(folder.path)/online", reason: "is not a list of processors: '\(text.excerpt)'")
    }
    return list
  }
}
