import Rendering
import Samples
import Snapshots
import Thresholds

/// How late the loops were over time: a picture for each mix, strategy and runtime, all with the same rows, so that they compare.
struct StatusHeat {
  private let canaries: [HeatMap]
  /// Of runs that are not made in slots.
  private let others: [HeatMap]

  init(_ snapshot: AgentSnapshot, _ excerpt: HistoryExcerpt) {
    let heats = excerpt.heat.mapValues { HeatGrid($0, since: excerpt.since, until: excerpt.until) }.filter { !$0.value.isEmpty }
    let regular = snapshot.canaries.map(\.identity)
    let limits = Dictionary(snapshot.canaries.map { ($0.identity, $0.latencyLimit) }) { first, _ in first }
    let span = HeatSpan(of: Array(heats.values), limits: limits.values.compactMap(\.self))
    let map = { (identity: RunIdentity) in
      heats[identity].map { HeatMap(identity: identity, grid: $0, span: span, limit: limits[identity] ?? nil) }
    }
    canaries = regular.compactMap(map)
    others = Set(heats.keys).subtracting(regular).sorted().compactMap(map)
  }

  var markup: Markup {
    guard !canaries.isEmpty || !others.isEmpty else { return "<p>No loop has ticked in this window.</p>" }
    return .lines([legend, pictures(canaries), beside])
  }

  private func pictures(_ maps: [HeatMap]) -> Markup {
    maps.isEmpty ? .none : "<div class=\"heats\">\n\(lines: maps.map(\.markup))\n</div>"
  }

  private var beside: Markup {
    guard !others.isEmpty else { return .none }
    return """
      <details id="latency-others"><summary>\(PageWords.count(others.count, "picture")) \
      of runs that are not made in slots</summary>
      \(pictures(others))
      </details>
      """
  }

  private var legend: Markup {
    let levels = HeatLevel.allCases.map { level -> Markup in
      """
      <li><svg class="swatch" viewBox="0 0 12 12" aria-hidden="true">\
      <rect class="h\(level.rawValue)" width="12" height="12"/></svg>\
      \(level.text)</li>
      """
    }
    let late: Markup = """
      <li class="late"><svg class="swatch" viewBox="0 0 12 12" aria-hidden="true"><rect class="h5" width="12" height="12"/></svg>\
      above the dashed line: later than the limit</li>
      """
    return """
      <p class="note">Each column is an interval, each row a lateness of the loop's 10 ms tick. \
      Where nothing ran there is nothing.</p>
      <ul class="legend"><li>Share of ticks:</li>\(Markup.joined(levels))\(late)</ul>
      """
  }
}

extension AgentSnapshot.Canary {
  /// What the loop's lateness must stay below, in seconds; `nil` where it is not judged by such a limit.
  fileprivate var latencyLimit: Double? {
    let target = judgements.first { $0.target.name == .eventLoopLatency }?.target
    return target.flatMap { $0.isDrawn ? $0.limit.bounds.last { $0.bound == "upper" }?.value : nil }
  }
}

/// How many of an interval's ticks fell into a row. The raw value is the number of its class.
package enum HeatLevel: Int, CaseIterable, Sendable {
  case rare = 1
  case few
  case some
  case many
  case most

  /// `nil`: none.
  package init?(_ count: UInt64, of total: UInt64) {
    guard count > 0 else { return nil }
    switch Double(count) / Double(total) {
    case ..<0.001: self = .rare
    case ..<0.01: self = .few
    case ..<0.1: self = .some
    case ..<0.5: self = .many
    default: self = .most
    }
  }

  var text: String {
    switch self {
    case .rare: "below 0.1 %"
    case .few: "0.1 %"
    case .some: "1 %"
    case .many: "10 %"
    case .most: "50 % and more"
    }
  }
}
