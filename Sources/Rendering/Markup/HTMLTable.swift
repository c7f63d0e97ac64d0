/// A table with a header row, in a box that scrolls where the page is too narrow.
package struct HTMLTable {
  let caption: String
  let header: [String]
  let numbers: Set<Int>
  let rows: [[Markup]]

  /// - Parameters:
  ///   - numbers: columns of numbers.
  ///   - rows: the first cell names its row.
  package init(caption: String, header: [String], numbers: Set<Int>, rows: [[Markup]]) {
    self.caption = caption
    self.header = header
    self.numbers = numbers
    self.rows = rows
  }

  /// The table in its box.
  package var markup: Markup {
    let head = header.enumerated().map { column, text -> Markup in "<th scope=\"col\"\(style(column))>\(text)</th>" }
    let body = rows.map { row -> Markup in
      let cells = row.enumerated().map { column, cell -> Markup in
        column == 0 ? "<th scope=\"row\">\(cell)</th>" : "<td\(style(column))>\(cell)</td>"
      }
      return "<tr>\(Markup.joined(cells))</tr>"
    }
    return """
      <div class="scroll" role="region" aria-label="\(caption)" tabindex="0"><table><caption>\(caption)</caption>
      <thead><tr>\(Markup.joined(head))</tr></thead>
      <tbody>
      \(lines: body)
      </tbody></table></div>
      """
  }

  private func style(_ column: Int) -> Markup { numbers.contains(column) ? " class=\"number\"" : .none }
}
