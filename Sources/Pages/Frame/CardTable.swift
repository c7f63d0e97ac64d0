import Rendering

/// A table that a narrow page shows as cards, a row each: for that the cells carry their roles and names with them.
struct CardTable {
  struct Column {
    let name: String
    var isNumber = false
    /// Whether it has a line of its own on a card.
    var isWide = false
    /// Whether it stays on one line.
    var isShort = false
  }

  let caption: String
  let columns: [Column]
  /// The first cell names its row.
  let rows: [[Markup]]

  var markup: Markup {
    let head = columns.map { column -> Markup in
      "<th scope=\"col\" role=\"columnheader\"\(style(column))>\(column.name)</th>"
    }
    return """
      <table class="card-table" role="table"><caption>\(caption)</caption>
      <thead role="rowgroup"><tr role="row">\(Markup.joined(head))</tr></thead>
      <tbody role="rowgroup">
      \(lines: rows.map(row))
      </tbody></table>
      """
  }

  private func row(_ cells: [Markup]) -> Markup {
    let cells = zip(columns, cells).enumerated().map { index, pair -> Markup in
      index == 0
        ? "<th scope=\"row\" role=\"rowheader\"\(style(pair.0))>\(pair.1)</th>"
        : "<td role=\"cell\" data-name=\"\(pair.0.name)\"\(style(pair.0))>\(pair.1)</td>"
    }
    return "<tr role=\"row\">\(Markup.joined(cells))</tr>"
  }

  private func style(_ column: Column) -> Markup {
    column.isNumber
      ? " class=\"number\"" : column.isWide ? " class=\"is-wide\"" : column.isShort ? " class=\"is-short\"" : .none
  }
}
