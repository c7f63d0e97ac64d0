/// The blocks of the Markdown that runbooks are written in: headings, paragraphs, lists, code that is indented by four, tables.
/// Whatever else there is, is text.
///
/// Source: the GitHub Flavored Markdown specification (<https://github.github.com/gfm/>), of which this is a small part.
enum MarkdownBlock: Hashable {
  /// 1...6.
  case heading(Int, String)
  case paragraph(String)
  case list([String])
  /// A line each, without the indentation.
  case code([String])
  case table(header: [String], rows: [[String]])

  /// In order.
  static func blocks(of text: String) -> [MarkdownBlock] {
    var reader = LineReader(lines: text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init))
    var blocks: [MarkdownBlock] = []
    while let block = next(&reader) { blocks.append(block) }
    return blocks
  }

  private static func next(_ reader: inout LineReader) -> MarkdownBlock? {
    while let line = reader.line, isBlank(line) { reader.advance() }
    guard let line = reader.line else { return nil }
    if line.hasPrefix(indentation) { return code(&reader) }
    if let heading = heading(line) {
      reader.advance()
      return heading
    }
    if line.hasPrefix("- ") { return list(&reader) }
    if isRow(line), let rule = reader.following, isRule(rule) { return table(&reader) }
    return paragraph(&reader)
  }

  private static let indentation = "    "

  private static func heading(_ line: String) -> MarkdownBlock? {
    let level = line.prefix { $0 == "#" }.count
    guard (1...6).contains(level), line.dropFirst(level).first == " " else { return nil }
    return .heading(level, trimmed(line.dropFirst(level)))
  }

  /// Blank lines inside of it belong to it, those after it do not.
  private static func code(_ reader: inout LineReader) -> MarkdownBlock {
    var lines: [String] = []
    while let line = reader.line, line.hasPrefix(indentation) || isBlank(line) {
      lines.append(String(line.dropFirst(indentation.count)))
      reader.advance()
    }
    while lines.last.map(isBlank) == true { lines.removeLast() }
    return .code(lines)
  }

  /// An item goes on in lines that are indented.
  private static func list(_ reader: inout LineReader) -> MarkdownBlock {
    var items: [String] = []
    while let line = reader.line, line.hasPrefix("- ") {
      reader.advance()
      var item = trimmed(line.dropFirst(2))
      while let more = reader.line, more.hasPrefix("  "), !isBlank(more) {
        item += " " + trimmed(more[...])
        reader.advance()
      }
      items.append(item)
    }
    return .list(items)
  }

  private static func table(_ reader: inout LineReader) -> MarkdownBlock {
    let header = cells(reader.line ?? "")
    reader.advance()
    reader.advance()
    var rows: [[String]] = []
    while let line = reader.line, isRow(line) {
      let cells = cells(line)
      rows.append(Array((cells + Array(repeating: "", count: header.count)).prefix(header.count)))
      reader.advance()
    }
    return .table(header: header, rows: rows)
  }

  private static func paragraph(_ reader: inout LineReader) -> MarkdownBlock {
    var lines: [String] = []
    repeat {
      lines.append(trimmed((reader.line ?? "")[...]))
      reader.advance()
    } while reader.line.map(continuesParagraph) == true
    return .paragraph(lines.joined(separator: " "))
  }

  private static func continuesParagraph(_ line: String) -> Bool {
    !isBlank(line) && heading(line) == nil && !line.hasPrefix("- ")
  }

  private static func isBlank(_ line: String) -> Bool { line.allSatisfy(\.isWhitespace) }

  private static func isRow(_ line: String) -> Bool { line.hasPrefix("|") && line.dropFirst().contains("|") }

  private static func isRule(_ line: String) -> Bool {
    isRow(line) && line.contains("-") && line.allSatisfy { "|-: ".contains($0) }
  }

  /// What is between the bars; a bar inside of code is none.
  private static func cells(_ line: String) -> [String] {
    var cells = [""]
    var isCode = false
    for character in line.dropFirst() {
      if character == "`" { isCode.toggle() }
      if character == "|", !isCode { cells.append("") } else { cells[cells.count - 1].append(character) }
    }
    if cells.count > 1, cells.last.map(isBlank) == true { cells.removeLast() }
    return cells.map { trimmed($0[...]) }
  }

  private static func trimmed(_ text: Substring) -> String {
    let start = text.drop(while: \.isWhitespace)
    return String(start.prefix(start.count - start.reversed().prefix(while: \.isWhitespace).count))
  }
}

private struct LineReader {
  let lines: [String]
  private var index = 0

  init(lines: [String]) { self.lines = lines }

  var line: String? { index < lines.count ? lines[index] : nil }
  var following: String? { index + 1 < lines.count ? lines[index + 1] : nil }

  mutating func advance() { index += 1 }
}
