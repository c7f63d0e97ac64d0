/// A piece of a target's text.
struct TargetToken {
  enum Kind { case word, number, symbol, end }

  let kind: Kind
  /// One character where it is none of the language.
  let text: Substring
  let line: Int
  let column: Int

  /// Whether nothing stands between the two.
  func touches(_ next: TargetToken) -> Bool { text.endIndex == next.text.startIndex }

  func error(_ message: String) -> TargetSyntaxError { TargetSyntaxError(line: line, column: column, message: message) }

  /// `'5' is no statistic; …`, or `a statistic is missing; …` where the text ends.
  func error(isNo what: String, _ advice: String) -> TargetSyntaxError {
    error(kind == .end ? "a \(what) is missing; \(advice)" : "\(TargetMessage.quoted(text)) is no \(what); \(advice)")
  }
}

/// Cuts a target's text into pieces, one at a time. Takes any text.
struct TargetLexer {
  private var rest: Substring
  private var line = 1
  private var column = 1

  init(_ text: String) { rest = text[...] }

  /// The next piece; behind the last one, again and again, the end of the text.
  mutating func next() -> TargetToken {
    let end = TargetToken(kind: .end, text: rest.prefix(0), line: line, column: column)
    while let first = rest.first, first.isWhitespace { skip(first) }
    guard let first = rest.first else { return end }
    let number = NumberScan.length(rest)
    if number > 0 { return take(.number, rest.prefix(number)) }
    if first.isWord { return take(.word, rest.prefix(while: \.isWord)) }
    let symbol = ["<=", ">=", ".."].contains { rest.hasPrefix($0) } ? 2 : 1
    return take(.symbol, rest.prefix(symbol))
  }

  private mutating func skip(_ space: Character) {
    rest.removeFirst()
    column += 1
    if space.isNewline { (line, column) = (line + 1, 1) }
  }

  private mutating func take(_ kind: TargetToken.Kind, _ text: Substring) -> TargetToken {
    defer { column += text.count }
    rest = rest[text.endIndex...]
    return TargetToken(kind: kind, text: text, line: line, column: column)
  }
}

/// Finds what is meant as a number, also where it is none: `1.2.3`, `-5`, `1e309`. Two points end it: `0.7..0.9`.
private enum NumberScan {
  static func length(_ text: Substring) -> Int {
    let sign = text.first == "-" || text.first == "+" ? 1 : 0
    let figures = figures(text.dropFirst(sign))
    guard figures > 0 else { return 0 }
    return sign + figures + exponent(text.dropFirst(sign + figures))
  }

  private static func figures(_ text: Substring) -> Int {
    var rest = text
    var (count, digits) = (0, 0)
    while let first = rest.first, first.isDigit || first == "." {
      if first == ".", rest.dropFirst().first == "." { break }
      digits += first.isDigit ? 1 : 0
      count += 1
      rest.removeFirst()
    }
    return digits > 0 ? count : 0
  }

  private static func exponent(_ text: Substring) -> Int {
    guard text.first == "e" || text.first == "E" else { return 0 }
    let sign = text.dropFirst().first.map { $0 == "-" || $0 == "+" } == true ? 1 : 0
    let digits = text.dropFirst(1 + sign).prefix(while: \.isDigit).count
    return digits > 0 ? 1 + sign + digits : 0
  }
}

extension Character {
  /// 0 to 9, and no digit of another script.
  var isDigit: Bool { ("0"..."9").contains(self) && isASCII }
  fileprivate var isWord: Bool { isLetter || self == "_" }
}
