package import Storage

/// How an export is written. The raw value is the word of the command line and of the API.
package enum ExportFormat: String, CaseIterable, Sendable {
  case openmetrics, csv, jsonl

  /// The media type.
  package var contentType: String {
    switch self {
    case .openmetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
    case .csv: "text/csv; charset=utf-8"
    case .jsonl: "application/x-ndjson"
    }
  }

  /// Why a table cannot be asked for; `nil`: it can.
  package func refusal(of table: ExportKind?) -> String? {
    self == .openmetrics && table != nil
      ? "is for the formats csv and jsonl: OpenMetrics holds samples and what runs add up to" : nil
  }

  /// Why an application cannot be asked for; `nil`: it can.
  ///
  /// - Parameter ofRuns: whether a mix, a strategy or a runtime is given as well.
  package func appRefusal(table: ExportKind?, ofRuns: Bool) -> String? {
    if ofRuns { return "goes with no mix, strategy or runtime: these are of runs" }
    guard let table, !table.isOfApps else { return nil }
    return "goes with no table of runs, such as \(table.rawValue)"
  }

  /// Writes the history in pieces of about 64 KiB, and tells with each how far it is. Returns how many lines were left out, since their time is
  /// not after that of the line before.
  ///
  /// - Parameter table: what the rows of CSV and JSON lines are; `nil`: samples, or intervals if it is of an application.
  /// - Throws: what the source or the sink throws.
  package func write(
    _ table: ExportKind?, from source: ExportSource, _ filter: HistoryFilter, tell: @escaping (ExportProgress) -> Void = { _ in },
    to sink: @escaping ExportSink
  ) throws -> Int {
    let table = table ?? (filter.app == nil ? .samples : .appIntervals)
    switch self {
    case .openmetrics: return try OpenMetricsExport.write(from: source, filter, tell: tell, to: sink).leftOut
    case .csv: _ = try CSVExport.write(table, from: source, filter, tell: tell, to: sink)
    case .jsonl: _ = try JSONLinesExport.write(table, from: source, filter, tell: tell, to: sink)
    }
    return 0
  }
}
