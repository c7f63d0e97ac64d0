import Alerting
package import Applications
import Exposition
import Samples
package import Scheduling
package import Storage
import Telemetry

/// What becomes of applications.
extension Ledger {
  /// Something has become of applications. Returns what is to be kept of it, and whether alerts may come of it.
  package mutating func received(_ news: AppNews, at now: Moment) -> (entries: [HistoryEntry], isJudged: Bool) {
    guard !news.isEmpty || !standingApps.isEmpty else { return ([], false) }
    follow(now)
    let before = watch.revision
    for occurrence in (news.occurrences + news.passing).sorted(by: { $0.at < $1.at }) { changed(watch.appOccurred(occurrence)) }
    take(standing: news.standing, at: now.wall)
    var entries = news.stalls.map(HistoryEntry.appStall) + news.occurrences.map(HistoryEntry.appOccurrence)
    for interval in news.intervals {
      changed(watch.intervalEnded(interval))
      entries.append(.appInterval(interval, judgements: watch.judgements(ofApp: interval.app)))
    }
    for app in news.forgotten { changed(watch.appForgotten(app, at: now.wall)) }
    return (entries, watch.revision != before)
  }

  /// What stands as before is no news.
  private mutating func take(standing: [AppStand], at now: Timestamp) {
    for stand in standing where standingApps[stand.app] != .some(stand.place) {
      changed(watch.appStands(stand.app, seconds: stand.seconds, frame: stand.place, at: now))
      standingApps.updateValue(stand.place, forKey: stand.app)
    }
    let names = Set(standing.map(\.app))
    for app in standingApps.keys.sorted() where !names.contains(app) {
      changed(watch.appTurns(app, at: now))
      standingApps[app] = nil
    }
  }

}

/// The series of applications. They are those that an exposure has, and no others.
extension Ledger {
  /// A series of an application.
  struct AppSeries: Hashable {
    let metric: String
    let labels: Labels
  }

  /// Shows what is known of applications now.
  package mutating func show(_ exposure: AppExposure) {
    var shown = AppSeriesWriter(registry: registry, before: shownApps)
    // So that what is written is not a copy.
    registry = MetricRegistry()
    for view in exposure.views { shown.show(view, exposure.latencies[view.name] ?? LatencyHistogram()) }
    for reason in exposure.refusals == nil ? [] : AppRefusal.allCases {
      shown.set(MetricCatalog.appRefusals, Labels([("reason", reason.rawValue)]), Double(exposure.refusals?[reason] ?? 0))
    }
    registry = shown.registry
    let new = shown.series
    for (series, metric) in shownApps where new[series] == nil { registry.remove(metric, series.labels) }
    shownApps = new
  }
}

/// Writes the series of applications, and notes which they are.
private struct AppSeriesWriter {
  private(set) var registry: MetricRegistry
  private(set) var series: [Ledger.AppSeries: Metric] = [:]
  /// Those that were shown before.
  private let before: [Ledger.AppSeries: Metric]

  init(registry: MetricRegistry, before: [Ledger.AppSeries: Metric]) {
    self.registry = registry
    self.before = before
  }

  mutating func show(_ view: AppView, _ latency: LatencyHistogram) {
    let app = Labels([("app", view.name)])
    // What only a probe tells is no zero as long as there is none.
    let isProbed = view.processes.contains { !$0.isSeenFromOutside } || wasShown(MetricCatalog.appLatency, app)
    if isProbed || latency.count > 0 {
      note(MetricCatalog.appLatency, app)
      registry.merge(MetricCatalog.appLatency, app, latency)
    }
    set(MetricCatalog.appUp, app, view.isUp ? 1 : 0)
    set(MetricCatalog.appProcesses, app, Double(view.processes.count))
    show(view.totals, app, isProbed: isProbed)
    guard view.isUp else { return }
    set(MetricCatalog.appStanding, app, view.standingSeconds)
    show(view.figures, app)
  }

  private func wasShown(_ metric: Metric, _ labels: Labels) -> Bool {
    before[Ledger.AppSeries(metric: metric.name, labels: labels)] != nil
  }

  private mutating func show(_ totals: AppTotals, _ app: Labels, isProbed: Bool) {
    set(MetricCatalog.appStalls, app.with("phase", "run"), totals.stalls)
    set(MetricCatalog.appStalls, app.with("phase", "startup"), totals.startupStalls)
    for cause in StallCause.allCases {
      set(MetricCatalog.appStallSeconds, app.with("cause", cause.rawValue), totals.stallSeconds[cause])
    }
    set(MetricCatalog.appLoopSeconds, app.with("state", "active"), totals.activeSeconds)
    set(MetricCatalog.appLoopSeconds, app.with("state", "idle"), totals.idleSeconds)
    for (generation, seconds) in totals.gcSeconds.enumerated() where isProbed || seconds > 0 {
      set(MetricCatalog.appGC, app.with("generation", "\(generation)"), seconds)
    }
    set(MetricCatalog.appCPU, app.with("mode", "user"), totals.cpuUserSeconds)
    set(MetricCatalog.appCPU, app.with("mode", "system"), totals.cpuSystemSeconds)
    set(MetricCatalog.appIOWait, app, totals.ioWaitSeconds)
    set(MetricCatalog.appDropped, app.with("side", "app"), totals.droppedByApp)
    set(MetricCatalog.appDropped, app.with("side", "agent"), totals.droppedByAgent)
  }

  private mutating func show(_ figures: AppView.Figures, _ app: Labels) {
    set(MetricCatalog.appReady, app, figures.readyCallbacks)
    set(MetricCatalog.appTasks, app, figures.tasks)
    set(MetricCatalog.appExecutorBacklog, app, figures.executorBacklog)
    set(MetricCatalog.appMemory, app, figures.memoryBytes)
    for queue in figures.queues {
      set(MetricCatalog.appQueueDepth, app.with("queue", queue.name), queue.depth)
      set(MetricCatalog.appQueueCapacity, app.with("queue", queue.name), queue.capacity)
    }
  }

  mutating func set(_ metric: Metric, _ labels: Labels, _ value: Double?) {
    guard let value else { return }
    note(metric, labels)
    registry.set(metric, labels, value)
  }

  private mutating func note(_ metric: Metric, _ labels: Labels) {
    series[Ledger.AppSeries(metric: metric.name, labels: labels)] = metric
  }
}
