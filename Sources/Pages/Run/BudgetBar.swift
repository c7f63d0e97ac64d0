import Rendering
import Samples

/// What a loop stood still for, as a bar of its causes. The host's causes are hatched, the program's are plain.
struct BudgetBar {
  let budget: StallBudget
  /// Seconds that the whole width stands for.
  let fullSeconds: Double
  let title: String

  var markup: Markup {
    var end = 0.0
    let parts = budget.ranked.map { cause, seconds -> Markup in
      let begin = end
      end += share(seconds * 100, of: fullSeconds) ?? 0
      return Self.rectangle(cause, x: begin, width: end - begin)
    }
    let texts = budget.ranked.map { "\($0.cause.rawValue) \(DurationText.text($0.seconds))" }
    return """
      <svg class="budget" width="100%" height="100%" role="img"><title>\(title)</title>\
      <desc>\(texts.joined(separator: ", "))</desc>\(Markup.joined(parts))</svg>
      """
  }

  /// All causes with their seconds, the greatest first, and those without any after them.
  var legend: Markup {
    let none = StallCause.allCases.filter { budget[$0] == 0 }.map { ($0, 0.0) }
    let items = (budget.ranked.map { ($0.cause, $0.seconds) } + none).map(entry)
    return """
      <ul class="cause-list">
      \(lines: items)
      </ul>
      """
  }

  private func entry(_ cause: StallCause, _ seconds: Double) -> Markup {
    let percent = Int(((share(seconds, of: budget.totalSeconds) ?? 0) * 100).rounded())
    return """
      <li\(seconds > 0 ? .none : " class=\"is-none\"" as Markup)>\(Self.swatch(cause))\
      <span class="cause">\(cause.rawValue)</span> <b>\(DurationText.text(seconds))</b> <span class="share">\(percent) %</span>\
      <span class="how">\(cause.isHost ? "host" : cause == .unexplained ? "–" : "program")</span></li>
      """
  }

  static func swatch(_ cause: StallCause) -> Markup {
    "<svg class=\"swatch\" width=\"12\" height=\"12\" aria-hidden=\"true\">\(rectangle(cause, x: 0, width: 100))</svg>"
  }

  /// Percent of the width.
  static func rectangle(_ cause: StallCause, x: Double, width: Double) -> Markup {
    let place: Markup = "x=\"\(at: x)%\" y=\"0\" width=\"\(at: width)%\" height=\"100%\""
    let hatch: Markup = cause.isHost ? "<rect \(place) fill=\"url(#hatch)\"/>" : .none
    return "<rect class=\"cause-\(cause.rawValue)\" \(place)/>\(hatch)"
  }
}
