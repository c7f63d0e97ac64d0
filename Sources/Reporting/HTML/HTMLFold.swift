import Rendering
import Samples

/// The first entries of a list, and the others folded away below them: a reader sees that there are more, and a page stays as long as it is useful.
struct HTMLFold {
  /// So many are seen at once.
  let shown: Int
  let entries: [Markup]
  /// What one of them is called.
  let noun: String
  /// What several are called; `nil`: with an `s`.
  var plural: String?
  /// Makes a list of some of them.
  let list: ([Markup]) -> Markup

  var markup: Markup {
    let (first, others) = (Array(entries.prefix(shown)), Array(entries.dropFirst(shown)))
    return .lines([first.isEmpty ? .none : list(first), folded(others)])
  }

  private func folded(_ others: [Markup]) -> Markup {
    guard !others.isEmpty else { return .none }
    return """
      <details><summary>\(shown == 0 ? Plural.text(others.count, noun, plural) : "\(others.count) more \(Plural.word(others.count, noun, plural))")</summary>
      \(list(others))
      </details>
      """
  }
}
