import Rendering
import Samples

/// What happened to an application, the newest first.
struct AppEventList {
  let occurrences: [AppOccurrence]

  private static let shown = 12

  var markup: Markup {
    guard !occurrences.isEmpty else { return "<p class=\"none\">Nothing happened in this window.</p>" }
    let newest = Array(occurrences.reversed())
    let rest = newest.dropFirst(Self.shown)
    let more: Markup =
      rest.isEmpty
      ? .none : "<details id=\"more-events\"><summary>\(PageWords.count(rest.count)) older</summary>\n\(list(rest))\n</details>"
    return .lines([list(newest.prefix(Self.shown)), more])
  }

  private func list(_ occurrences: ArraySlice<AppOccurrence>) -> Markup {
    "<ol class=\"transitions\">\n\(lines: occurrences.map(item))\n</ol>"
  }

  private func item(_ occurrence: AppOccurrence) -> Markup {
    let text = occurrence.shortText
    let style: Markup = occurrence.isTrouble ? " class=\"breached\"" : .none
    return """
      <li>\(occurrence.at.markup) <div><p><b\(style)>\(text.prefix(1).uppercased() + text.dropFirst()).</b> \(occurrence.sentence)</p>
      \(StackDetails.markup(occurrence.stack, title: "Stack"))</div></li>
      """
  }
}
