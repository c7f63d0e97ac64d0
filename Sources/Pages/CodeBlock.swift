import Reporting

/// Lines as they are; the box can be scrolled by keyboard where they are too long for it.
enum CodeBlock {
  static func markup(_ lines: [String]) -> Markup {
    let lines = lines.enumerated().map { index, line -> Markup in "\(index == 0 ? .none : "\n" as Markup)\(line)" }
    return "<pre tabindex=\"0\"><code>\(Markup.joined(lines))</code></pre>"
  }
}
