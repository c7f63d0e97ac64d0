import Alerting
import Rendering

/// Runbooks as HTML. Everything that is in them is escaped.
struct MarkdownMarkup {
  let links: PageLinks
  /// The alert that the text is about: its name is no link.
  let name: String

  func blocks(_ blocks: [MarkdownBlock]) -> Markup { .lines(blocks.map(block)) }

  private func block(_ block: MarkdownBlock) -> Markup {
    switch block {
    case .heading(let level, let text): heading(level, inline(text))
    case .paragraph(let text): "<p>\(inline(text))</p>"
    case .list(let items): "<ul>\n\(lines: items.map { "<li>\(inline($0))</li>" })\n</ul>"
    case .code(let lines): .code(lines)
    case .table(let header, let rows): table(header, rows)
    }
  }

  /// Below the page's own heading.
  private func heading(_ level: Int, _ text: Markup) -> Markup {
    level <= 2 ? "<h2>\(text)</h2>" : "<h3>\(text)</h3>"
  }

  private func table(_ header: [String], _ rows: [[String]]) -> Markup {
    let head = header.map { "<th scope=\"col\">\(inline($0))</th>" as Markup }
    let body = rows.map { row -> Markup in
      let cells = row.enumerated().map { index, cell -> Markup in
        index == 0 ? "<th scope=\"row\">\(inline(cell))</th>" : "<td>\(inline(cell))</td>"
      }
      return "<tr>\(Markup.joined(cells))</tr>"
    }
    return """
      <div class="scroll" role="region" aria-label="\(header.joined(separator: ", "))" tabindex="0"><table>
      <thead><tr>\(Markup.joined(head))</tr></thead>
      <tbody>
      \(lines: body)
      </tbody></table></div>
      """
  }

  // MARK: Inside of a line

  /// Code in backticks, bold, italic; names of alerts lead to their runbooks.
  func inline(_ text: String) -> Markup {
    var rest = text[...]
    var parts: [Markup] = []
    var plain = ""
    while let first = rest.first {
      if let (content, length) = span(rest) {
        parts += [words(plain), content]
        plain = ""
        rest = rest.dropFirst(length)
      } else {
        plain.append(first)
        rest = rest.dropFirst()
      }
    }
    return .joined(parts + [words(plain)])
  }

  /// What begins here, with its length; `nil` where nothing does, or it does not end.
  private func span(_ text: Substring) -> (content: Markup, length: Int)? {
    for (fence, isCode) in [("`", true), ("**", false), ("*", false)] where text.hasPrefix(fence) {
      let rest = text.dropFirst(fence.count)
      guard let end = rest.firstRange(of: fence), end.lowerBound > rest.startIndex, isCode || rest.first != " " else {
        return nil
      }
      let inner = String(rest[..<end.lowerBound])
      let content: Markup =
        isCode ? "<code>\(inner)</code>" : fence == "**" ? "<strong>\(inline(inner))</strong>" : "<em>\(inline(inner))</em>"
      return (content, inner.count + 2 * fence.count)
    }
    return nil
  }

  private func words(_ text: String) -> Markup {
    var parts: [Markup] = []
    var rest = text[...]
    while let found = AlertName.allCases.compactMap({ name in rest.firstRange(of: name.rawValue).map { (name, $0) } })
      .min(by: { $0.1.lowerBound < $1.1.lowerBound })
    {
      let name = found.0.rawValue
      parts.append("\(String(rest[..<found.1.lowerBound]))")
      parts.append(name == self.name ? "\(name)" : "<a href=\"\(links.runbook(name))\">\(name)</a>")
      rest = rest[found.1.upperBound...]
    }
    return .joined(parts + ["\(String(rest))"])
  }
}

extension Markup {
  /// Lines as they are, in a box that can be scrolled by keyboard if they are too long for it.
  static func code(_ lines: [String]) -> Markup {
    let lines = lines.enumerated().map { index, line -> Markup in "\(index == 0 ? .none : "\n" as Markup)\(line)" }
    return "<pre tabindex=\"0\"><code>\(Markup.joined(lines))</code></pre>"
  }
}
