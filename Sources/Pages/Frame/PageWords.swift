package import Rendering
package import Samples

/// Words that several parts of a page share.
package enum PageWords {
  /// `37,400`
  package static func count(_ number: Int) -> String {
    let digits = String(number.magnitude)
    let grouped = digits.enumerated().reduce(into: "") { text, digit in
      if digit.offset > 0, (digits.count - digit.offset) % 3 == 0 { text += "," }
      text.append(digit.element)
    }
    return (number < 0 ? "-" : "") + grouped
  }

  /// `1 run`, `1,200 runs`
  static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
    "\(count(number)) \(Plural.word(number, one, many))"
  }

  /// How long something lasts, in at most two units: `45 s`, `12 min`, `3 h 20 min`, `4 d 2 h`.
  package static func span(_ seconds: Double) -> String {
    let whole = Int(min(1e12, max(0, seconds)))
    switch whole {
    case ..<60: return "\(whole) s"
    case ..<3600: return "\(whole / 60) min"
    case ..<86400: return two(whole / 3600, "h", whole % 3600 / 60, "min")
    default: return two(whole / 86400, "d", whole % 86400 / 3600, "h")
    }
  }

  private static func two(_ first: Int, _ unit: String, _ second: Int, _ small: String) -> String {
    second == 0 ? "\(first) \(unit)" : "\(first) \(unit) \(second) \(small)"
  }
}

extension Timestamp {
  /// How long it is to another instant, in seconds of the wall clock.
  func seconds(until other: Timestamp) -> Double { Double(other.milliseconds - milliseconds) / 1000 }

  /// Where most is of today, the time of day is enough, `18:05:12`; else with the day. The element has the whole instant.
  package func shortMarkup(on today: Timestamp) -> Markup {
    let text = iso8601
    let (day, clock) = (text.prefix(10), text.dropFirst(11).prefix(8))
    let shown = milliseconds / 86_400_000 == today.milliseconds / 86_400_000 ? String(clock) : "\(day.dropFirst(5)) \(clock)"
    return "<time datetime=\"\(text)\">\(shown)</time>"
  }
}

extension RunIdentity {
  /// Strategy and runtime.
  var how: Markup { "<span class=\"how\">\(strategy.rawValue), \(runtime.rawValue)</span>" }
  /// The mix, whose letters may run from right to left.
  var name: Markup { "<b><bdi>\(mix)</bdi></b>" }
  /// Mix, and smaller its strategy and runtime.
  var whole: Markup { "\(name) \(how)" }
  /// `mixed, hybrid, asyncio`
  var sentence: String { "\(mix), \(strategy.rawValue), \(runtime.rawValue)" }
}
