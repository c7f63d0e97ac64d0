import Rendering
import Samples
import Snapshots
import Storage
import Thresholds

/// Targets as a matrix: a row for each thing that is judged, a column for each target. Each cell is small and leads to its detail.
struct TargetMatrix {
  /// What is judged by some of the targets.
  struct Row {
    /// What of the page names it.
    let id: String
    /// Where its details are, without the name of a target.
    let detail: String
    /// The targets that have details there.
    let details: Set<TargetName>
    let name: Markup
    /// Beside the name, smaller.
    let note: Markup
    let verdict: Verdict?
    let judgements: [Judgement]
    /// How a target's figures moved; `nil`: not known.
    let spark: (Judgement) -> Sparkline?
  }

  /// Above the names of the rows.
  let head: Markup
  let rows: [Row]

  /// Cells of more columns have two lines.
  private static let mostWide = 5

  private var limits: [TargetName: Set<String>] {
    Dictionary(grouping: rows.flatMap { $0.judgements.map(\.target) }, by: \.name).mapValues { Set($0.map(\.limitWords)) }
  }

  /// Nothing if no target is judged.
  var markup: Markup {
    let limits = limits
    let columns = TargetName.allCases.filter { limits[$0] != nil }
    guard !columns.isEmpty else { return .none }
    let style: Markup = columns.count > Self.mostWide ? " is-many" : .none
    return """
      <table class="targets matrix\(style)">\
      <thead><tr><th scope="col">\(head)</th>\(Markup.joined(columns.map { column($0, limits[$0] ?? []) }))</tr></thead>
      <tbody>
      \(lines: rows.map { row($0, columns) })
      </tbody>
      </table>
      """
  }

  private func column(_ name: TargetName, _ limits: Set<String>) -> Markup {
    let limit =
      (limits.count == 1 ? limits.first : nil).map { "<small>\($0)</small>" as Markup } ?? "<small>limits of their own</small>"
    return "<th scope=\"col\">\(name.title)\(limit)</th>"
  }

  private func row(_ row: Row, _ columns: [TargetName]) -> Markup {
    let cells = columns.map { cell($0, row, isMany: columns.count > Self.mostWide) }
    let style: Markup = row.verdict == .breached ? " class=\"is-breached\"" : .none
    return """
      <tr id="\(row.id)"\(style)><th scope="row">\(row.name) \(row.note)</th>\(Markup.joined(cells))</tr>
      """
  }

  private func cell(_ name: TargetName, _ row: Row, isMany: Bool) -> Markup {
    let named: Markup = isMany ? " data-name=\"\(name.title)\"" : .none
    guard let judgement = row.judgements.first(where: { $0.target.name == name }) else {
      return "<td class=\"blank\"><span class=\"hidden\">not judged</span></td>"
    }
    let spark = row.spark(judgement)?.markup ?? .none
    let verdict = judgement.verdict
    let content: Markup = """
      <span class="mark \(verdict.rawValue)"><span aria-hidden="true">\(verdict.sign)</span>\
      <span class="hidden">\(verdict.rawValue)</span></span> <span class="value">\(value(judgement))</span>\(spark)
      """
    guard row.details.contains(name) else { return "<td\(named)><span class=\"cell\">\(content)</span></td>" }
    return
      "<td\(named)><a class=\"cell is-\(verdict.rawValue)\" href=\"\(row.detail)-\(name.rawValue)\">\(content)</a></td>"
  }

  /// The number with its unit, of which a narrow page leaves out the word that the column's head says.
  private func value(_ judgement: Judgement) -> Markup {
    let text = judgement.shortText
    guard judgement.verdict != .unknown else { return "<span class=\"none\">\(text)</span>" }
    guard let word = text.firstRange(of: " items/") else { return "<b>\(text)</b>" }
    let (number, time) = (String(text[..<word.lowerBound]), String(text[word.upperBound...]))
    return "<b>\(number)<span class=\"word\"> items</span>/\(time)</b>"
  }
}
