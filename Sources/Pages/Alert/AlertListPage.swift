package import Alerting
import Rendering
package import Samples
package import Snapshots
package import Storage
import Thresholds

/// The alerts that there are, and those that are over.
package enum AlertListPage {
  /// A whole document; ends with a line feed.
  ///
  /// - Parameters:
  ///   - active: pending, firing and lately resolved.
  ///   - transitions: of ended episodes and of others, ascending in time.
  ///   - current: how things stand by now with what an alert is about.
  ///   - now: up to when durations count that are not over.
  ///   - root: the route prefix, such as `""` or `/calcmon`; all links begin with it.
  ///   - version: of the agent.
  package static func html(
    _ active: [AgentSnapshot.ActiveAlert], transitions: [StoredTransition],
    current: (Alert) -> AlertNow = { _ in AlertNow() }, now: Timestamp, root: String, version: String
  ) -> String {
    let links = PageLinks(root: root)
    let active = active.map { Active(item: $0, now: current($0.alert)) }
    let ids = Set(active.map(\.item.alert.id))
    let ended = AlertTimeline(transitions).episodes.filter { !ids.contains($0.id) && $0.endedAt != nil }
    return PageFrame(title: "Alerts - calcmon", root: root, place: .alerts, version: version).html(
      """
      <header class="list-head"><h1>Alerts</h1></header>
      \(PageSection.markup("active", "Now", actives(active, now, links)))
      \(PageSection.markup("ended", "Past alerts", episodes(ended, links)))
      """)
  }

  /// An alert, and how things stand by now with what it is about.
  private struct Active {
    let item: AgentSnapshot.ActiveAlert
    let now: AlertNow
  }

  private static func actives(_ active: [Active], _ now: Timestamp, _ links: PageLinks) -> Markup {
    guard !active.isEmpty else { return "<p class=\"none\">No alert is pending or firing.</p>" }
    let order: [AlertState] = [.firing, .pending, .inactive]
    let place = { (active: Active) in (order.firstIndex(of: active.item.alert.state) ?? 0, active.item.alert.labels) }
    let sorted = active.sorted { place($0) < place($1) }
    let (covered, told) = (sorted.filter(\.item.isCovered), sorted.filter { !$0.item.isCovered })
    let table = actives(told, "Firing first, then pending, then lately resolved; times are UTC", now, links)
    let (explained, lesser) = (
      covered.filter(\.item.alert.isExplainedByHost), covered.filter { !$0.item.alert.isExplainedByHost }
    )
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
    _ covered: [Active], _ summary: String, _ caption: String, _ now: Timestamp, _ links: PageLinks
  ) -> Markup {
    guard !covered.isEmpty else { return .none }
    return """
      <details><summary>\(summary)</summary>
      \(actives(covered, caption, now, links))
      </details>
      """
  }

  private static func actives(_ active: [Active], _ caption: String, _ now: Timestamp, _ links: PageLinks) -> Markup {
    CardTable(
      caption: caption,
      columns: [
        .init(name: "Alert", isWide: true), .init(name: "State", isWide: true), .init(name: "Runs of", isWide: true),
        .init(name: "Severity", isShort: true), .init(name: "Value now", isWide: true), .init(name: "Since", isWide: true),
        .init(name: "How long", isNumber: true),
      ],
      rows: active.map { row($0, now, links) }
    ).markup
  }

  private static func row(_ active: Active, _ now: Timestamp, _ links: PageLinks) -> [Markup] {
    let alert = active.item.alert
    let since = alert.resolvedAt ?? alert.firedAt ?? alert.activeAt
    let standing = AlertStanding(state: alert.state, hasFired: alert.firedAt != nil, isMuted: active.item.isMuted)
    return [
      link(alert.id, alert.annotations["summary"], alert.labels, links), "\(standing.markup)\(kept(active))",
      subject(alert.labels), "\(alert.labels["severity"] ?? "–")", value(active.now), since.rowMarkup,
      "\(PageWords.span(since.seconds(until: now)))",
    ]
  }

  private static func kept(_ active: Active) -> Markup {
    guard active.item.alert.state == .firing, active.item.alert.keepSince != nil else { return .none }
    let until = active.now.keptUntil.map { ", kept firing until \(String($0.iso8601.dropFirst(11).prefix(8)))" } ?? ""
    return "<small>the breach is over\(until)</small>"
  }

  private static func value(_ now: AlertNow) -> Markup {
    guard let judgement = now.judgement else { return "–" }
    let runs = judgement.verdict == .breached ? now.badRuns : nil
    return "\(judgement.valueText) \(judgement.verdict.markup)\(runs.map { "<small>by \($0.text)</small>" } ?? .none)"
  }

  private static func episodes(_ episodes: [AlertTimeline.Episode], _ links: PageLinks) -> Markup {
    guard !episodes.isEmpty else { return "<p class=\"none\">No other alert ended in the last 7 days.</p>" }
    return CardTable(
      caption: "Of the last 7 days, the last one first; times are UTC",
      columns: [
        .init(name: "Alert", isWide: true), .init(name: "Runs of", isWide: true), .init(name: "Severity", isShort: true),
        .init(name: "Breached since", isWide: true), .init(name: "Fired at", isWide: true), .init(name: "Over at", isWide: true),
        .init(name: "Fired for", isNumber: true), .init(name: "Why it ended", isWide: true),
      ], rows: episodes.sorted(by: newestFirst).map { row($0, links) }
    ).markup
  }

  private static func row(_ episode: AlertTimeline.Episode, _ links: PageLinks) -> [Markup] {
    let fired = episode.endedAt.flatMap { episode.firingSeconds(until: $0) }
    return [
      link(episode.id, episode.annotations["summary"], episode.labels, links), subject(episode.labels),
      "\(episode.labels["severity"] ?? "–")", episode.pendingAt?.rowMarkup ?? "before", episode.firedAt?.rowMarkup ?? "never",
      episode.endedAt?.rowMarkup ?? "–", "\(fired.map(PageWords.span) ?? "–")", "\(episode.endReason?.sentence ?? "–")",
    ]
  }

  private static func newestFirst(_ a: AlertTimeline.Episode, _ b: AlertTimeline.Episode) -> Bool {
    a.endedAt == b.endedAt ? a.id < b.id : (a.endedAt?.milliseconds ?? 0) > (b.endedAt?.milliseconds ?? 0)
  }

  private static func link(_ id: String, _ summary: String?, _ labels: Labels, _ links: PageLinks) -> Markup {
    "<a href=\"\(links.alert(id))\"><bdi>\(summary ?? labels["alertname"] ?? id)</bdi></a>"
  }

  private static func subject(_ labels: Labels) -> Markup {
    let others = ["strategy", "runtime", "cause"].compactMap { labels[$0] }
    if let app = labels["app"] {
      return "<b><bdi>\(app)</bdi></b> <span class=\"how\">\((["application"] + others).joined(separator: ", "))</span>"
    }
    let isOfHost = labels["alertname"] == AlertName.hostContended.rawValue
    return
      "<b><bdi>\(labels["mix"] ?? (isOfHost ? "the host" : "–"))</bdi></b> <span class=\"how\">\(others.joined(separator: ", "))</span>"
  }
}
