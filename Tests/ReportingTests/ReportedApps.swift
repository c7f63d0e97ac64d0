import Foundation
import Reporting
import Samples
import Storage
import Thresholds

/// Applications for tests of reports, with figures that can be told.
enum ReportedApps {
  static let since = Reports.since
  static let until = Reports.until

  /// One that a deployment has made worse, half an hour ago: a block of 60 ms in an endpoint that was quiet before.
  static var report: Report {
    let deployed = since.advanced(bySeconds: 1800)
    var report = Report([], since: since, until: until)
    report.app = "shop"
    let all = AppHistory(
      app: "shop", intervals: before.intervals + after.intervals, places: after.places + before.places,
      occurrences: [
        AppOccurrence(app: "shop", at: since, kind: .started, pid: 7, version: "1.0"),
        AppOccurrence(
          app: "shop", at: since.advanced(bySeconds: 900), kind: .processDied, pid: 8, frame: "shop.py:90:<load>",
          stack: ["shop.py:90:<load>"], stoodSeconds: 31),
        AppOccurrence(app: "shop", at: deployed, kind: .deployed, pid: 9, version: "1.1"),
      ])
    var app = Report.App(all, targets: Target.ofApplications)
    app.comparison = AppComparison(
      before: before, now: after, baseline: "the life before, since \(since.iso8601)",
      window: "since the deployment of 1.1 at \(deployed.iso8601)")
    report.apps = [app]
    return report
  }

  static var before: AppHistory {
    AppHistory(
      app: "shop", intervals: intervals(from: 0, life: 1, late: 12),
      places: [place("shop.py:90:<load>", .blocked, count: 20, milliseconds: 150)])
  }

  static var after: AppHistory {
    AppHistory(
      app: "shop", intervals: intervals(from: 1800, life: 2, late: 180),
      places: [
        place("shop.py:41:encode", .callback, count: 214, milliseconds: 60),
        place("shop.py:95:<load>", .blocked, count: 21, milliseconds: 150),
        place(nil, .runqueue, count: 1, milliseconds: 120),
      ])
  }

  /// Half an hour, of 30 s each, all of them a little different.
  static func intervals(
    _ app: String = "shop", from start: Double, count: Int = 60, life: Int, late: UInt64, queue: (Int) -> Double = { _ in 4 }
  ) -> [AppInterval] {
    (0..<count).map { index in
      let begin = since.advanced(bySeconds: start + 30 * Double(index))
      var interval = AppInterval(
        app: app, startedAt: begin, endedAt: begin.advanced(bySeconds: 30), seconds: 30, life: life, processes: 2)
      let millisecond = late + UInt64(index % 3)
      interval.latency =
        LatencyHistogram(ascending: [
          .init(upperMicroseconds: 1000, count: 5900), .init(upperMicroseconds: millisecond * 1000, count: 100),
        ]) ?? LatencyHistogram()
      (interval.loopSeconds, interval.activeSeconds) = (60, 12 + 0.1 * Double(index % 5))
      (interval.cpuUserSeconds, interval.cpuSystemSeconds) = (10, 2)
      interval.memoryBytes = AppLevel([104_857_600, 104_857_600 + Double(index % 4) * 4096])
      interval.tasks = AppLevel([20, 24 + Double(index % 3)])
      interval.executorBacklog = AppLevel([0, Double(index % 2)])
      interval.queues = [
        AppQueueLevel(
          name: "in<box>", depth: AppLevel(mean: queue(index), max: queue(index) + 3, last: queue(index)), capacity: 100)
      ]
      interval.stalls = StallSummary([stall(.callback, milliseconds: 150)])
      interval.host = HostUse(seconds: 30, capacitySeconds: 60, othersSeconds: 1)
      interval.account = RunAccount(ranSeconds: 12, waitedSeconds: 0.1, throttledSeconds: 0, stolenSeconds: 0)
      return interval
    }
  }

  static func place(_ frame: String?, _ cause: StallCause, count: Int, milliseconds: Int64) -> AppPlaceCost {
    let worst = AppStall(
      stall: stall(cause, milliseconds: milliseconds, stack: frame.map { ["lib/json.py:3:dumps", $0] } ?? []), isStartup: false,
      isOverload: false, frame: frame, task: nil, holder: nil)
    return AppPlaceCost(
      frame: frame, cause: cause, count: count, seconds: Double(count) * Double(milliseconds) / 1000,
      worst: AppStallEntry(app: "shop", endedAt: since.advanced(bySeconds: 2000), pid: 9, stall: worst))
  }

  private static func stall(_ cause: StallCause, milliseconds: Int64, stack: [String] = []) -> Stall {
    Stall(
      startedNanoseconds: 0, endedNanoseconds: milliseconds * 1_000_000,
      budget: StallBudget([cause: Double(milliseconds) / 1000]),
      stack: stack)
  }
}
