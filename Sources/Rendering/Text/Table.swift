/// Columns of text, two spaces apart.
package struct Table {
  private let header: [String]
  private let rightAligned: Set<Int>
  private let rows: [[String]]

  /// - Parameter rightAligned: indices of the columns that hold numbers.
  package init(header: [String], rightAligned: Set<Int>, rows: [[String]]) {
    self.header = header
    self.rightAligned = rightAligned
    self.rows = rows
  }

  /// Without trailing spaces.
  package var lines: [String] {
    let all = [header] + rows
    let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    return all.map { row in
      let cells = row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        return rightAligned.contains(column) ? padding + cell : cell + padding
      }
      var line = cells.joined(separator: "  ")
      while line.hasSuffix(" ") { line.removeLast() }
      return line
    }
  }
}
