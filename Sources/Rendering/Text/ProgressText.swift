/// A line of progress for a terminal.
package enum ProgressText {
  private static let barWidth = 24
  private static let leastBarWidth = 6

  /// A bar between two texts: `name  [####....]  12/50  9 items/s`. If there is less room, the bar becomes shorter, then the last notes are
  /// left out, then the bar; at last the line is cut.
  ///
  /// - Parameters:
  ///   - share: of what is done, from 0 to 1; `nil`: there is no bar.
  ///   - notes: what stands after the bar, the most important first.
  ///   - columns: that there are; `nil`: as many as it takes.
  ///   - gap: between the parts.
  package static func line(
    _ name: String, share: Double, notes: [String], columns: Int?, gap: String = "  "
  ) -> String {
    guard let columns else { return text(name, bar(share, barWidth), notes, gap) }
    for kept in stride(from: notes.count, through: 1, by: -1) {
      let room = columns - DisplayWidth.of(text(name, bar(share, 0), Array(notes.prefix(kept)), gap))
      if room >= leastBarWidth { return text(name, bar(share, min(barWidth, room)), Array(notes.prefix(kept)), gap) }
    }
    return cut(text(name, nil, Array(notes.prefix(1)), gap), columns)
  }

  /// As much of a text as there is room for.
  package static func cut(_ text: String, _ columns: Int?) -> String {
    guard let columns, DisplayWidth.of(text) > columns else { return text }
    var (out, used) = ("", 0)
    for character in text {
      used += DisplayWidth.of(character)
      if used > columns - 1 { break }
      out.append(character)
    }
    return columns > 0 ? out + "…" : ""
  }

  private static func bar(_ share: Double, _ width: Int) -> String {
    let filled = Int(min(1, max(0, share)) * Double(width))
    return "[" + String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled) + "]"
  }

  private static func text(_ name: String, _ bar: String?, _ notes: [String], _ gap: String) -> String {
    ([name, bar].compactMap { $0 }.filter { !$0.isEmpty } + notes).joined(separator: gap)
  }
}
