import Samples
import Testing

@Suite struct MetricUnitTests {
  @Test(
    arguments: [
      (.counter, "a_seconds_total", "a_seconds", "seconds"), (.counter, "a_total", "a", nil),
      (.gauge, "a_bytes", "a_bytes", "bytes"),
      (.gauge, "a_ratio", "a_ratio", "ratio"), (.gauge, "a_bytes_per_second", "a_bytes_per_second", nil),
      (.gauge, "a_info", "a", nil), (.gauge, "a_seconds_total", "a_seconds_total", nil), (.gauge, "seconds", "seconds", nil),
      (.histogram(bounds: [1]), "a_seconds", "a_seconds", "seconds"), (.counter, "a_info", "a_info", nil),
    ] as [(Metric.Kind, String, String, String?)])
  func `the family's name and its unit come from the metric's name`(
    _ kind: Metric.Kind, _ name: String, _ family: String, _ unit: String?
  ) {
    let metric = Metric(kind, name, "Help.")
    #expect(metric.openMetricsName == family)
    #expect(metric.unit == unit)
  }
}
