/// Columns of text, two spaces apart.
struct Table {
  let header: [String]
  /// Indices of the columns that hold numbers.
  let rightAligned: Set<Int>
  let rows: [[String]]

  /// Without trailing spaces.
  var lines: [String] {
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
