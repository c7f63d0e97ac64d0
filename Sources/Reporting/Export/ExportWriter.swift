/// Takes the next piece of an export's text: whole lines, about 64 KiB. An error ends the export.
package typealias ExportSink = ([UInt8]) throws -> Void

/// Collects text and passes it on in pieces, so that an export of any size needs the memory of one piece.
struct ExportWriter {
  private static let pieceSize = 64 * 1024

  /// The text that was not passed on yet.
  var bytes: [UInt8] = []
  /// How far the export is; told with each piece.
  var progress: ExportProgress
  private let tell: (ExportProgress) -> Void
  private let sink: ExportSink

  init(_ progress: ExportProgress, tell: @escaping (ExportProgress) -> Void, to sink: @escaping ExportSink) {
    self.progress = progress
    self.tell = tell
    self.sink = sink
    bytes.reserveCapacity(ExportWriter.pieceSize + 4096)
  }

  /// To be called at the end of a line.
  mutating func endLine() throws {
    if bytes.count >= ExportWriter.pieceSize { try flush() }
  }

  /// Passes on what there is.
  mutating func flush() throws {
    if !bytes.isEmpty { try sink(bytes) }
    bytes.removeAll(keepingCapacity: true)
    tell(progress)
  }
}
