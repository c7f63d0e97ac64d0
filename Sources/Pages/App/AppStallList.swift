import Rendering
import Samples
import Snapshots

/// The newest stalls of an application, each with why and where.
struct AppStallList {
  let stalls: [AppStallEntry]
  /// Tells who had the host meanwhile.
  let excerpt: AppExcerpt?
  /// Of which most instants are.
  let until: Timestamp

  /// The rest is folded away.
  private static let shown = 10

  var markup: Markup {
    guard !stalls.isEmpty else { return "<p class=\"none\">No stall is kept of this window.</p>" }
    let rest = stalls.dropFirst(Self.shown)
    let more: Markup =
      rest.isEmpty
      ? .none
      : "<details id=\"more-stalls\"><summary>\(PageWords.count(rest.count)) older</summary>\n\(list(rest))\n</details>"
    return .lines([list(stalls.prefix(Self.shown)), more])
  }

  private func list(_ stalls: ArraySlice<AppStallEntry>) -> Markup {
    "<ol class=\"stall-list app-stalls\">\n\(lines: stalls.map(row))\n</ol>"
  }

  private var longest: Double { stalls.map(\.stall.stall.seconds).max() ?? 0 }

  private func row(_ entry: AppStallEntry) -> Markup {
    let (told, stall) = (entry.stall, entry.stall.stall)
    let bar = BudgetBar(budget: stall.budget, fullSeconds: longest, title: "Causes of this stall")
    return """
      <li><p class="stall"><span>\(entry.endedAt.shortMarkup(on: until)) <span class="how">process \(String(entry.pid))</span></span> \
      <b class="length">\(DurationText.text(stall.seconds))</b></p>
      <div class="detail-bar">\(bar.markup)</div>
      <p class="why">\(told.frame.map { "<code>\($0)</code> " as Markup } ?? .none)<b>\(stall.budget.text)</b> \
      <span class="facts">\(facts(entry))</span></p>
      \(StackDetails.markup(stall.stack))</li>
      """
  }

  private func facts(_ entry: AppStallEntry) -> Markup {
    let (told, stall) = (entry.stall, entry.stall.stall)
    let channel: Markup? = stall.waitChannel.map { "Asleep in <code>\($0)</code>." }
    let holder: Markup? = told.holder.map { holder in
      "Thread <bdi>\(holder.thread)</bdi> had Python's lock\(holder.frame.map { ", at <code>\($0)</code>" as Markup } ?? .none)."
    }
    let others = stall.isHostCaused ? excerpt?.interval(at: entry.endedAt)?.host.map { "\($0.othersText)" as Markup } : nil
    let parts: [Markup?] = [
      stall.budget.leading.map { "\($0.sentence)" }, told.isOverload ? "Many tasks in one turn, none of them long." : nil,
      channel, holder, told.task.map { "In task <bdi>\($0)</bdi>." },
      stall.wasStopped ? "The process was stopped (a signal, a debugger)." : nil, others,
      told.isStartup ? "While it started: counted apart." : nil,
    ]
    return .joined(parts.compactMap { $0 }.enumerated().map { $0.offset == 0 ? $0.element : " \($0.element)" })
  }
}
