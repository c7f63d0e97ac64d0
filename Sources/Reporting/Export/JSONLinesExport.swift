import Rendering
import Samples
package import Storage

/// History as JSON lines: one object a line, with the same fields in the same order as CSV has columns.
///
/// Numbers are numbers, and `null` stands where there is no figure, or none that is finite: JSON has no other word for it. The
/// stack of a stall is an array, the innermost frame first. Text is what was stored, without the apostrophe that CSV puts before
/// formulas.
package enum JSONLinesExport {
  /// Writes rows of one kind in pieces of about 64 KiB, and tells with each how far it is. Returns how many rows there were.
  ///
  /// - Throws: what the source or the sink throws.
  package static func write(
    _ kind: ExportKind, from source: ExportSource, _ filter: HistoryFilter,
    tell: @escaping (ExportProgress) -> Void = { _ in }, to sink: @escaping ExportSink
  ) throws -> Int {
    try RowExport<JSONLinesFormat>.write(kind, from: source, filter, tell: tell, to: sink)
  }
}

private struct JSONLinesFormat: RowFormat {
  /// `{"first":`, `,"second":`, …
  private let keys: [String]

  init(names: [String]) {
    keys = names.enumerated().map { ($0 == 0 ? "{" : ",") + "\"\($1)\":" }
  }

  func appendHeader(to bytes: inout [UInt8]) {}

  func append<Row>(_ row: Row, _ columns: [ExportColumn<Row>], to bytes: inout [UInt8]) {
    for (key, column) in zip(keys, columns) {
      bytes.append(key)
      bytes.append(json: column.cell(row))
    }
    bytes.append("}\n")
  }
}

extension [UInt8] {
  fileprivate mutating func append(json cell: ExportCell) {
    switch cell {
    case .none: append("null")
    case .text(let text): append(json: text)
    case .number(let number): if number.isFinite { append(number) } else { append("null") }
    case .integer(let integer): append(String(integer))
    case .flag(let flag): append(flag ? "true" : "false")
    case .instant(let instant):
      append(UInt8(ascii: "\""))
      append(iso8601: instant)
      append(UInt8(ascii: "\""))
    case .list(let list): append(json: list)
    }
  }

  /// As `["a","b"]`.
  mutating func append(json list: [String]) {
    append(UInt8(ascii: "["))
    for (index, text) in list.enumerated() {
      if index > 0 { append(UInt8(ascii: ",")) }
      append(json: text)
    }
    append(UInt8(ascii: "]"))
  }

  private mutating func append(json text: String) {
    append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        append(UInt8(ascii: "\\"))
        append(byte)
      case UInt8(ascii: "\n"): append("\\n")
      case ..<0x20:
        append("\\u00")
        append(byte < 0x10 ? "0" : "1")
        append(String(byte % 16, radix: 16))
      default: append(byte)
      }
    }
    append(UInt8(ascii: "\""))
  }
}
