/// Pieces of GitHub's Markdown.
package enum MarkdownText {
  /// A table. Cells are Markdown already.
  package static func table(header: [String], rightAligned: Set<Int>, rows: [[String]]) -> [String] {
    let rules = header.indices.map { rightAligned.contains($0) ? "--:" : ":--" }
    return ([header, rules] + rows).map { "| " + $0.joined(separator: " | ") + " |" }
  }

  /// Lines that are folded away until somebody opens them.
  package static func details(_ summary: String, _ lines: [String]) -> [String] {
    ["", "<details>", "<summary>\(summary)</summary>", ""] + lines + ["", "</details>"]
  }

  /// A name from outside: no markup, no link and no mention comes of it.
  package static func code(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { plain.contains($0) } && text.first != " " && text.last != " " && !text.isEmpty
    return isPlain ? "`\(text)`" : "<code>\(escape(text))</code>"
  }

  /// Text in which nothing is markup.
  package static func escape(_ text: String) -> String {
    let scalars = Array(Printable.text(text).unicodeScalars)
    let escaped = scalars.indices.reduce(into: "") { out, index in
      if isMarkup(scalars, at: index) {
        out += "&#\(scalars[index].value);"
      } else {
        out.unicodeScalars.append(scalars[index])
      }
    }
    // GitHub makes links of addresses without any markup.
    return escaped.replacing("://", with: "&#58;//").replacing("www.", with: "www&#46;")
  }

  /// Within a word `_` is none.
  ///
  /// Source: https://github.github.com/gfm/#emphasis-and-strong-emphasis
  private static func isMarkup(_ scalars: [Unicode.Scalar], at index: Int) -> Bool {
    guard scalars[index] == "_" else { return marks.contains(scalars[index]) }
    return ![index - 1, index + 1].allSatisfy { scalars.indices.contains($0) && letters.contains(scalars[$0]) }
  }

  private static let letters = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".unicodeScalars)
  private static let marks = Set("\\`*{}[]<>()#+!|~&@\"'$".unicodeScalars)

  /// The few signs of our own texts that would be markup in a table.
  package static func own(_ text: String) -> String {
    text.reduce(into: "") { out, character in
      switch character {
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      default: out.append(character)
      }
    }
  }

  private static let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./ ".utf8)
}
