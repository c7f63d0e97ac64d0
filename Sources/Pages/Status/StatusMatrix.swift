import Rendering
import Samples
import Snapshots
import Storage
import Thresholds

/// The targets as a matrix: a row for each mix, strategy and runtime, a column for each target. Each cell is small and leads to its detail.
struct StatusMatrix {
  /// Rows of one kind, below each other. More than one have their names above them.
  struct Group {
    let name: String
    let rows: [Row]
  }

  /// What is judged by some of the targets.
  struct Row {
    /// What of the page names it.
    let id: String
    /// Where its details are.
    let detail: String
    /// The targets that have details there.
    let details: Set<TargetName>
    let name: Markup
    /// Beside the name, smaller.
    let note: Markup
    let verdict: Verdict?
    let judgements: [Judgement]
    let figures: [RunFigures]
  }

  private let groups: [Group]
  private let columns: [TargetName]
  private let commonLimits: [TargetName: String]
  private let window: HistoryExcerpt?

  init(_ snapshot: AgentSnapshot, _ excerpt: HistoryExcerpt?, _ details: StatusDetails) {
    let places = MixPlaces(snapshot)
    groups = [
      Group(
        name: "Mixes",
        rows: snapshot.canaries.enumerated().map { place, canary in
          Row(
            canary, place, detail: places.id(of: canary.identity.mix), details: details.targets(of: canary.identity.mix),
            figures: details.figures[canary.identity] ?? [])
        })
    ]
    window = excerpt
    let targets = snapshot.canaries.flatMap { $0.judgements.map(\.target) }
    let limits = Dictionary(grouping: targets, by: \.name).mapValues { Set($0.map(\.limitWords)) }
    columns = TargetName.allCases.filter { limits[$0] != nil }
    commonLimits = limits.compactMapValues { $0.count == 1 ? $0.first : nil }
  }

  var markup: Markup {
    guard !columns.isEmpty else { return "<p>No target is judged.</p>" }
    return """
      <table class="targets matrix">\
      <thead><tr><th scope="col">Mix<small>strategy, runtime</small></th>\(Markup.joined(columns.map(head)))</tr></thead>
      \(lines: groups.filter { !$0.rows.isEmpty }.map(group))
      </table>
      """
  }

  private func head(_ name: TargetName) -> Markup {
    let limit = commonLimits[name].map { "<small>\($0)</small>" as Markup } ?? "<small>limits of their own</small>"
    return "<th scope=\"col\">\(name.title)\(limit)</th>"
  }

  private func group(_ group: Group) -> Markup {
    let title: Markup =
      groups.count > 1
      ? "<tr class=\"group\"><th colspan=\"\(columns.count + 1)\" scope=\"rowgroup\">\(group.name)</th></tr>" : .none
    return "<tbody>\n\(lines: [title] + group.rows.map(row))\n</tbody>"
  }

  private func row(_ row: Row) -> Markup {
    let style: Markup = row.verdict == .breached ? " class=\"is-breached\"" : .none
    return """
      <tr id="\(row.id)"\(style)><th scope="row">\(row.name) \(row.note)</th>\(Markup.joined(columns.map { cell($0, row) }))</tr>
      """
  }

  private func cell(_ name: TargetName, _ row: Row) -> Markup {
    guard let judgement = row.judgements.first(where: { $0.target.name == name }) else {
      return "<td class=\"blank\"><span class=\"hidden\">not judged</span></td>"
    }
    let spark = window.map { Sparkline(judgement, row.figures, since: $0.since, until: $0.until).markup } ?? .none
    let verdict = judgement.verdict
    let content: Markup = """
      <span class="mark \(verdict.rawValue)"><span aria-hidden="true">\(verdict.sign)</span>\
      <span class="hidden">\(verdict.rawValue)</span></span> <span class="value">\(value(judgement))</span>\(spark)
      """
    guard row.details.contains(name) else { return "<td><span class=\"cell\">\(content)</span></td>" }
    return "<td><a class=\"cell is-\(verdict.rawValue)\" href=\"#\(row.detail)-\(name.rawValue)\">\(content)</a></td>"
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

extension StatusMatrix.Row {
  init(
    _ canary: AgentSnapshot.Canary, _ place: Int, detail: String, details: Set<TargetName>, figures: [RunFigures]
  ) {
    let baseline: Markup = canary.alerts ? .none : ", baseline"
    let failures: Markup =
      canary.failures.verdict == .breached ? " <span class=\"breached\">\(canary.failures.sentence)</span>" : .none
    self.init(
      id: "canary-\(place)", detail: detail, details: details, name: canary.identity.name,
      note:
        "<span class=\"how\">\(canary.identity.strategy.rawValue), \(canary.identity.runtime.rawValue)\(baseline)\(failures)</span>",
      verdict: canary.judgements.isEmpty ? nil : canary.verdict, judgements: canary.judgements, figures: figures)
  }
}

/// Where the details of each mix are on the page.
struct MixPlaces {
  /// In order of their first appearance.
  let mixes: [String]
  private let numbers: [String: Int]

  init(_ snapshot: AgentSnapshot) {
    var seen: Set<String> = []
    mixes = snapshot.canaries.map(\.identity.mix).filter { seen.insert($0).inserted }
    numbers = Dictionary(uniqueKeysWithValues: mixes.enumerated().map { ($1, $0) })
  }

  /// A name for an element.
  func id(of mix: String) -> String { "mix-\(numbers[mix] ?? 0)" }
}
