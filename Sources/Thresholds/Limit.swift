/// What the statistic must stay inside. The values are in the statistic's unit: seconds, a share (0...1), items, bytes, a plain number, or one
/// of them a second.
package enum Limit: Hashable, Sendable {
  case below(Double)
  case atMost(Double)
  case above(Double)
  case atLeast(Double)
  case within(ClosedRange<Double>)

  /// Whether the value keeps the limit. What is not a number keeps none.
  package func admits(_ value: Double) -> Bool {
    switch self {
    case .below(let limit): value < limit
    case .atMost(let limit): value <= limit
    case .above(let limit): value > limit
    case .atLeast(let limit): value >= limit
    case .within(let range): range.contains(value)
    }
  }

  /// The limit's ends, each with the word for its `bound` label.
  package var bounds: [(bound: String, value: Double)] {
    switch self {
    case .below(let limit), .atMost(let limit): [("upper", limit)]
    case .above(let limit), .atLeast(let limit): [("lower", limit)]
    case .within(let range): [("lower", range.lowerBound), ("upper", range.upperBound)]
    }
  }

  /// The comparison with its values as the caller writes them: `< 100 ms`, `70 % .. 90 %`.
  func text(_ value: (Double) -> String) -> String {
    switch self {
    case .below(let limit): "< \(value(limit))"
    case .atMost(let limit): "<= \(value(limit))"
    case .above(let limit): "> \(value(limit))"
    case .atLeast(let limit): ">= \(value(limit))"
    case .within(let range): "\(value(range.lowerBound)) .. \(value(range.upperBound))"
    }
  }
}

/// One statistic and what it must stay inside.
package struct Condition: Hashable, Sendable {
  /// What of the quantity is judged.
  package let statistic: Statistic
  /// In the statistic's unit.
  package let limit: Limit

  /// Whether a quantity has this statistic is not asked here; see `Target`.
  package init(_ statistic: Statistic, _ limit: Limit) {
    self.statistic = statistic
    self.limit = limit
  }
}
