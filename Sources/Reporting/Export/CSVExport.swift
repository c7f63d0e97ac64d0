import Samples
package import Storage

/// History as CSV (RFC 4180): a header, lines that end with CR LF, UTF-8.
///
/// Where there is no figure (or none that is finite) the cell is empty. A list is its JSON text, an empty list an empty cell.
///
/// Names come from configuration, and a spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return
/// for a formula, quoted or not. So text that begins with one of them and is no number has an apostrophe put in front, which
/// spreadsheets take for the mark of text. Text that begins with an apostrophe gets another one: so who takes one leading
/// apostrophe away from each text has what was stored. Numbers are left as they are.
package enum CSVExport {
  /// Writes rows of one kind in pieces of about 64 KiB, and tells with each how far it is. Returns how many rows there were.
  ///
  /// - Throws: what the source or the sink throws.
  package static func write(
    _ kind: ExportKind, from source: ExportSource, _ filter: HistoryFilter,
    tell: @escaping (ExportProgress) -> Void = { _ in }, to sink: @escaping ExportSink
  ) throws -> Int {
    try RowExport<CSVFormat>.write(kind, from: source, filter, tell: tell, to: sink)
  }
}

private struct CSVFormat: RowFormat {
  private let names: [String]

  init(names: [String]) { self.names = names }

  func appendHeader(to bytes: inout [UInt8]) {
    bytes.append(names.joined(separator: ",") + "\r\n")
  }

  func append<Row>(_ row: Row, _ columns: [ExportColumn<Row>], to bytes: inout [UInt8]) {
    var isFirst = true
    for column in columns {
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      bytes.append(csv: column.cell(row))
    }
    bytes.append("\r\n")
  }
}

extension [UInt8] {
  fileprivate mutating func append(csv cell: ExportCell) {
    switch cell {
    case .none: break
    case .text(let text): append(csvText: text)
    case .number(let number): if number.isFinite { append(number) }
    case .integer(let integer): append(String(integer))
    case .flag(let flag): append(flag ? "true" : "false")
    case .instant(let instant): append(iso8601: instant)
    case .list(let list):
      guard !list.isEmpty else { return }
      var json: [UInt8] = []
      json.append(json: list)
      append(csvText: String(decoding: json, as: UTF8.self))
    }
  }

  private mutating func append(csvText text: String) {
    let text = CSVText.guarded(text)
    guard text.utf8.contains(where: CSVText.needsQuotes) else { return append(text) }
    append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") { append(byte) }
      append(byte)
    }
    append(UInt8(ascii: "\""))
  }
}

private enum CSVText {
  static func needsQuotes(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\r"), UInt8(ascii: "\n"): true
    default: false
    }
  }

  /// The text as no spreadsheet takes it for a formula.
  static func guarded(_ text: String) -> String {
    switch text.utf8.first {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), UInt8(ascii: "\t"), UInt8(ascii: "\r"),
      UInt8(ascii: "'"):
      isNumber(text) ? text : "'" + text
    default: text
    }
  }

  private static func isNumber(_ text: String) -> Bool {
    text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || "+-.eE".utf8.contains($0) }
      && Double(text) != nil
  }
}
