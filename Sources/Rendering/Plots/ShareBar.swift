import Samples

/// The parts of a whole as a bar, and as a list that names them: colours alone tell nothing.
package struct ShareBar {
  /// One of the parts.
  struct Part {
    let name: String
    let amount: Double
    /// As people read it.
    let text: String
    /// The class of its colour.
    let style: String
    /// Whether the host is to blame for it.
    var isHatched = false
  }

  let title: String
  let parts: [Part]
  /// What the whole width stands for.
  let whole: Double

  /// The bar. Its text alternative has all figures.
  package var markup: Markup {
    var end = 0.0
    let rectangles = shown.map { part -> Markup in
      let begin = end
      end = min(100, end + share(of: part) * 100)
      return Self.rectangle(part, x: begin, width: end - begin)
    }
    let texts = shown.map { "\($0.name) \($0.text), \(percent(of: $0))" }
    return """
      <svg class="share" width="100%" height="16" role="img"><title>\(title)</title>\
      <desc>\(texts.joined(separator: "; "))</desc>\(Markup.joined(rectangles))</svg>
      """
  }

  /// Each part with its colour, its amount and its share.
  package var legend: Markup {
    let items = shown.map { part -> Markup in
      """
      <li><svg class="swatch" width="12" height="12" aria-hidden="true">\(Self.rectangle(part, x: 0, width: 100))</svg>\
      \(part.name) <b>\(part.text)</b> <small>\(percent(of: part))</small></li>
      """
    }
    return "<ul class=\"causes\">\(Markup.joined(items))</ul>"
  }

  private var shown: [Part] { parts.filter { $0.amount > 0 } }

  private func share(of part: Part) -> Double { whole > 0 ? min(1, part.amount / whole) : 0 }

  private func percent(of part: Part) -> String {
    let share = share(of: part)
    return share < 0.0005 ? "< 0.1 %" : Percent.text(share, .tenths)
  }

  /// Percent of the width.
  private static func rectangle(_ part: Part, x: Double, width: Double) -> Markup {
    let place: Markup = "x=\"\(at: x)%\" y=\"0\" width=\"\(at: width)%\" height=\"100%\""
    let hatch: Markup = part.isHatched ? "<rect \(place) fill=\"url(#hatch)\"/>" : .none
    return "<rect class=\"\(part.style)\" \(place)/>\(hatch)"
  }
}
