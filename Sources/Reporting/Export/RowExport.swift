import Samples
import Storage

/// How rows become lines of text.
protocol RowFormat {
  /// A format for rows with these columns.
  init(names: [String])
  /// What stands before the first row.
  func appendHeader(to bytes: inout [UInt8])
  /// One row as a line.
  func append<Row>(_ row: Row, _ columns: [ExportColumn<Row>], to bytes: inout [UInt8])
}

/// Writes rows of a history in a format, each as soon as it was read.
struct RowExport<Format: RowFormat> {
  private var out: ExportWriter

  /// Returns how many rows there were.
  static func write(
    _ kind: ExportKind, from source: ExportSource, _ filter: HistoryFilter, tell: @escaping (ExportProgress) -> Void,
    to sink: @escaping ExportSink
  ) throws -> Int {
    let steps = kind.followsRuns ? try source.runCount(filter) : 0
    var export = RowExport(out: ExportWriter(ExportProgress(total: steps, unit: kind.unit), tell: tell, to: sink))
    switch kind {
    case .samples: try export.write(ExportColumns.samples, step: \.runID) { try source.samples(filter, nil, $0) }
    case .runs: try export.write(ExportColumns.runs, step: \.id) { try source.runs(filter, $0) }
    case .stalls: try export.write(ExportColumns.stalls, step: \.runID) { try source.stalls(filter, $0) }
    case .verdicts: try export.write(ExportColumns.verdicts, step: \.at.milliseconds) { try source.verdicts(filter, $0) }
    case .minutes: try export.write(ExportColumns.rollups) { try source.rollups(filter, .minute, $0) }
    case .hours: try export.write(ExportColumns.rollups) { try source.rollups(filter, .hour, $0) }
    case .appIntervals: try export.write(ExportColumns.appIntervals) { try source.forEachAppInterval(filter, nil, $0) }
    case .appMinutes: try export.write(ExportColumns.appIntervals) { try source.forEachAppInterval(filter, .minute, $0) }
    case .appHours: try export.write(ExportColumns.appIntervals) { try source.forEachAppInterval(filter, .hour, $0) }
    case .appStalls:
      try export.write(ExportColumns.appStalls) { row in
        for app in try source.apps(filter) { try source.appStalls(app, filter, row) }
      }
    case .appEvents:
      try export.write(ExportColumns.appEvents) { row in
        for app in try source.apps(filter) { try source.appEvents(app, filter, row) }
      }
    }
    return export.out.progress.rows
  }

  /// - Parameter step: what tells a run from the next, where the rows follow the runs.
  private mutating func write<Row>(
    _ columns: [ExportColumn<Row>], step: KeyPath<Row, Int64>? = nil, rows: ((Row) throws -> Void) throws -> Void
  ) throws {
    let format = Format(names: columns.map(\.name))
    format.appendHeader(to: &out.bytes)
    var last: Int64?
    try rows { row in
      format.append(row, columns, to: &out.bytes)
      out.progress.rows += 1
      if let step, last != row[keyPath: step] {
        last = row[keyPath: step]
        out.progress.done += 1
      }
      try out.endLine()
    }
    out.progress.done = out.progress.total
    try out.flush()
  }
}

extension ExportSource {
  fileprivate func forEachAppInterval(
    _ filter: HistoryFilter, _ tier: RollupTier?, _ body: (AppInterval) throws -> Void
  ) throws {
    for app in try apps(filter) { try appIntervals(app, filter, tier, body) }
  }
}

extension ExportKind {
  /// Whether runs done of all runs tell how far an export is.
  fileprivate var followsRuns: Bool {
    switch self {
    case .samples, .runs, .stalls, .verdicts: true
    case .minutes, .hours, .appIntervals, .appMinutes, .appHours, .appStalls, .appEvents: false
    }
  }

  fileprivate var unit: String {
    switch self {
    case .samples, .runs, .stalls, .verdicts: rawValue
    case .minutes, .appMinutes: "minutes"
    case .hours, .appHours: "hours"
    case .appIntervals: "intervals"
    case .appStalls: "stalls"
    case .appEvents: "events"
    }
  }
}
