package import Rendering
import Samples
package import Snapshots
import Storage

/// What each strategy makes of the same work: its median run as a bar, with the least time that the work could have taken marked.
package struct StatusStrategies {
  private let root: String
  private let groups: [Group]

  /// The strategies of a mix; bars are scaled to the longest of them.
  fileprivate struct Group {
    let mix: String
    let entries: [Entry]

    var longest: Double { entries.map { max($0.figures.seconds, $0.figures.idealSeconds ?? 0) }.max() ?? 0 }
  }

  /// The completed run that half of its like do not exceed in duration.
  fileprivate struct Entry {
    let run: StoredRun
    let figures: StoredRun.Figures
    let runs: Int

    init?(_ runs: [StoredRun]) {
      let completed = runs.compactMap { run in run.figures.map { (run: run, figures: $0) } }.filter {
        $0.figures.seconds.isFinite && $0.figures.seconds > 0
      }
      let ascending = completed.sorted { ($0.figures.seconds, $0.run.id) < ($1.figures.seconds, $1.run.id) }
      guard !ascending.isEmpty else { return nil }
      (run, figures) = ascending[(ascending.count - 1) / 2]
      self.runs = ascending.count
    }
  }

  /// Of the runs of an excerpt.
  package init(_ excerpt: HistoryExcerpt, root: String) {
    self.root = root
    let runs = Dictionary(grouping: excerpt.runs.filter { $0.kind != .idle }, by: \.identity)
    let entries = runs.values.compactMap(Entry.init)
    groups = Dictionary(grouping: entries, by: \.run.identity.mix).sorted { $0.key < $1.key }.map { mix, entries in
      Group(mix: mix, entries: entries.sorted { $0.place < $1.place })
    }
  }

  /// As a table.
  package var markup: Markup {
    guard !groups.isEmpty else { return "<p>No run with items has completed in this window.</p>" }
    let columns = ["Strategy", "Duration, ideal time marked", "Time", "× ideal", "Items/s", "Runs"]
    let head = columns.enumerated().map { column, name -> Markup in
      "<th scope=\"col\" role=\"columnheader\"\(column > 1 ? " class=\"number\"" : "" as Markup)>\(name)</th>"
    }
    return """
      <table class="strategies cards" role="table"><caption>The median run of the window, by its duration; \
      bars of a mix have one scale</caption>
      <thead role="rowgroup"><tr role="row">\(Markup.joined(head))</tr></thead>
      \(lines: groups.map(markup))
      </table>
      \(hint)
      """
  }

  /// How to get the other strategies, where there is nothing to compare.
  private var hint: Markup {
    let isAlone = groups.allSatisfy { group in Set(group.entries.map(\.run.identity.strategy)).count < 2 }
    guard isAlone else { return .none }
    return """
      <p class="note">Each mix was run by one strategy. One of the configuration with \
      <code>strategies: [sync, threads, async, hybrid]</code> is run by all of them.</p>
      """
  }

  private func markup(_ group: Group) -> Markup {
    """
    <tbody role="rowgroup"><tr class="group" role="row"><th colspan="6" scope="rowgroup" role="rowheader">\
    <b><bdi>\(group.mix)</bdi></b></th></tr>
    \(lines: group.entries.map { row($0, longest: group.longest) })
    </tbody>
    """
  }

  private func row(_ entry: Entry, longest: Double) -> Markup {
    let (figures, identity) = (entry.figures, entry.run.identity)
    let ratio = figures.idealRatio.map(Digits.text) ?? "-"
    return """
      <tr role="row"><th scope="row" role="rowheader">\
      \(identity.strategy.rawValue) <span class="how">\(identity.runtime.rawValue)</span></th>\
      <td role="cell" class="graph">\(bar(entry, longest))</td>\
      <td role="cell" class="number" data-name="Time"><a href="\(root)/runs/\(String(entry.run.id))">\
      \(DurationText.text(figures.seconds))</a></td>\
      <td role="cell" class="number" data-name="× ideal">\(ratio)</td>\
      <td role="cell" class="number" data-name="Items/s">\(rate(figures))</td>\
      <td role="cell" class="number" data-name="Runs">\(PageWords.count(entry.runs))</td></tr>
      """
  }

  private func rate(_ figures: StoredRun.Figures) -> String {
    guard let rate = figures.itemsPerSecond else { return "-" }
    return rate < 1e9 && rate >= 100 ? PageWords.count(Int(rate.rounded())) : Digits.text(rate)
  }

  /// 600 units are the longest; what the work must take is solid, what came on top is pale.
  private func bar(_ entry: Entry, _ longest: Double) -> Markup {
    let (seconds, ideal) = (entry.figures.seconds, entry.figures.idealSeconds.flatMap { $0.isFinite && $0 > 0 ? $0 : nil })
    let length = { (seconds: Double) in 600 * min(1, max(0, seconds / longest)) }
    let mark = ideal.map { ideal -> Markup in
      "<line class=\"ideal\" x1=\"\(at: length(ideal))\" x2=\"\(at: length(ideal))\" y1=\"0\" y2=\"20\"/>"
    }
    let needed = min(seconds, ideal ?? 0)
    let idealText = ideal.map { ", ideal \(DurationText.text($0))" } ?? ""
    return """
      <svg class="bar" viewBox="0 0 600 20" preserveAspectRatio="none" role="img"><title>\(entry.run.identity.sentence): \
      \(DurationText.text(seconds))\(idealText)</title><g class="st-\(entry.run.identity.strategy.rawValue)">\
      <rect class="over" x="0" y="3" width="\(at: length(seconds))" height="14"/>\
      <rect class="needed" x="0" y="3" width="\(at: length(needed))" height="14"/></g>\(mark ?? .none)</svg>
      """
  }
}

extension StatusStrategies.Entry {
  /// By runtime, then from the pitfall to what the guide recommends.
  fileprivate var place: Int {
    let runtime = Runtime.allCases.firstIndex(of: run.identity.runtime) ?? 0
    return runtime * Strategy.allCases.count + (Strategy.allCases.firstIndex(of: run.identity.strategy) ?? 0)
  }
}
