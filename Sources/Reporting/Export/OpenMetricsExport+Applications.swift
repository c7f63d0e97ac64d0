import Samples
import Storage

/// Applications, beside runs: under the names of the live metrics, a point at the end of each interval, of a minute or of an hour, as fine as it is
/// kept. Counters count from the begin of the export.
extension OpenMetricsExport {
  static let appPasses = AppGauge.all.count + AppQueueGauge.all.count + AppCounter.all.reduce(1) { $0 + $1.parts.count }

  mutating func writeApps() throws {
    for gauge in AppGauge.all { try write(gauge) }
    for gauge in AppQueueGauge.all { try write(gauge) }
    for counter in AppCounter.all { try write(counter) }
    try writeAppLatency()
  }

  private mutating func write(_ gauge: AppGauge) throws {
    let family = OpenMetricsFamily(gauge.metric)
    text.begin(family)
    for app in apps {
      var series = OpenMetricsSeries(family, app.labels)
      try source.appIntervals(app.name, filter, nil) { interval in
        text.out.progress.done += 1
        guard let value = gauge.value(interval) else { return }
        try text.write(value, at: interval.endedAt, in: &series)
      }
    }
  }

  private mutating func write(_ gauge: AppQueueGauge) throws {
    let family = OpenMetricsFamily(gauge.metric)
    text.begin(family)
    for app in apps {
      text.out.progress.done += app.intervals
      for queue in app.queues {
        var series = OpenMetricsSeries(family, app.labels.with("queue", queue))
        try source.appIntervals(app.name, filter, nil) { interval in
          guard let value = interval.queues.first(where: { $0.name == queue }).flatMap(gauge.value) else { return }
          try text.write(value, at: interval.endedAt, in: &series)
        }
      }
    }
  }

  private mutating func write(_ counter: AppCounter) throws {
    let family = OpenMetricsFamily(counter.metric)
    text.begin(family)
    for app in apps {
      for part in counter.parts {
        var series = OpenMetricsSeries(family, counter.label.map { app.labels.with($0, part.value) } ?? app.labels)
        var total = 0.0
        try source.appIntervals(app.name, filter, nil) { interval in
          text.out.progress.done += 1
          guard let amount = part.amount(interval) else { return }
          if series.isNew { try text.write(0, at: interval.countedFrom, in: &series) }
          if amount.isFinite, amount > 0 { total += amount }
          try text.write(total, at: interval.endedAt, in: &series)
        }
      }
    }
  }

  private mutating func writeAppLatency() throws {
    let metric = MetricCatalog.appLatency
    text.begin(OpenMetricsFamily(metric))
    for app in apps {
      var totals = LatencyTotals(metric)
      var series = OpenMetricsSeries(histogram: totals.lines(metric.name, app.labels))
      try source.appIntervals(app.name, filter, nil) { interval in
        text.out.progress.done += 1
        if series.isNew { try text.write(totals.values, at: interval.countedFrom, in: &series) }
        totals.add(interval.latency)
        try text.write(totals.values, at: interval.endedAt, in: &series)
      }
    }
  }
}

/// An application of an export.
struct ExportedApp {
  let name: String
  var intervals = 0
  /// In the order of their names.
  var queues: [String] = []

  var labels: Labels { Labels([("app", name)]) }
}

extension ExportSource {
  /// What there is of applications, in order.
  func exportedApps(_ filter: HistoryFilter) throws -> [ExportedApp] {
    try apps(filter).map { name in
      var app = ExportedApp(name: name)
      var queues: Set<String> = []
      try appIntervals(name, filter, nil) { interval in
        app.intervals += 1
        queues.formUnion(interval.queues.map(\.name))
      }
      app.queues = queues.sorted()
      return app
    }
  }
}

extension AppInterval {
  /// Where a counter that begins with this interval stands at 0: before its end even if the clock was set back meanwhile.
  fileprivate var countedFrom: Timestamp {
    min(startedAt, Timestamp(milliseconds: max(endedAt.milliseconds, .min + 1) - 1))
  }
}
