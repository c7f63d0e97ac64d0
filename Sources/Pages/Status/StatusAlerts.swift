import Alerting
import Rendering
import Samples
import Snapshots
import Thresholds

/// What fires and what may fire soon, a card for each cause; what lately did, folded away.
struct StatusAlerts {
  let snapshot: AgentSnapshot
  let root: String

  /// Alerts with one cause.
  private struct Group {
    let cause: TargetCause.Kind?
    let alerts: [AgentSnapshot.ActiveAlert]
  }

  var markup: Markup {
    let quiet: Markup = "<p><span class=\"met\" aria-hidden=\"true\">✓</span> None is firing or pending.</p>"
    return .lines([groups.isEmpty ? quiet : "<div class=\"by-cause\">\n\(lines: groups.map(card))\n</div>", old])
  }

  private var groups: [Group] {
    let active = snapshot.alerts.filter { $0.alert.state != .inactive }
    let causes: [TargetCause.Kind?] = [.program, .host, .unexplained, nil]
    return causes.compactMap { cause in
      let alerts = active.filter { TargetCause.Kind(rawValue: $0.alert.labels["cause"] ?? "") == cause }
      return alerts.isEmpty ? nil : Group(cause: cause, alerts: alerts)
    }
  }

  private func card(_ group: Group) -> Markup {
    let isFiring = group.alerts.contains { $0.alert.state == .firing }
    return """
      <article class="cause is-\(isFiring ? "firing" : "pending")"><h3>\(group.cause.title) \
      <span class="how">\(counts(group.alerts))</span></h3>
      <div>\(group.cause == .host ? host(group.alerts) : list(group.alerts))</div>
      </article>
      """
  }

  /// `2 firing, 1 of them silenced, 1 pending`
  private func counts(_ alerts: [AgentSnapshot.ActiveAlert]) -> String {
    let firing = alerts.filter { $0.alert.state == .firing }
    let (pending, muted) = (alerts.count - firing.count, firing.count(where: \.isMuted))
    return [
      firing.isEmpty ? nil : "\(firing.count) firing", muted == 0 ? nil : "\(muted) of them silenced",
      pending == 0 ? nil : "\(pending) pending",
    ].compactMap(\.self).joined(separator: ", ")
  }

  // MARK: The host

  /// Who has the cores is said once; what comes of it is folded below, if one alert stands for it, or there are many.
  private func host(_ alerts: [AgentSnapshot.ActiveAlert]) -> Markup {
    let heads = alerts.filter(\.isOfHost)
    let others = alerts.filter { !$0.isOfHost }
    let known = HostSurroundings(snapshot).host.map { "<p class=\"text\"><bdi>\($0.othersText)</bdi></p>" as Markup }
    let shown = heads.isEmpty ? Array(others.filter { !$0.isCovered }.prefix(Self.shown)) : heads
    let rest = others.filter { other in !shown.contains { $0.alert.id == other.alert.id } }
    let count = PageWords.count(rest.count, "alert")
    let summary = rest.allSatisfy(\.isCovered) ? "\(count) that it explains, not sent" : "\(count) more of it"
    return .lines([items(shown, hasText: known == nil && shown.count == 1), known ?? .none, folded("of-host", rest, summary)])
  }

  /// Of alerts that no other one stands for.
  private static let shown = 2

  // MARK: Alerts

  private func items(_ alerts: [AgentSnapshot.ActiveAlert], hasText: Bool) -> Markup {
    alerts.isEmpty ? .none : "<ul class=\"alert-list\">\n\(lines: alerts.map { item($0, hasText: hasText) })\n</ul>"
  }

  private func list(_ alerts: [AgentSnapshot.ActiveAlert]) -> Markup {
    let told = alerts.filter { !$0.isCovered }.sorted { $0.alert.state == .firing && $1.alert.state != .firing }
    let covered = alerts.filter(\.isCovered)
    let summary = "\(PageWords.count(covered.count, "less severe alert")) of the same, not sent"
    let cause = alerts.first?.alert.labels["cause"] ?? "other"
    return .lines([items(told, hasText: told.count == 1), folded("of-\(Self.name(cause))", covered, summary)])
  }

  private static func name(_ cause: String) -> String { TargetCause.Kind(rawValue: cause)?.rawValue ?? "other" }

  private func folded(_ id: String, _ alerts: [AgentSnapshot.ActiveAlert], _ summary: String) -> Markup {
    guard !alerts.isEmpty else { return .none }
    return """
      <details id="alerts-\(id)"><summary>\(summary)</summary>
      \(items(alerts, hasText: false))
      </details>
      """
  }

  private var old: Markup {
    let resolved = snapshot.alerts.filter { $0.alert.state == .inactive }
    return folded("resolved", resolved, "\(PageWords.count(resolved.count)) resolved lately")
  }

  private func item(_ active: AgentSnapshot.ActiveAlert, hasText: Bool) -> Markup {
    let alert = active.alert
    let summary = alert.annotations["summary"] ?? alert.subject.name.rawValue
    let text: Markup =
      hasText ? alert.currentAnnotations["description"].map { "<p class=\"text\"><bdi>\($0)</bdi></p>" } ?? .none : .none
    return """
      <li id="alert-\(alert.id)">\(alert.state.markup) <a href="\(root)/alerts/\(alert.id)"><bdi>\(summary)</bdi></a> \
      <span class="note">\(Markup.joined(tags(active)))\(since(alert)), \(alert.subject.name.rawValue)\(runbook(alert))</span>\
      \(text)</li>
      """
  }

  private func tags(_ active: AgentSnapshot.ActiveAlert) -> [Markup] {
    let alert = active.alert
    return [
      alert.isCritical ? "<b class=\"breached\">critical</b>, " : .none, active.isMuted ? "silenced, " : .none,
      alert.keepSince == nil ? .none : "the breach is over, ",
    ]
  }

  private func since(_ alert: Alert) -> Markup {
    let instant =
      switch alert.state {
      case .pending: alert.activeAt
      case .firing: alert.firedAt ?? alert.activeAt
      case .inactive: alert.resolvedAt ?? alert.activeAt
      }
    let span = PageWords.span(instant.seconds(until: snapshot.at))
    return "since \(instant.shortMarkup(on: snapshot.at)), \(span)\(alert.state == .inactive ? " ago" : "")"
  }

  /// One of this agent is linked to below its root; one elsewhere as it is. What is no address of the web is text.
  private func runbook(_ alert: Alert) -> Markup {
    guard let url = alert.annotations["runbook_url"], !url.isEmpty else { return .none }
    let own = snapshot.externalURL + "/runbooks/"
    if url.hasPrefix(own) { return ", <a href=\"\(root)/runbooks/\(String(url.dropFirst(own.count)))\">Runbook</a>" }
    let isOfWeb = ["http://", "https://"].contains { url.lowercased().hasPrefix($0) }
    return isOfWeb ? ", <a href=\"\(url)\" rel=\"noreferrer\">Runbook</a>" : ", Runbook: \(url)"
  }
}

extension AgentSnapshot.ActiveAlert {
  /// Whether it stands for all that the host is the cause of.
  fileprivate var isOfHost: Bool { alert.subject.name == .hostContended }
}

extension TargetCause.Kind? {
  /// Who is to blame.
  fileprivate var title: String {
    switch self {
    case .program: "The program"
    case .host: "The host"
    case .unexplained: "Unexplained"
    case nil: "Runs and slots"
    }
  }
}

extension AlertState {
  /// Mark and word.
  fileprivate var markup: Markup {
    switch self {
    case .firing: "<b class=\"breached\"><span aria-hidden=\"true\">▲</span> firing</b>"
    case .pending: "<b class=\"unknown\"><span aria-hidden=\"true\">△</span> pending</b>"
    case .inactive: "<b class=\"met\"><span aria-hidden=\"true\">✓</span> resolved</b>"
    }
  }
}
