/// `/proc/sys/kernel/task_delayacct`: whether the kernel counts for how long tasks wait for disks.
///
/// Source: `Documentation/accounting/delay-accounting.rst`. Off by default since Linux 5.14, when this switch came; on older
/// kernels nothing in `/proc` tells.
package struct TaskDelayAccounting: Equatable, Sendable {
  /// While it is off, waits are counted as 0.
  package let isOn: Bool
  let path: String

  /// Reads `/proc/sys/kernel/task_delayacct`.
  ///
  /// - Throws: `ProcError.unavailable` where this kernel has no such switch.
  package init(_ root: ProcRoot) throws(ProcError) {
    let file = "sys/kernel/task_delayacct"
    try self.init(parsing: root.readFeature(file), path: "\(root.path)/\(file)")
  }

  /// Takes the text apart: `1` or `0`.
  package init(parsing text: String, path: String) throws(ProcError) {
    switch text.trimmingSpaces {
    case "0": isOn = false
    case "1": isOn = true
    case let other: throw .malformed(path: path, reason: "is neither 0 nor 1: '\(other.excerpt)'")
    }
    self.path = path
  }
}
