/// `cpu.stat` of a control group, v1 or v2: how often and for how long its CPU quota stopped it.
///
/// Sources: `Documentation/scheduler/sched-bwc.rst`, `Documentation/admin-guide/cgroup-v2.rst`.
package struct CgroupCPUStat: Equatable, Sendable {
  /// Periods in which the group ran; `nil` where it has no bandwidth control, as the root of v2.
  package let periods: UInt64?
  /// Those of them in which it used its quota up; `nil` like `periods`.
  package let throttledPeriods: UInt64?
  /// For how long it was stopped, in seconds, summed over processors: it may grow by more than the time that passes. Only by the
  /// group's own quota, not by those of groups above it. `nil` like `periods`.
  package let throttledSeconds: Double?
  /// CPU time of the group and those below it, in seconds; `nil` in v1, where another controller counts it.
  package let usageSeconds: Double?

  /// Takes the text apart: `throttled_time` of v1 is in nanoseconds, `throttled_usec` of v2 in microseconds.
  package init(parsing text: String, path: String) throws(ProcError) {
    let values = NamedValues(parsing: text, separator: .space, path: path)
    periods = try values.numberIfPresent("nr_periods")
    throttledPeriods = try values.numberIfPresent("nr_throttled")
    if let microseconds = try values.numberIfPresent("throttled_usec") {
      throttledSeconds = Double(microseconds) / 1e6
    } else {
      throttledSeconds = try values.numberIfPresent("throttled_time").map { Double($0) / 1e9 }
    }
    usageSeconds = try values.numberIfPresent("usage_usec").map { Double($0) / 1e6 }
  }
}

extension Cgroup {
  /// For how long quotas have stopped the group of a process and all groups above it, in seconds, summed over groups and
  /// processors.
  ///
  /// - Returns: `nil` where no group has such a figure.
  package static func throttledSeconds(proc: ProcRoot, root: ProcRoot, pid: String) throws(ProcError) -> Double? {
    guard let groups = groups(of: "cpu", try CgroupMembership.read(proc, pid: pid), root: root) else { return nil }
    let seconds = try groups.all("cpu.stat") { text, path throws(ProcError) in
      try CgroupCPUStat(parsing: text, path: path).throttledSeconds
    }
    return seconds.isEmpty ? nil : seconds.reduce(0, +)
  }
}
