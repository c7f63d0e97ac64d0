import Rendering
import Samples
import Snapshots
import Storage

/// `/api/v1/runs/ID`: as in the list, with its samples and the distribution of its loop's latency.
struct JSONRunDetail: Encodable {
  private enum Key: String, CodingKey { case samples, eventLoopLatencyBuckets }

  private struct Series: Encodable {
    let quantity: String
    let unit: String
    let points: [[Double]]
  }

  private let judged: JudgedRun
  private var detail: RunDetail { judged.detail }

  init(_ judged: JudgedRun) { self.judged = judged }

  func encode(to encoder: any Encoder) throws {
    try JSONOf(detail.run.identity, JSONRun(judged)).encode(to: encoder)
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(series, forKey: .samples)
    try container.encode(OrNull(buckets), forKey: .eventLoopLatencyBuckets)
  }

  private var series: [Series] {
    Quantity.allCases.compactMap { quantity in
      let points = detail.samples.filter { $0.quantity == quantity && $0.value.isFinite }.map { [$0.at.seconds, $0.value] }
      return points.isEmpty ? nil : Series(quantity: quantity.rawValue, unit: quantity.unit, points: points)
    }
  }

  /// Upper bounds in seconds with their counts.
  private var buckets: [[Double]]? {
    detail.latency.map { $0.buckets.map { [Double($0.upperMicroseconds) / 1e6, Double($0.count)] } }
  }
}

extension Quantity {
  /// What a value of it is counted in.
  var unit: String {
    switch self {
    case .eventLoopLatency: "seconds"
    case .queueDepth: "items"
    case .cpuUtilization, .ioWait: "ratio"
    case .memory: "bytes"
    }
  }
}
