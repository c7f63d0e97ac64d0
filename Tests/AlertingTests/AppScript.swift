import Alerting
import Samples
import Testing
import Thresholds

/// Intervals of an application that is well, with what a test changes of it.
enum AppScript {
  static func at(_ seconds: Double) -> Timestamp { Timestamp(milliseconds: Int64(seconds * 1000)) }

  /// - Parameter number: from 1 on, of half a minute each.
  static func interval(
    _ number: Int, app: String = "shop", life: Int = 1, _ change: (inout AppInterval) -> Void = { _ in }
  ) -> AppInterval {
    let end = Double(number) * 30
    var interval = AppInterval(app: app, startedAt: at(end - 30), endedAt: at(end), seconds: 30, life: life, processes: 1)
    interval.latency = LatencyHistogram(ascending: [.init(upperMicroseconds: 500, count: 600)]) ?? LatencyHistogram()
    (interval.loopSeconds, interval.activeSeconds) = (30, 6)
    interval.cpuUserSeconds = 6
    interval.memoryBytes = level(104_857_600)
    interval.tasks = level(40)
    interval.executorBacklog = level(0)
    interval.queues = [AppQueueLevel(name: "inbox", depth: level(3), capacity: nil)]
    change(&interval)
    return interval
  }

  static func level(_ value: Double) -> AppLevel { AppLevel(mean: value, max: value, last: value) }

  /// Late because others had the cores.
  static func starve(_ interval: inout AppInterval) {
    interval.latency = LatencyHistogram(ascending: [.init(upperMicroseconds: 300_000, count: 600)]) ?? LatencyHistogram()
    let stall = Stall(startedNanoseconds: 0, endedNanoseconds: 400_000_000, budget: StallBudget([.runqueue: 0.4]))
    interval.stalls = StallSummary([stall])
    interval.account = RunAccount(ranSeconds: 6, waitedSeconds: 12)
    interval.host = HostUse(
      seconds: 30, capacitySeconds: 60, othersSeconds: 50, consumers: [CPUConsumer(name: "backup.service", seconds: 48)])
  }

  static func occurrence(
    _ kind: AppOccurrence.Kind, _ pid: Int, at seconds: Double, frame: String? = nil, stack: [String] = [], stood: Double? = nil
  ) -> AppOccurrence {
    AppOccurrence(app: "shop", at: at(seconds), kind: kind, pid: pid, frame: frame, stack: stack, stoodSeconds: stood)
  }

  static func plan(_ apps: [WatchPlan.App] = []) -> WatchPlan {
    var plan = WatchPlan(canaries: [])
    plan.apps = apps
    return plan
  }

  /// `CalcmonAppDown pending>firing held@40s`
  static func words(_ changes: [AlertChange]) -> [String] {
    changes.compactMap { change in
      guard case .transition(let transition) = change else { return nil }
      return "\(transition.alert.subject.name.rawValue) \(AlertScript.text(change))"
    }
  }

  static func description(_ watch: Watch, _ name: AlertName) -> String {
    watch.book.all.first { $0.subject.name == name }?.annotations["description"] ?? ""
  }
}
