import Samples
package import Storage

/// History as OpenMetrics 1.0 with timestamps, as `promtool tsdb create-blocks-from openmetrics` takes it.
///
/// - The samples of each quantity are a gauge `calcmon_sample_…`.
/// - What the agent shows of the last run stands at the end of each completed run, where the run has a figure for it.
/// - What the agent counts is counted from the begin of the export, under the names that the agent exposes: 0 where the first run
///   of the mix, strategy and runtime started, then a point at the end of each run. It never falls, however often the agent was
///   restarted.
///
/// Applications stand beside runs in the same way, at the ends of their intervals.
///
/// Points stand at ends of runs, so a `rate` needs a window that holds two of them.
///
/// OpenMetrics wants each family complete before the next, and each series complete before the next of its family. So the history
/// is read once for each series; of what is written, at most one piece is held.
package struct OpenMetricsExport {
  /// What came of an export.
  package struct Summary: Hashable, Sendable {
    /// Lines with a value that were written.
    package let samples: Int
    /// Lines left out because their instant was not after the last one of their series: the clock was set back. What a counter or
    /// a histogram counts is in its next point, if it has one.
    package let leftOut: Int
  }

  /// A sample pass reads and writes about so many times as much as a pass over the runs.
  private static let samplePassSteps = 20

  let source: ExportSource
  let filter: HistoryFilter
  private let identities: [(identity: RunIdentity, runs: Int)]
  let apps: [ExportedApp]
  var text: OpenMetricsText

  /// Writes the whole text in pieces of about 64 KiB, and tells with each how far it is.
  ///
  /// - Throws: what the source or the sink throws.
  package static func write(
    from source: ExportSource, _ filter: HistoryFilter, tell: @escaping (ExportProgress) -> Void = { _ in },
    to sink: @escaping ExportSink
  ) throws -> Summary {
    let identities = filter.app == nil ? try source.identities(filter) : []
    let apps = try source.exportedApps(filter)
    let passes = Quantity.allCases.count * samplePassSteps + RunGauge.all.count + RunCounter.all.reduce(1) { $0 + $1.parts.count }
    let steps = identities.reduce(0) { $0 + $1.runs } * passes + apps.reduce(0) { $0 + $1.intervals } * appPasses
    let progress = ExportProgress(total: steps, unit: "samples")
    var export = OpenMetricsExport(
      source: source, filter: filter, identities: identities, apps: apps,
      text: OpenMetricsText(ExportWriter(progress, tell: tell, to: sink)))
    try export.write()
    return Summary(samples: export.text.out.progress.rows, leftOut: export.text.leftOut)
  }

  private mutating func write() throws {
    for quantity in Quantity.allCases { try write(quantity) }
    for (index, gauge) in RunGauge.all.enumerated() {
      // Quantiles are series of one family.
      let isNew = index == 0 || RunGauge.all[index - 1].metric != gauge.metric
      try write(gauge, beginning: isNew)
    }
    for counter in RunCounter.all { try write(counter) }
    try writeLatency()
    try writeApps()
    text.out.progress.done = text.out.progress.total
    try text.end()
  }

  private mutating func write(_ quantity: Quantity) throws {
    let family = OpenMetricsFamily(quantity)
    text.begin(family)
    for (identity, runs) in identities {
      var series = OpenMetricsSeries(family, identity.labels)
      let before = text.out.progress.done
      var run: Int64?
      try source.samples(filter.of(identity), quantity) { sample in
        if sample.runID != run { text.out.progress.done += OpenMetricsExport.samplePassSteps }
        run = sample.runID
        try text.write(sample.value, at: sample.at, in: &series)
      }
      text.out.progress.done = before + runs * OpenMetricsExport.samplePassSteps
    }
  }

  private mutating func write(_ gauge: RunGauge, beginning isNew: Bool) throws {
    let family = OpenMetricsFamily(gauge.metric)
    if isNew { text.begin(family) }
    for (identity, _) in identities {
      var series = OpenMetricsSeries(family, gauge.quantile.map { identity.labels.with("quantile", $0) } ?? identity.labels)
      try source.runs(filter.of(identity)) { run in
        text.out.progress.done += 1
        guard let figures = run.figures, let value = gauge.value(run, figures) else { return }
        try text.write(value, at: run.endedAt, in: &series)
      }
    }
  }

  private mutating func write(_ counter: RunCounter) throws {
    let family = OpenMetricsFamily(counter.metric)
    text.begin(family)
    for (identity, _) in identities {
      for part in counter.parts {
        let labels = counter.label.map { identity.labels.with($0, part.value) } ?? identity.labels
        var series = OpenMetricsSeries(family, labels)
        var total = 0.0
        try source.forEachRunWithStalls(filter.of(identity)) { run in
          text.out.progress.done += 1
          if series.isNew { try text.write(0, at: run.run.countedFrom, in: &series) }
          let amount = part.amount(run)
          if amount.isFinite, amount > 0 { total += amount }
          try text.write(total, at: run.run.endedAt, in: &series)
        }
      }
    }
  }

  private mutating func writeLatency() throws {
    let metric = MetricCatalog.eventLoopLatency
    text.begin(OpenMetricsFamily(metric))
    for (identity, _) in identities {
      var totals = LatencyTotals(metric)
      var series = OpenMetricsSeries(histogram: totals.lines(metric.name, identity.labels))
      try source.forEachBatch(filter.of(identity)) { batch in
        for run in batch {
          text.out.progress.done += 1
          if series.isNew { try text.write(totals.values, at: run.countedFrom, in: &series) }
          if let latency = try source.loopLatency(run.id) { totals.add(latency) }
          try text.write(totals.values, at: run.endedAt, in: &series)
        }
      }
    }
  }
}

extension StoredRun {
  /// Where a counter that begins with this run stands at 0: before its end even where the clock was set back meanwhile.
  fileprivate var countedFrom: Timestamp {
    min(startedAt, Timestamp(milliseconds: max(endedAt.milliseconds, .min + 1) - 1))
  }
}
