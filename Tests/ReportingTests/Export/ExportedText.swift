import Reporting
import Storage

/// Whole exports as texts.
enum ExportedText {
  static func openMetrics(
    _ history: MemoryHistory, _ filter: HistoryFilter = MemoryHistory.everything
  ) throws -> (text: String, summary: OpenMetricsExport.Summary) {
    var bytes: [UInt8] = []
    let summary = try OpenMetricsExport.write(from: history.source, filter, to: { bytes += $0 })
    return (String(decoding: bytes, as: UTF8.self), summary)
  }

  static func csv(_ kind: ExportKind, _ history: MemoryHistory) throws -> String {
    var bytes: [UInt8] = []
    _ = try CSVExport.write(kind, from: history.source, MemoryHistory.everything, to: { bytes += $0 })
    return String(decoding: bytes, as: UTF8.self)
  }

  static func jsonLines(_ kind: ExportKind, _ history: MemoryHistory) throws -> String {
    var bytes: [UInt8] = []
    _ = try JSONLinesExport.write(kind, from: history.source, MemoryHistory.everything, to: { bytes += $0 })
    return String(decoding: bytes, as: UTF8.self)
  }
}
