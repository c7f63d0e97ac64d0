/// Columns of text, two spaces apart.
package struct Table {
  private static let gap = "  "
  /// Before what of a row does not fit into its first line.
  private static let indent = "    "

  private let header: [String]
  private let rightAligned: Set<Int>
  private let rows: [[String]]
  private let notes: [Int: String]

  /// - Parameters:
  ///   - rightAligned: indices of the columns that hold numbers.
  ///   - notes: sentences that stand below rows, set in, by the index of the row.
  package init(header: [String], rightAligned: Set<Int>, rows: [[String]], notes: [Int: String] = [:]) {
    self.header = header
    self.rightAligned = rightAligned
    self.rows = rows
    self.notes = notes
  }

  /// A row a line, however long, without trailing spaces.
  package var lines: [String] { lines(width: nil) }

  /// The same for a terminal.
  ///
  /// - Parameter width: in columns. If the table is wider, each row, and the header, goes on in further lines that are set in, and
  ///   what is wider even so is cut into pieces: nothing is left out. `nil`: a row is one line, however long.
  package func lines(width: Int?) -> [String] {
    let all = [header] + rows
    let widths = header.indices.map { column in all.map { DisplayWidth.of($0[column]) }.max() ?? 0 }
    let parts = width.map { Self.parts(of: widths, in: $0) } ?? [widths.indices]
    return all.enumerated().flatMap { place, row in
      parts.enumerated().flatMap { index, columns in
        line(row, columns, widths, room: width.map { index == 0 ? $0 : $0 - Self.indent.count })
          .map { index == 0 ? $0 : Self.indent + $0 }
      } + (notes[place - 1].map { WrappedText.lines($0, width: width, indent: Self.indent) } ?? [])
    }
  }

  /// Whether it is wider than a terminal.
  package func isFolded(at width: Int?) -> Bool {
    let bare = Table(header: header, rightAligned: rightAligned, rows: rows)
    return width.map { bare.lines.map(DisplayWidth.of).max() ?? 0 > $0 } ?? false
  }

  /// Which columns stand in one line.
  private static func parts(of widths: [Int], in width: Int) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var (start, used) = (0, 0)
    for (column, own) in widths.enumerated() {
      if column > start, used + gap.count + own > width {
        parts.append(start..<column)
        (start, used) = (column, indent.count + own)
      } else {
        used += (column > start ? gap.count : 0) + own
      }
    }
    return parts + [start..<widths.count]
  }

  /// Some columns of a row: one line, but for a cell that is alone and wider than there is room.
  private func line(_ row: [String], _ columns: Range<Int>, _ widths: [Int], room: Int?) -> [String] {
    if columns.count == 1, let room, let column = columns.first, widths[column] > room {
      return Self.pieces(row[column], room: max(1, room))
    }
    let cells = columns.map { column in
      let padding = String(repeating: " ", count: widths[column] - DisplayWidth.of(row[column]))
      return rightAligned.contains(column) ? padding + row[column] : row[column] + padding
    }
    var line = cells.joined(separator: Self.gap)
    while line.hasSuffix(" ") { line.removeLast() }
    return [line]
  }

  private static func pieces(_ text: String, room: Int) -> [String] {
    var (pieces, used) = ([""], 0)
    for character in text {
      let own = DisplayWidth.of(character)
      if used + own > room, used > 0 {
        pieces.append("")
        used = 0
      }
      pieces[pieces.count - 1].append(character)
      used += own
    }
    return pieces
  }
}
