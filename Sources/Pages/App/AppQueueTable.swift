import Applications
import Rendering
import Samples
import Snapshots

/// The queues of an application side by side.
struct AppQueueTable {
  let view: AppView?
  let excerpt: AppExcerpt?

  /// `nil`: no queue is known.
  var markup: Markup? {
    let names = Set((view?.figures.queues.map(\.name) ?? []) + (whole?.queues.map(\.name) ?? [])).sorted()
    guard !names.isEmpty else { return nil }
    return CardTable(
      caption: "Items that wait, in all queues of a name",
      columns: [
        .init(name: "Queue"), .init(name: "Now", isNumber: true), .init(name: "Mean", isNumber: true),
        .init(name: "Peak", isNumber: true), .init(name: "Capacity", isNumber: true),
        .init(name: "Over the window", isWide: true),
      ], rows: names.map(row)
    ).markup
  }

  private var whole: AppInterval? { excerpt?.whole }

  private func row(_ name: String) -> [Markup] {
    let now = view?.figures.queues.first { $0.name == name }
    let level = whole?.queues.first { $0.name == name }
    let capacity = now?.capacity ?? level?.capacity
    return [
      "<bdi>\(name)</bdi>", text(now?.depth), text(level?.depth.mean), text(level?.depth.max),
      capacity.map { text($0) } ?? "no limit", trend(name),
    ]
  }

  private func text(_ value: Double?) -> Markup { value.map { "\(Digits.text($0))" } ?? "–" }

  /// From what to what, with a line.
  private func trend(_ name: String) -> Markup {
    guard let excerpt else { return "–" }
    let points = AppMeasure.queueDepth(name).points(of: excerpt.intervals.stepped(to: 60))
    guard let first = points.first, let last = points.last else { return "–" }
    return """
      <span class="trend">\(Sparkline(points, since: excerpt.since, until: excerpt.until).markup)\
      <span>\(Digits.text(first.value)) to \(Digits.text(last.value))</span></span>
      """
  }
}
