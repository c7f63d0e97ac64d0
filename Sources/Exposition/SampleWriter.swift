import Samples

/// Writes the samples of one family: the same lines in both formats, but for exemplars and instants of creation.
struct SampleWriter {
  private(set) var bytes: [UInt8]
  private let names: Names
  /// `le="…"` of each bucket.
  private let bounds: [[UInt8]]
  private let exemplars: Bool
  /// `name="value",…` of the series under way.
  private var labels: [UInt8] = []

  private struct Names {
    let plain, bucket, sum, count: [UInt8]
    let created: [UInt8]?
  }

  /// - Parameters:
  ///   - header: the lines before the first sample.
  ///   - name: of samples without a suffix of their own.
  ///   - created: the name of instants of creation; `nil` where they are left out.
  ///   - exemplars: whether buckets show theirs.
  init(after header: [UInt8], _ kind: Metric.Kind, name: String, created: String? = nil, exemplars: Bool = false) {
    bytes = header
    names = Names(
      plain: Array(name.utf8), bucket: Array("\(name)_bucket".utf8), sum: Array("\(name)_sum".utf8),
      count: Array("\(name)_count".utf8), created: created.map { Array($0.utf8) })
    if case .histogram(let bounds) = kind {
      self.bounds = (bounds.map(\.description) + ["+Inf"]).map { Array("le=\"\($0)\"".utf8) }
    } else {
      bounds = []
    }
    self.exemplars = exemplars
  }

  mutating func write(_ series: MetricFamily.Series) {
    labels.removeAll(keepingCapacity: true)
    labels.append(series.labels)
    switch series.value {
    case .number(let number):
      write(names.plain, number)
    case .histogram(let state):
      for (index, count) in (state.counts + [state.total]).enumerated() {
        let exemplar = exemplars && !state.exemplars.isEmpty ? state.exemplars[index] : nil
        write(names.bucket, Double(count), bound: bounds[index], exemplar)
      }
      write(names.sum, state.sum)
      write(names.count, Double(state.total))
    }
    if let name = names.created, let created = series.created { write(name, created.seconds) }
  }

  private mutating func write(
    _ name: [UInt8], _ value: Double, bound: [UInt8]? = nil, _ exemplar: HistogramState.BucketExemplar? = nil
  ) {
    bytes.append(contentsOf: name)
    if !labels.isEmpty || bound != nil {
      bytes.append(UInt8(ascii: "{"))
      bytes.append(contentsOf: labels)
      if let bound {
        if !labels.isEmpty { bytes.append(UInt8(ascii: ",")) }
        bytes.append(contentsOf: bound)
      }
      bytes.append(UInt8(ascii: "}"))
    }
    bytes.append(UInt8(ascii: " "))
    bytes.append(number: value)
    if let exemplar { write(exemplar) }
    bytes.append(UInt8(ascii: "\n"))
  }

  private mutating func write(_ shown: HistogramState.BucketExemplar) {
    bytes.append(" # {")
    bytes.append(shown.exemplar.labels)
    bytes.append("} ")
    bytes.append(number: shown.seconds)
    bytes.append(UInt8(ascii: " "))
    bytes.append(number: shown.exemplar.at.seconds)
  }
}

extension [UInt8] {
  /// `name="value",…`
  fileprivate mutating func append(_ labels: Labels) {
    var isFirst = true
    for pair in labels.pairs {
      if !isFirst { append(UInt8(ascii: ",")) }
      isFirst = false
      append(pair.name)
      append("=\"")
      append(escaping: pair.value, quotes: true)
      append(UInt8(ascii: "\""))
    }
  }
}
