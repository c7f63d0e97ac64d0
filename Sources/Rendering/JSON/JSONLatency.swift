package import Samples

/// How late event loops were, in seconds, as JSON.
package struct JSONLatency: Encodable {
  let p50: OrNull<Double>
  let p99: OrNull<Double>
  let max: OrNull<Double>

  package init(_ latency: LatencyHistogram) {
    p50 = OrNull(latency.quantile(0.5))
    p99 = OrNull(latency.quantile(0.99))
    max = OrNull(latency.maxSeconds)
  }
}
