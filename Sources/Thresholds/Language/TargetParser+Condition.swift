import Samples

/// One condition: a statistic, and a comparison or a range.
extension TargetParser {
  mutating func condition() throws(TargetSyntaxError) -> Condition {
    let (statistic, unit) = try statistic()
    return Condition(statistic, try limit(unit, of: statistic.text))
  }

  private mutating func statistic() throws(TargetSyntaxError) -> (Statistic, ValueUnit) {
    if let natural = name.naturalStatistic, let unit = name.unit(of: natural), current.kind == .symbol || current.kind == .number
    {
      return (try statistic(natural), unit)
    }
    guard current.kind == .word, let word = StatisticWord(rawValue: String(current.text)) else {
      let words = WordList.text(name.statistics.map(\.example), "and")
      throw current.error(isNo: "statistic", "there are \(words)")
    }
    guard let unit = name.unit(of: word) else {
      let words = WordList.text(name.statistics.map(\.example), "or")
      throw current.error("'\(name.rawValue)' has no \(word.name); use \(words)")
    }
    _ = advance()
    return (try statistic(word), unit)
  }

  private mutating func statistic(_ word: StatisticWord) throws(TargetSyntaxError) -> Statistic {
    switch word {
    case .quantile: .quantile(try quantile())
    case .max: .max
    case .avg: .avg
    case .rate: .rate
    case .count: .count
    case .last: .last
    case .ratio: .ratio
    case .trend: .trend(name == .memory ? .memory : name == .tasks ? .tasks : .queueDepth)
    }
  }

  /// `(99.9)`
  private mutating func quantile() throws(TargetSyntaxError) -> Double {
    guard current.isSymbol("(") else { throw current.error(isNo: "quantile", "write p(99)") }
    _ = advance()
    guard current.kind == .number else { throw current.error(isNo: "quantile", "write one like 99") }
    let number = advance()
    let share = try number.scaled(UnitName("%", exponent: -2))
    guard share > 0, share <= 1 else {
      throw number.error("\(TargetMessage.quoted(number.text)) is no quantile; it can be more than 0 and up to 100")
    }
    guard current.isSymbol(")") else {
      throw current.error(
        current.kind == .end
          ? "a ')' is missing behind the quantile"
          : "\(TargetMessage.quoted(current.text)) has no place in a quantile; there must be ')'")
    }
    _ = advance()
    return share
  }

  private mutating func limit(_ unit: ValueUnit, of statistic: String) throws(TargetSyntaxError) -> Limit {
    guard current.isComparison else { return .within(try range(unit, of: statistic)) }
    let comparison = advance().text
    let value = try value(unit, of: statistic).value
    return switch comparison {
    case "<": .below(value)
    case "<=": .atMost(value)
    case ">": .above(value)
    default: .atLeast(value)
    }
  }

  private mutating func range(_ unit: ValueUnit, of statistic: String) throws(TargetSyntaxError) -> ClosedRange<Double> {
    guard current.kind == .number else {
      throw current.error(isNo: "comparison", "use <, <=, > or >=, or a range like 1 .. 2")
    }
    let lower = try value(unit, of: statistic)
    guard current.isSymbol("..") else {
      throw lower.error(
        "\(TargetMessage.quoted(lower.text)) has neither a comparison before it nor '..' behind it; use <, <=, >, >= or '..'")
    }
    _ = advance()
    let upper = try value(unit, of: statistic)
    guard lower.value < upper.value else {
      throw upper.error(
        "\(TargetMessage.quoted(upper.text)) is not more than \(TargetMessage.quoted(lower.text)); a range ascends")
    }
    return lower.value...upper.value
  }
}

extension TargetToken {
  fileprivate var isComparison: Bool { kind == .symbol && ["<", "<=", ">", ">="].contains(text) }
}
