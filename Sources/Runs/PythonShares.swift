import Samples
import Telemetry

/// Splits a budget of the kernel's figures further, by what only Python knows: time on a core may have been its collector's, and sleep
/// may have been for its lock. Where a child tells nothing of that, the budget stays as it is.
enum PythonShares {
  /// A thread that waits for Python's lock wakes every 5 ms to ask for it; one that sleeps for anything else does not.
  private static let longestSleepForLock = 8_000_000.0
  private static let fewestSleepsForLock: Int64 = 8

  static func split(_ budget: StallBudget, _ report: TelemetryMessage.StallReport) -> StallBudget {
    var seconds = Dictionary(uniqueKeysWithValues: StallCause.allCases.map { ($0, budget[$0]) })
    let collected = min(budget[.callback], Double(report.gcNs ?? 0) * 1e-9)
    seconds[.callback, default: 0] -= collected
    seconds[.gc] = collected
    if isForLock(report, blocked: budget[.blocked]) {
      // The thread that has the lock may itself have waited for a core: then the host is in the way.
      let starved = min(budget[.blocked], Double(report.holder?.runqueueNs ?? 0) * 1e-9)
      seconds[.blocked] = 0
      seconds[.gil] = budget[.blocked] - starved
      seconds[.runqueue, default: 0] += starved
    }
    return StallBudget(seconds)
  }

  /// Whether the thread slept for Python's lock: it woke often, and was never seen asleep in anything but a futex. Where it is not told how
  /// often it woke, that another thread computed has to do.
  static func isForLock(_ report: TelemetryMessage.StallReport, blocked: Double) -> Bool {
    guard 2 * blocked >= Double(report.nanoseconds) * 1e-9 else { return false }
    let isSeenElsewhere = report.waitChannel != nil && report.looksAsleep > report.looksInFutex ?? 0
    if isSeenElsewhere { return false }
    guard let sleeps = report.timeslices else { return report.holder != nil }
    return sleeps >= fewestSleepsForLock && blocked * 1e9 / Double(sleeps) <= longestSleepForLock
  }
}
