package import Runs
package import Samples
package import Telemetry

/// Finds the causes of a stall of an application, by what its probe says and by what was seen from outside. A value without I/O.
package struct StallRuling: Sendable {
  /// Of few looks at the code, so many different tasks are not one that blocks.
  private static let fewestTasksOfOverload = 3

  private let outside: StallAttribution

  /// - Parameter outside: what was seen of the host meanwhile.
  package init(outside: StallAttribution) { self.outside = outside }

  /// The stall with its budget.
  package func stall(_ report: AppMessage.Stall) -> AppStall {
    let stall = outside.stall(report.plain)
    let budget = stall.budget
    let isOnLoop = 2 * (budget[.callback] + budget[.runqueue] + budget[.throttled] + budget[.steal]) >= stall.seconds
    return AppStall(
      stall: stall, isStartup: report.startup, isOverload: isOnLoop && report.tasksSeen >= Self.fewestTasksOfOverload,
      frame: report.frame, task: report.task,
      holder: budget[.gil] > 0 ? report.holder.map { AppStall.Holder(thread: $0.thread, frame: $0.frame) } : nil)
  }
}

extension AppMessage.Stall {
  /// What a run's child says of its stalls as well.
  fileprivate var plain: TelemetryMessage.StallReport {
    TelemetryMessage.StallReport(
      startedNs: startedNs, endedNs: endedNs, onCpuNs: onCpuNs, runqueueNs: runqueueNs, timeslices: timeslices, gcNs: gcNs,
      looks: looks,
      looksAsleep: looksAsleep, looksInFutex: looksInFutex,
      holder: holder.map { .init(thread: $0.thread, frame: $0.frame, onCpuNs: $0.onCpuNs, runqueueNs: $0.runqueueNs) },
      noticedNs: noticedNs, waitChannel: waitChannel, stack: stack)
  }
}
