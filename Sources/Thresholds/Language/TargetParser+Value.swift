import Samples

/// A value as it was read.
struct TargetValue {
  /// In the statistic's unit.
  let value: Double
  let first: TargetToken
  let text: Substring

  func error(_ message: String) -> TargetSyntaxError { first.error(message) }
}

/// Values: a number with the unit of its statistic.
extension TargetParser {
  /// - Parameters:
  ///   - what: what the value is of, for messages.
  ///   - advice: which units are usual, where that is not what is usual for the unit.
  mutating func value(
    _ unit: ValueUnit, of what: String, advice: String? = nil, example: String? = nil
  ) throws(TargetSyntaxError) -> TargetValue {
    guard current.kind == .number else {
      throw current.error(isNo: "value", "write one like \(example ?? unit.example)")
    }
    let number = advance()
    let written = try written(number)
    if unit == .seconds, written.slash == nil, let last = written.unit, current.kind == .number, last.touches(current) {
      return try duration(from: number, through: last)
    }
    let value = try ValueReader(unit: unit, what: what, advice: advice ?? unit.advice, written: written).value()
    return TargetValue(value: value, first: number, text: written.text)
  }

  /// A number with its unit, which may be missing, and a time, where there is a slash.
  private mutating func written(_ number: TargetToken) throws(TargetSyntaxError) -> WrittenValue {
    var written = WrittenValue(number: number)
    if current.isSymbol("%") || current.kind == .word && !current.isKeyword { written.unit = advance() }
    guard current.isSymbol("/") else { return written }
    written.slash = advance()
    guard current.kind == .word else { throw current.error(isNo: "time", "use /s, /m or /h") }
    written.time = advance()
    return written
  }

  /// `1h30m`: several numbers with units, nothing between them.
  private mutating func duration(from first: TargetToken, through unit: TargetToken) throws(TargetSyntaxError) -> TargetValue {
    var last = unit
    while last.touches(current), current.kind == .number || current.kind == .word { last = advance() }
    let text = first.through(last)
    guard let seconds = DurationText.seconds(String(text)) else {
      throw first.error("\(TargetMessage.quoted(text)) is no duration; write one like 1h30m, the greatest unit first")
    }
    return TargetValue(value: seconds, first: first, text: text)
  }
}

extension TargetToken {
  /// The text from here to the end of another piece.
  fileprivate func through(_ last: TargetToken) -> Substring { text.base[text.startIndex..<last.text.endIndex] }
}
