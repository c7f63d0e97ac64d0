package import Runs
import Samples
package import Telemetry

/// Finds the causes of a stall of an application, by what its probe says and by what was seen from outside. A value without I/O.
///
/// The kernel's account of the thread (on a core, ready and waiting for one, asleep) is split further by what only Python knows: time on a
/// core may have been its collector's, and sleep may have been for its lock.
package struct StallRuling: Sendable {
  /// A thread that waits for Python's lock wakes every 5 ms to ask for it; one that sleeps for anything else does not.
  private static let longestSleepForLock = 8_000_000.0
  private static let fewestSleepsForLock: Int64 = 8
  /// Of few looks at the code, so many different tasks are not one that blocks.
  private static let fewestTasksOfOverload = 3

  private let outside: StallAttribution

  /// - Parameter outside: what was seen of the host meanwhile.
  package init(outside: StallAttribution) { self.outside = outside }

  /// The stall with its budget.
  package func stall(_ report: AppMessage.Stall) -> AppStall {
    let plain = outside.stall(report.plain)
    let budget = Self.split(plain.budget, report)
    let stall = Stall(
      startedNanoseconds: report.startedNs, endedNanoseconds: report.endedNs, budget: budget,
      noticedNanoseconds: plain.noticedNanoseconds, waitChannel: budget[.gil] > 0 ? nil : plain.waitChannel, stack: plain.stack,
      wasStopped: plain.wasStopped, controlLateSeconds: plain.controlLateSeconds)
    let isOnLoop = 2 * (budget[.callback] + budget[.runqueue] + budget[.throttled] + budget[.steal]) >= stall.seconds
    return AppStall(
      stall: stall, isStartup: report.startup, isOverload: isOnLoop && report.tasksSeen >= Self.fewestTasksOfOverload,
      frame: report.frame, task: report.task,
      holder: budget[.gil] > 0 ? report.holder.map { AppStall.Holder(thread: $0.thread, frame: $0.frame) } : nil)
  }

  private static func split(_ budget: StallBudget, _ report: AppMessage.Stall) -> StallBudget {
    var seconds = Dictionary(uniqueKeysWithValues: StallCause.allCases.map { ($0, budget[$0]) })
    let collected = min(budget[.callback], Double(report.gcNs) * 1e-9)
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

  /// Whether the thread slept for Python's lock: it woke often, or another thread computed all the while; and it was never seen asleep
  /// in anything but a futex.
  private static func isForLock(_ report: AppMessage.Stall, blocked: Double) -> Bool {
    guard 2 * blocked >= Double(report.nanoseconds) * 1e-9 else { return false }
    let isSeenElsewhere = report.waitChannel != nil && report.looksAsleep > report.looksInFutex
    if isSeenElsewhere { return false }
    guard let sleeps = report.timeslices else { return report.holder != nil }
    return sleeps >= fewestSleepsForLock && blocked * 1e9 / Double(sleeps) <= longestSleepForLock
  }
}

extension AppMessage.Stall {
  /// What a run's child says of its stalls as well.
  fileprivate var plain: TelemetryMessage.StallReport {
    TelemetryMessage.StallReport(
      startedNs: startedNs, endedNs: endedNs, onCpuNs: onCpuNs, runqueueNs: runqueueNs, looks: looks, looksAsleep: looksAsleep,
      noticedNs: noticedNs, waitChannel: waitChannel, stack: stack)
  }
}
