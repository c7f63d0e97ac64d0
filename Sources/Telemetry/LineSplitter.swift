/// Cuts a stream of bytes into lines, with a bound on a line's length.
package struct LineSplitter: Sendable {
  /// No line that a child has reason to write is longer: a histogram with every bucket filled takes a third of it.
  package static let defaultLimit = 1 << 20

  private let limit: Int
  private var pending: [UInt8] = []

  /// - Parameter limit: bytes of a line at most, its line feed not counted.
  package init(limit: Int = LineSplitter.defaultLimit) {
    self.limit = limit
  }

  /// Takes the next bytes; returns the lines that they complete, without line feeds.
  ///
  /// - Throws: `TelemetryError.lineTooLong`; at most `limit` bytes are ever held.
  package mutating func receive(_ bytes: some Sequence<UInt8>) throws(TelemetryError) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    for byte in bytes {
      if byte == UInt8(ascii: "\n") {
        lines.append(pending)
        pending = []
      } else if pending.count < limit {
        pending.append(byte)
      } else {
        throw .lineTooLong(limit: limit)
      }
    }
    return lines
  }

  /// Says that nothing more will come.
  ///
  /// - Throws: `TelemetryError.cutLine` where the last line has no line feed.
  package func finish() throws(TelemetryError) {
    if !pending.isEmpty { throw .cutLine(bytes: pending.count) }
  }
}
