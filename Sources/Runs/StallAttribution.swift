package import Samples
package import Sampling
package import Telemetry

/// Makes budgets of what a child tells of its stalls and what was seen from outside meanwhile. A value without I/O.
///
/// The kernel accounts a thread's time as running, as waiting for a core, or as neither; a stall's length is the sum of the three.
/// Running is `callback`. Of the waiting, as much as the control group was throttled is `throttled`, the rest `runqueue`. What is
/// neither is `steal` as far as the host counted any and nobody saw the thread asleep, and else `blocked`: a thread that neither runs
/// nor waits for a core sleeps. `unexplained` is what remains where a figure is missing, or where nobody saw the thread asleep and the
/// remainder is short (interrupts, and steal below the 10 ms in which the kernel counts it), or too long for the time between looks.
package struct StallAttribution: Sendable {
  /// Readings of the host, ascending in time.
  package let host: [HostReading]
  /// When the child was seen stopped.
  package let stoppedAt: [Int64]
  /// When the idle loop beside the run was late; `nil` where there was none.
  package let controlLate: [ClosedRange<Int64>]?

  /// What was seen from outside during a run.
  package init(host: [HostReading], stoppedAt: [Int64], controlLate: [ClosedRange<Int64>]?) {
    self.host = host
    self.stoppedAt = stoppedAt
    self.controlLate = controlLate
  }

  /// The resolution of the host's figure of steal.
  private static let clockTick: Int64 = 10_000_000

  /// The stall with its budget.
  package func stall(_ report: TelemetryMessage.StallReport) -> Stall {
    let stopped = stoppedAt.contains { report.startedNs <= $0 && $0 <= report.endedNs }
    let budget = PythonShares.split(budget(report, wasStopped: stopped), report)
    return Stall(
      startedNanoseconds: report.startedNs, endedNanoseconds: report.endedNs, budget: budget,
      noticedNanoseconds: report.noticedNs, waitChannel: budget[.gil] > 0 ? nil : report.waitChannel, stack: report.stack,
      wasStopped: stopped,
      controlLateSeconds: controlLate.map { seconds(lateness(of: $0, during: report)) })
  }

  private func budget(_ report: TelemetryMessage.StallReport, wasStopped: Bool) -> StallBudget {
    let waiting = report.runqueueNs ?? 0
    let throttled = min(waiting, growth(\.throttledSeconds, during: report))
    let rest = report.nanoseconds - report.onCpuNs - waiting
    let asleepShare =
      wasStopped ? 1 : report.looks > 0 ? Double(report.looksAsleep) / Double(report.looks) : 0
    let stealable = Int64(Double(rest) * (1 - asleepShare))
    let stolen = min(stealable, growth(\.stealSecondsOfProcess, during: report))
    let blocked = blocked(rest - stolen, report, asleepShare: asleepShare)
    return StallBudget([
      .callback: seconds(report.onCpuNs), .runqueue: seconds(waiting - throttled), .throttled: seconds(throttled),
      .steal: seconds(stolen), .blocked: seconds(blocked), .unexplained: seconds(rest - stolen - blocked),
    ])
  }

  /// What of a remainder was sleep. Who sleeps for Python's lock wakes too often to be met asleep by those who have it meanwhile.
  private func blocked(_ rest: Int64, _ report: TelemetryMessage.StallReport, asleepShare: Double) -> Int64 {
    guard report.runqueueNs != nil else { return Int64(Double(rest) * asleepShare) }
    guard report.looks > 0, asleepShare == 0 else { return rest }
    let isShort = rest <= max(StallAttribution.clockTick, report.nanoseconds / 10)
    return isShort || rest > unseen(report) && !PythonShares.isForLock(report, blocked: seconds(rest)) ? 0 : rest
  }

  /// The longest sleep that nobody would have seen: until the first look, and from one to the next, which are not evenly spaced.
  private func unseen(_ report: TelemetryMessage.StallReport) -> Int64 {
    guard let noticed = report.noticedNs else { return report.nanoseconds }
    return noticed - report.startedNs + (report.endedNs - noticed) / Int64(max(1, report.looks / 2))
  }

  /// How much a sum of the host has grown, in nanoseconds, between the last reading before the stall and the first after it.
  private func growth(_ sum: KeyPath<HostReading, Double?>, during report: TelemetryMessage.StallReport) -> Int64 {
    let before = host[max(0, firstIndex(in: host) { $0.nanoseconds > report.startedNs } - 1)...].first
    let after = host[min(host.count, firstIndex(in: host) { $0.nanoseconds >= report.endedNs })...].first ?? host.last
    guard let from = before?[keyPath: sum], let to = after?[keyPath: sum] else { return 0 }
    return max(0, Int64(((to - from) * 1e9).rounded()))
  }

  /// The first element from which on all are so; their count where none is.
  private func firstIndex<Element>(in list: [Element], where isSo: (Element) -> Bool) -> Int {
    var range = 0..<list.count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      range = isSo(list[middle]) ? range.lowerBound..<middle : middle + 1..<range.upperBound
    }
    return range.lowerBound
  }

  private func lateness(of control: [ClosedRange<Int64>], during report: TelemetryMessage.StallReport) -> Int64 {
    let first = firstIndex(in: control) { $0.upperBound > report.startedNs }
    return control[first...].prefix(while: { $0.lowerBound < report.endedNs }).reduce(0) { sum, late in
      sum + min(late.upperBound, report.endedNs) - max(late.lowerBound, report.startedNs)
    }
  }

  private func seconds(_ nanoseconds: Int64) -> Double { Double(nanoseconds) * 1e-9 }
}
