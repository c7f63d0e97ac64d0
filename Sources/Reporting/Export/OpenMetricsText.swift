import Samples

/// A series under way: its lines up to their values, and the instant of its last point.
struct OpenMetricsSeries {
  let lines: [[UInt8]]
  fileprivate var last: Timestamp?

  /// One line a point.
  init(_ family: OpenMetricsFamily, _ labels: Labels) {
    lines = [OpenMetricsFamily.line(family.sampleName, labels)]
  }

  /// As many lines a point as a histogram has.
  init(histogram lines: [[UInt8]]) { self.lines = lines }

  /// No point was written or left out yet.
  var isNew: Bool { last == nil }
}

/// Writes families, series and points, and keeps the points of each series in order.
struct OpenMetricsText {
  var out: ExportWriter
  /// Lines that were not written because their instant was not after the one before.
  private(set) var leftOut = 0
  private var header: String?

  init(_ out: ExportWriter) { self.out = out }

  /// The family of what is written from here on. Its description is written with its first sample, so one without has none.
  mutating func begin(_ family: OpenMetricsFamily) { header = family.header }

  /// A point of a series with one line.
  mutating func write(_ value: Double, at: Timestamp, in series: inout OpenMetricsSeries) throws {
    guard advance(&series, to: at), let line = series.lines.first else { return }
    write(line, value, at)
    try out.endLine()
  }

  /// A point of a series with as many lines as values.
  mutating func write(_ values: [Double], at: Timestamp, in series: inout OpenMetricsSeries) throws {
    guard advance(&series, to: at) else { return }
    for (line, value) in zip(series.lines, values) { write(line, value, at) }
    try out.endLine()
  }

  mutating func end() throws {
    out.bytes.append("# EOF\n")
    try out.flush()
  }

  private mutating func advance(_ series: inout OpenMetricsSeries, to at: Timestamp) -> Bool {
    if let last = series.last, at <= last {
      leftOut += series.lines.count
      return false
    }
    series.last = at
    if let header { out.bytes.append(header) }
    header = nil
    return true
  }

  private mutating func write(_ line: [UInt8], _ value: Double, _ at: Timestamp) {
    out.bytes.append(contentsOf: line)
    if value.isFinite {
      out.bytes.append(value)
    } else {
      out.bytes.append(value.isNaN ? "NaN" : value < 0 ? "-Inf" : "+Inf")
    }
    out.bytes.append(UInt8(ascii: " "))
    out.bytes.append(seconds: at)
    out.bytes.append(UInt8(ascii: "\n"))
    out.progress.rows += 1
  }
}
