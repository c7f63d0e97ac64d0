/// Reads the target language:
///
///     target    := condition { "and" condition } [ "over" DURATION ]
///     condition := [ STAT ] ( OP VALUE | VALUE ".." VALUE )
///     STAT      := "p(" NUMBER ")" | max | avg | rate | count | last | ratio | trend
///     OP        := "<" | "<=" | ">" | ">="
///
/// Which statistics and units there are depends on the target's name. Whitespace, also line breaks, may stand between any two pieces.
struct TargetParser {
  static let maximumConditions = 8
  /// A second to a year.
  static let windows = 1...365 * 86400.0

  let name: TargetName
  var lexer: TargetLexer
  var current: TargetToken

  init(_ text: String, for name: TargetName) {
    self.name = name
    lexer = TargetLexer(text)
    current = lexer.next()
  }

  /// The whole text.
  mutating func target() throws(TargetSyntaxError) -> Target {
    let conditions = try conditions()
    let window = try window()
    try end("'and', 'over' or the end", hadWindow: window != nil)
    return Target(name, conditions, window: window)
  }

  /// The whole text, which has no window.
  mutating func conditionsOnly() throws(TargetSyntaxError) -> [Condition] {
    let conditions = try conditions()
    if current.isKeyword("over") { throw current.error("'over' has no place here; the window is that of the target") }
    try end("'and' or the end", hadWindow: false)
    return conditions
  }

  mutating func advance() -> TargetToken {
    defer { current = lexer.next() }
    return current
  }

  private mutating func conditions() throws(TargetSyntaxError) -> [Condition] {
    var conditions = [try condition()]
    while current.isKeyword("and") {
      guard conditions.count < Self.maximumConditions else {
        throw current.error("'and' begins one condition too many; there can be \(Self.maximumConditions)")
      }
      _ = advance()
      conditions.append(try condition())
    }
    return conditions
  }

  private mutating func window() throws(TargetSyntaxError) -> Double? {
    guard current.isKeyword("over") else { return nil }
    _ = advance()
    let found = try value(.seconds, of: "a window", advice: "use s, m or h", example: "10m")
    guard Self.windows.contains(found.value) else {
      throw found.error("\(TargetMessage.quoted(found.text)) is no window; it can be 1s to 1y")
    }
    return found.value
  }

  private func end(_ possible: String, hadWindow: Bool) throws(TargetSyntaxError) {
    guard current.kind != .end else { return }
    let found = TargetMessage.quoted(current.text)
    throw current.error("\(found) has no place here; \(hadWindow ? "nothing follows the window" : "there can be \(possible)")")
  }
}

extension TargetToken {
  /// Words that are no units.
  var isKeyword: Bool { isKeyword("and") || isKeyword("over") }

  func isKeyword(_ word: String) -> Bool { kind == .word && text == word }

  func isSymbol(_ symbol: String) -> Bool { kind == .symbol && text == symbol }
}

extension Target {
  /// Reads conditions and a window: `p(99) < 100ms and max < 2s over 10m`. It has neither a critical nor a clearing limit.
  package init(parsing text: String, for name: TargetName) throws(TargetSyntaxError) {
    var parser = TargetParser(text, for: name)
    self = try parser.target()
  }

  /// Reads conditions without a window: those of a critical or a clearing limit.
  package static func conditions(parsing text: String, for name: TargetName) throws(TargetSyntaxError) -> [Condition] {
    var parser = TargetParser(text, for: name)
    return try parser.conditionsOnly()
  }
}
