import Samples
import Testing

@Suite struct MetricCatalogHistogramTests {
  private static let histograms = MetricCatalog.all.filter { $0.kind.word == "histogram" }

  private static func bounds(_ metric: Metric) -> [Double] {
    if case .histogram(let bounds) = metric.kind { bounds } else { [] }
  }

  @Test func `the eight distributions are histograms`() {
    #expect(
      Self.histograms.map(\.name) == [
        "calcmon_run_duration_seconds", "calcmon_item_duration_seconds", "calcmon_io_step_duration_seconds",
        "calcmon_cpu_step_duration_seconds",
        "calcmon_queue_wait_seconds", "calcmon_event_loop_latency_seconds", "calcmon_control_latency_seconds",
        "calcmon_app_event_loop_latency_seconds",
      ])
  }

  @Test(arguments: histograms)
  func `bounds ascend and are finite and above zero`(_ metric: Metric) {
    let bounds = Self.bounds(metric)
    #expect(!bounds.isEmpty)
    #expect(bounds.allSatisfy { $0 > 0 && $0.isFinite })
    #expect(bounds == Set(bounds).sorted())
  }

  @Test(arguments: histograms)
  func `histograms are of seconds`(_ metric: Metric) {
    #expect(metric.name.hasSuffix("_seconds"))
  }

  @Test(arguments: [
    MetricCatalog.eventLoopLatency, MetricCatalog.itemDuration, MetricCatalog.ioStepDuration, MetricCatalog.queueWait,
  ])
  func `a latency has a bound exactly at the target of 100 ms`(_ metric: Metric) {
    #expect(Self.bounds(metric).contains(0.1))
  }
}
