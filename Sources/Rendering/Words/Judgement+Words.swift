package import Thresholds

/// What was judged as people say it: a slope is a growth, and none is worth no figure.
extension Judgement {
  /// For a cell below the target's name: `4.1 ms`, `+17.5 items/s`, `steady`, `-`.
  package var shortText: String {
    guard let value else { return valueText }
    guard condition.isGrowthLimit else { return isSmallShare ? "< 0.1 %" : valueText }
    return value > 0 ? "+\(valueText)" : Self.steady
  }

  /// Below the target's name and its limit: `143 ms`, `grows by 17.5 items/s`, `steady`, `not judged yet`.
  package var stateText: String {
    guard let value else { return "not judged yet" }
    guard condition.isGrowthLimit, value > 0 else { return shortText }
    return "\(target.name == .tasks ? "grow" : "grows") by \(valueText)"
  }

  /// For a sentence that begins with the target's name: `143 ms, limit p(99) < 100 ms`, `grows by 17.5 items/s, must not grow`, `steady`.
  package var accountText: String {
    guard stateText != Self.steady else { return stateText }
    return "\(stateText), \(target.demandText)"
  }

  private static let steady = "steady"

  /// Whether it is a share of which more digits would tell nothing.
  private var isSmallShare: Bool {
    guard case .ratio = condition.statistic, let value else { return false }
    return value > 0 && value < 0.001
  }
}

extension Target {
  fileprivate static let noGrowth = "must not grow"

  /// All conditions and the window for people: `p(99) < 100 ms`, `70-90 %`, `must not grow`. What the target language reads is `limitText`.
  package var limitWords: String {
    guard conditions.count == 1, let condition = conditions.first else { return limitText }
    if condition.isGrowthLimit, condition.limit == .atMost(0) { return Self.noGrowth + windowText }
    return window == nil ? Self.band(limitText) ?? limitText : limitText
  }

  /// What is demanded, as the end of a sentence: `limit p(99) < 100 ms`, `must not grow`.
  package var demandText: String { limitWords.hasPrefix(Self.noGrowth) ? limitWords : "limit \(limitWords)" }

  /// ` over 3 h`; nothing if it has no window of its own.
  private var windowText: Substring {
    guard window != nil, let over = limitText.firstRange(of: " over ") else { return "" }
    return limitText[over.lowerBound...]
  }

  /// Both ends of a band with the unit once; `nil` of what is no band.
  private static func band(_ text: String) -> String? {
    guard let dots = text.firstRange(of: " .. ") else { return nil }
    let (lower, upper) = (text[..<dots.lowerBound], text[dots.upperBound...])
    let unit = upper.drop { $0 != " " }
    return unit.isEmpty || !lower.hasSuffix(unit) ? "\(lower) to \(upper)" : "\(lower.dropLast(unit.count))-\(upper)"
  }
}

extension Condition {
  /// Whether it is a slope that must not be too steep upwards.
  fileprivate var isGrowthLimit: Bool {
    guard case .trend = statistic else { return false }
    switch limit {
    case .below, .atMost: return true
    case .above, .atLeast, .within: return false
    }
  }
}
