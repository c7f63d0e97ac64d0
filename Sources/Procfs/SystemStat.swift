/// `/proc/stat`: what the processors have done, the time of the boot, and how many tasks want to run.
///
/// Source: `man 5 proc_stat`.
package struct SystemStat: Equatable, Sendable {
  /// Unix time of the boot in seconds, to which start times of processes relate; `nil` if the file does not tell.
  package let bootSeconds: UInt64?
  /// Of all processors, those that are offline now included; `nil` where the file does not tell.
  package let total: CPUTimes?
  /// Of each processor that is online, by its number.
  package let processors: [Int: CPUTimes]
  /// Context switches of all processors since the boot.
  package let contextSwitches: UInt64?
  /// Tasks that run or are ready to, now.
  package let processesRunning: UInt64?
  /// Tasks that wait for a disk, now.
  package let processesBlocked: UInt64?

  /// Reads `/proc/stat`.
  ///
  /// - Throws: `ProcError.unavailable` if there is no such file, as in a procfs that is restricted to processes.
  package init(_ root: ProcRoot) throws(ProcError) {
    try self.init(parsing: root.readFeature("stat"), path: "\(root.path)/stat")
  }

  /// Takes the text apart. No line must be there.
  package init(parsing text: String, path: String) throws(ProcError) {
    let values = NamedValues(parsing: text, separator: .space, path: path)
    bootSeconds = try values.numberIfPresent("btime")
    var total: CPUTimes?
    var processors: [Int: CPUTimes] = [:]
    for name in values.names where name.hasPrefix("cpu") {
      guard let text = values[name] else { continue }
      if name == "cpu" {
        total = try CPUTimes(parsing: text, line: name, path: path)
      } else if let number = Int(name.dropFirst(3)), CPUList.numbers.contains(number) {
        processors[number] = try CPUTimes(parsing: text, line: name, path: path)
      }
    }
    self.total = total
    self.processors = processors
    contextSwitches = try values.numberIfPresent("ctxt")
    processesRunning = try values.numberIfPresent("procs_running")
    processesBlocked = try values.numberIfPresent("procs_blocked")
  }

  /// The sum of a time of some processors; `nil` if the file does not tell it of one of them.
  package func sum(of numbers: [Int], _ time: KeyPath<CPUTimes, Double?>) -> Double? {
    numbers.reduce(0) { sum, number in
      guard let sum, let seconds = processors[number]?[keyPath: time] else { return nil }
      return sum + seconds
    }
  }

  /// The sum of a time that is known of each processor; `nil` if one of them has no line.
  package func sum(of numbers: [Int], _ time: KeyPath<CPUTimes, Double>) -> Double? {
    numbers.reduce(0) { sum, number in
      guard let sum, let times = processors[number] else { return nil }
      return sum + times[keyPath: time]
    }
  }
}
