import Exposition
import Samples
import Thresholds

/// The gauges of the last completed run.
extension Ledger {
  /// What this run has no figure for goes: an old figure beside a new stamp would be wrong.
  mutating func show(_ measured: RunRecord.Measurements, _ evidence: RunEvidence, of record: RunRecord) {
    let growth = TrendTest(minimumRise: .absolute(0)).evaluate([evidence.memory])?.slope
    let values = [
      record.endedAt.seconds, measured.result.seconds, measured.idealRatio, measured.cpuUtilization, measured.ioWaitRatio,
      measured.memoryPeakBytes, measured.memoryIsProportional.map { $0 ? 1 : 0 }, Double(measured.result.queuePeak), growth,
      measured.result.items > 0 ? measured.itemsPerSecond : nil, measured.arrivalSeconds == nil ? 0 : 1,
    ]
    for (metric, value) in zip(Ledger.lastRunGauges, values) { setOrRemove(metric, record.identity.labels, value) }
    for distribution in RunDistribution.allCases {
      let histogram = measured.histograms[distribution]
      for series in Ledger.quantileSeries(distribution, of: record.identity) {
        let isOfRun = series.io == nil || series.io == record.io
        setOrRemove(series.metric, series.labels, isOfRun ? histogram?.known(series.share) : nil)
      }
    }
  }

  /// Nothing is run any more that they could be of.
  mutating func removeLastRun(of identity: RunIdentity) {
    for metric in Ledger.lastRunGauges { registry.remove(metric, identity.labels) }
    for distribution in RunDistribution.allCases {
      for series in Ledger.quantileSeries(distribution, of: identity) { registry.remove(series.metric, series.labels) }
    }
  }

  private static let lastRunGauges = [
    MetricCatalog.lastRunTimestamp, MetricCatalog.lastRunDuration, MetricCatalog.lastRunIdealRatio,
    MetricCatalog.lastRunCPUUtilization, MetricCatalog.lastRunIOWait, MetricCatalog.lastRunMemoryPeak,
    MetricCatalog.lastRunMemoryProportional, MetricCatalog.lastRunQueuePeak, MetricCatalog.memoryGrowth,
    MetricCatalog.lastRunItemsPerSecond, MetricCatalog.lastRunOpenLoop,
  ]

  /// A series of one quantile; of I/O steps there is one for each kind that the mix may have had.
  private struct QuantileSeries {
    let metric: Metric
    let labels: Labels
    let share: Double
    var io: IOKind?
  }

  private static func quantileSeries(_ distribution: RunDistribution, of identity: RunIdentity) -> [QuantileSeries] {
    [(0.5, "0.5"), (0.99, "0.99"), (1, "1")].flatMap { share, word -> [QuantileSeries] in
      let labels = identity.labels.with("quantile", word)
      return switch distribution {
      case .eventLoopLatency: [QuantileSeries(metric: MetricCatalog.lastRunEventLoopLatency, labels: labels, share: share)]
      case .itemDuration: [QuantileSeries(metric: MetricCatalog.lastRunItemDuration, labels: labels, share: share)]
      case .cpuStepDuration: []
      case .queueWait: [QuantileSeries(metric: MetricCatalog.lastRunQueueWait, labels: labels, share: share)]
      case .ioStepDuration:
        IOKind.allCases.map {
          QuantileSeries(
            metric: MetricCatalog.lastRunIOStepDuration, labels: labels.with("io", $0.rawValue), share: share, io: $0)
        }
      }
    }
  }
}

extension LatencyHistogram {
  /// `nil` with fewer than 100 values: the 99 % quantile is then not known.
  fileprivate func known(_ share: Double) -> Double? { share == 0.99 && count < 100 ? nil : quantile(share) }
}
