/// Sentences on a terminal.
package enum WrappedText {
  /// The words of a text in lines of a width, each of them set in. A word that is wider than a line has one of its own, and is wider.
  ///
  /// - Parameters:
  ///   - width: in columns; `nil`: one line, however long.
  ///   - indent: before each line.
  ///   - hanging: before each line but the first, behind that.
  package static func lines(_ text: String, width: Int?, indent: String = "", hanging: String = "") -> [String] {
    guard let width else { return [indent + text] }
    var (lines, used) = ([indent], indent.count)
    let further = indent + hanging
    var isEmpty = true
    for word in text.split(separator: " ") {
      let own = DisplayWidth.of(word)
      if !isEmpty, used + 1 + own > width {
        lines.append(further)
        (used, isEmpty) = (further.count, true)
      }
      lines[lines.count - 1] += isEmpty ? word : " \(word)"
      used += own + (isEmpty ? 0 : 1)
      isEmpty = false
    }
    return lines
  }
}
