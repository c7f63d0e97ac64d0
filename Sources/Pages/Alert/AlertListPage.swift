import Alerting
import Rendering
package import Samples
package import Snapshots
package import Storage

/// The alerts that there are, and those that are over.
package enum AlertListPage {
  /// A whole document; ends with a line feed.
  ///
  /// - Parameters:
  ///   - active: pending, firing and lately resolved.
  ///   - transitions: of ended episodes and of others, ascending in time.
  ///   - now: up to when durations count that are not over.
  ///   - root: the route prefix, such as `""` or `/calcmon`; all links begin with it.
  ///   - version: of the agent.
  package static func html(
    _ active: [AgentSnapshot.ActiveAlert], transitions: [StoredTransition], now: Timestamp, root: String, version: String
  ) -> String {
    let links = PageLinks(root: root)
    let ids = Set(active.map(\.alert.id))
    let ended = AlertTimeline(transitions).episodes.filter { !ids.contains($0.id) && $0.endedAt != nil }
    return PageFrame(title: "Alerts - calcmon", root: root, place: .alerts, version: version).html(
      """
      <header class="list-head"><h1>Alerts</h1></header>
      \(PageSection.markup("active", "Now", actives(active, now, links)))
      \(PageSection.markup("ended", "Over", episodes(ended, links)))
      """)
  }

  private static func actives(_ active: [AgentSnapshot.ActiveAlert], _ now: Timestamp, _ links: PageLinks) -> Markup {
    guard !active.isEmpty else { return "<p class=\"none\">No alert is pending or firing.</p>" }
    let order: [AlertState] = [.firing, .pending, .inactive]
    let sorted = active.sorted { a, b in
      (order.firstIndex(of: a.alert.state) ?? 0, a.alert.labels) < (order.firstIndex(of: b.alert.state) ?? 0, b.alert.labels)
    }
    let (covered, told) = (sorted.filter(\.isCovered), sorted.filter { !$0.isCovered })
    let table = actives(told, "Firing first, then pending, then lately resolved; times are UTC", now, links)
    let (explained, lesser) = (covered.filter(\.alert.isExplainedByHost), covered.filter { !$0.alert.isExplainedByHost })
    let host = AlertName.hostContended.rawValue
    return .lines([
      table,
      folded(
        explained, "\(PageWords.count(explained.count, "alert")) that \(host) explains",
        "Not sent while \(host) fires; times are UTC", now, links),
      folded(
        lesser, "\(PageWords.count(lesser.count, "less severe alert")) of the same as a critical one",
        "Not sent while the critical one fires; times are UTC", now, links),
    ])
  }

  private static func folded(
    _ covered: [AgentSnapshot.ActiveAlert], _ summary: String, _ caption: String, _ now: Timestamp, _ links: PageLinks
  ) -> Markup {
    guard !covered.isEmpty else { return .none }
    return """
      <details><summary>\(summary)</summary>
      \(actives(covered, caption, now, links))
      </details>
      """
  }

  private static func actives(
    _ active: [AgentSnapshot.ActiveAlert], _ caption: String, _ now: Timestamp, _ links: PageLinks
  ) -> Markup {
    CardTable(
      caption: caption,
      columns: [
        .init(name: "Alert"), .init(name: "State", isWide: true), .init(name: "For", isWide: true),
        .init(name: "Severity", isShort: true),
        .init(name: "Since", isWide: true),
        .init(name: "How long", isNumber: true),
      ],
      rows: active.map { item in
        let alert = item.alert
        let since = alert.resolvedAt ?? alert.firedAt ?? alert.activeAt
        let standing = AlertStanding(state: alert.state, hasFired: alert.firedAt != nil, isMuted: item.isMuted)
        return [
          link(alert.id, alert.annotations["summary"], alert.labels, links), standing.markup, subject(alert.labels),
          "\(alert.labels["severity"] ?? "–")", since.rowMarkup, "\(PageWords.span(since.seconds(until: now)))",
        ]
      }
    ).markup
  }

  private static func episodes(_ episodes: [AlertTimeline.Episode], _ links: PageLinks) -> Markup {
    guard !episodes.isEmpty else { return "<p class=\"none\">No alert that is over is kept.</p>" }
    return CardTable(
      caption: "The last one first; times are UTC",
      columns: [
        .init(name: "Alert"), .init(name: "For", isWide: true), .init(name: "Severity", isShort: true),
        .init(name: "Began", isWide: true),
        .init(name: "Over", isWide: true),
        .init(name: "Fired", isNumber: true), .init(name: "Why it ended", isWide: true),
      ],
      rows: episodes.sorted(by: newestFirst).map { episode in
        [
          link(episode.id, episode.annotations["summary"], episode.labels, links), subject(episode.labels),
          "\(episode.labels["severity"] ?? "–")", (episode.pendingAt ?? episode.firedAt)?.rowMarkup ?? "before",
          episode.endedAt?.rowMarkup ?? "–",
          episode.endedAt.flatMap { episode.firingSeconds(until: $0) }.map { "\(PageWords.span($0))" } ?? "never",
          "\(episode.endReason?.sentence ?? "–")",
        ]
      }
    ).markup
  }

  private static func newestFirst(_ a: AlertTimeline.Episode, _ b: AlertTimeline.Episode) -> Bool {
    a.endedAt == b.endedAt ? a.id < b.id : (a.endedAt?.milliseconds ?? 0) > (b.endedAt?.milliseconds ?? 0)
  }

  private static func link(_ id: String, _ summary: String?, _ labels: Labels, _ links: PageLinks) -> Markup {
    "<a href=\"\(links.alert(id))\"><bdi>\(summary ?? labels["alertname"] ?? id)</bdi></a>"
  }

  private static func subject(_ labels: Labels) -> Markup {
    let others = ["strategy", "runtime", "cause"].compactMap { labels[$0] }
    let isOfHost = labels["alertname"] == AlertName.hostContended.rawValue
    return
      "<b><bdi>\(labels["mix"] ?? (isOfHost ? "the host" : "–"))</bdi></b> <span class=\"how\">\(others.joined(separator: ", "))</span>"
  }
}
