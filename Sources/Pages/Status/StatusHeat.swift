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
    let limits = Dictionary(snapshot.canaries.map { ($0.identity, $0.judgements.latencyLimit) }) { first, _ in first }
    let span = HeatSpan(of: Array(heats.values), limits: limits.values.compactMap(\.self))
    let map = { (identity: RunIdentity) in
      heats[identity].map { HeatMap(identity: identity, grid: $0, span: span, limit: limits[identity] ?? nil) }
    }
    canaries = regular.compactMap(map)
    others = Set(heats.keys).subtracting(regular).sorted().compactMap(map)
  }

  var markup: Markup {
    guard !canaries.isEmpty || !others.isEmpty else { return "<p>No loop has ticked in this window.</p>" }
    return .lines([HeatLegend.markup, pictures(canaries), beside])
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
}
