/// Verdicts in colours, for a terminal that has them.
package enum VerdictColours {
  private static let good = ["met", "better", "completed", "resolved"]
  private static let bad = ["breached", "worse", "firing", "failed", "crashed", "timeout"]
  private static let doubtful = ["unknown", "changed", "pending", "cancelled"]
  private static let reset = "\u{1b}[0m"

  /// A text for people with its verdicts coloured: words that stand alone in a cell of a table, or behind `Verdict:`. Nothing else changes.
  package static func text(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(line).joined(separator: "\n")
  }

  private static func line(_ line: Substring) -> String {
    if let rest = line.dropping("Verdict: "), let code = code(rest) { return "Verdict: \(code)\(rest)\(reset)" }
    var (out, rest) = ("", line)
    while !rest.isEmpty {
      let gap = rest.prefix { $0 == " " }
      rest = rest.dropFirst(gap.count)
      let cell = rest.firstRange(of: "  ").map { rest[..<$0.lowerBound] } ?? rest
      rest = rest.dropFirst(cell.count)
      // A word in a sentence has one space before it.
      let isCell = gap.count != 1
      out += gap + (isCell ? code(cell).map { "\($0)\(cell)\(reset)" } ?? String(cell) : String(cell))
    }
    return out
  }

  /// ECMA-48's SGR for the word; `nil` if it is none of these.
  private static func code(_ word: Substring) -> String? {
    let word = String(word.drop { $0 == " " })
    if good.contains(word) { return "\u{1b}[32m" }
    if bad.contains(word) { return "\u{1b}[31m" }
    return doubtful.contains(word) ? "\u{1b}[33m" : nil
  }
}

extension Substring {
  fileprivate func dropping(_ prefix: String) -> Substring? { hasPrefix(prefix) ? dropFirst(prefix.count) : nil }
}
