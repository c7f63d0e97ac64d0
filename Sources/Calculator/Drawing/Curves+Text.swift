import Samples

extension Curves {
  private static let rows = 16
  private static let columns = 64
  private static let leastColumns = 8
  private static let margin = 11

  /// As characters on a grid: where two curves meet, `*`.
  ///
  /// - Parameter width: of a terminal that it must fit; `nil`: there is none.
  func text(width: Int?) -> String {
    let columns = width.map { max(Self.leastColumns, min(Self.columns, $0 - Self.margin)) } ?? Self.columns
    var grid = Array(repeating: Array(repeating: Character(" "), count: columns), count: Self.rows)
    for curve in curves {
      for column in 0..<columns {
        let place = Double(column) / Double(columns - 1) * Double(places.count - 1)
        let (low, share) = (Int(place), place - Double(Int(place)))
        let here = curve.values[low]
        let value = low + 1 < places.count ? here + (curve.values[low + 1] - here) * share : here
        let row = Self.rows - 1 - min(Self.rows - 1, max(0, Int((height(value) * Double(Self.rows - 1)).rounded())))
        grid[row][column] = [" ", curve.mark].contains(grid[row][column]) ? curve.mark : "*"
      }
    }
    let lines = grid.enumerated().map { index, row -> String in
      let isLabelled = index % 5 == 0
      let label = isLabelled ? DurationText.text(value(atHeight: Double(Self.rows - 1 - index) / Double(Self.rows - 1))) : ""
      return String(repeating: " ", count: max(0, 9 - label.count)) + label + (isLabelled ? " ┤" : " │") + String(row)
    }
    let labels = [places.first ?? "", places[places.count / 2], places.last ?? ""]
    let gap = String(repeating: " ", count: max(1, (columns - labels.joined().count) / 2))
    let names = curves.map { "\($0.mark) \($0.name)" }.joined(separator: "   ")
    let axis = String(repeating: " ", count: 10) + "└" + String(repeating: "─", count: columns)
    return ([title, ""] + lines + [axis, String(repeating: " ", count: 11) + labels.joined(separator: gap), "", names])
      .map { line in String(line.reversed().drop { $0 == " " }.reversed()) }.joined(separator: "\n") + "\n"
  }
}
