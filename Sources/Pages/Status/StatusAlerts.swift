import Alerting
import Rendering
import Samples
import Snapshots

/// What fires, what may fire soon, and what lately did.
struct StatusAlerts {
  let snapshot: AgentSnapshot
  let root: String

  var markup: Markup {
    let (firing, pending, resolved) = (alerts(.firing), alerts(.pending), alerts(.inactive))
    let active = (firing + pending).filter { !$0.isCovered }.sorted { $0.isOfHost && !$1.isOfHost }
      .map { .lines([article($0), covered(by: $0)]) as Markup }
    let quiet: Markup = "<p><span class=\"met\" aria-hidden=\"true\">✓</span> None is firing or pending.</p>"
    return .lines([active.isEmpty ? quiet : .lines(active), old(resolved)])
  }

  private func alerts(_ state: AlertState) -> [AgentSnapshot.ActiveAlert] { snapshot.alerts.filter { $0.alert.state == state } }

  /// What an alert says for others, folded below it: a critical one for the less severe ones of the same, the host's for those that it explains.
  private func covered(by told: AgentSnapshot.ActiveAlert) -> Markup {
    guard told.alert.state == .firing else { return .none }
    let covered = snapshot.alerts.filter(\.isCovered)
    if told.isOfHost {
      let explained = covered.filter(\.alert.isExplainedByHost)
      return folded(explained, "\(PageWords.count(explained.count, "alert")) that it explains, not sent")
    }
    guard told.alert.isCritical else { return .none }
    let lesser = covered.filter { !$0.alert.isExplainedByHost && $0.alert.subject == told.alert.subject }
    return folded(lesser, "\(PageWords.count(lesser.count, "less severe alert")) of the same, not sent")
  }

  private func folded(_ covered: [AgentSnapshot.ActiveAlert], _ summary: String) -> Markup {
    guard !covered.isEmpty else { return .none }
    return """
      <details><summary>\(summary)</summary>
      \(lines: covered.map(article))
      </details>
      """
  }

  private func old(_ resolved: [AgentSnapshot.ActiveAlert]) -> Markup {
    guard !resolved.isEmpty else { return .none }
    return """
      <details id="resolved"><summary>\(PageWords.count(resolved.count)) resolved lately</summary>
      \(lines: resolved.map(article))
      </details>
      """
  }

  private func article(_ active: AgentSnapshot.ActiveAlert) -> Markup {
    let alert = active.alert
    let summary = alert.annotations["summary"] ?? alert.subject.name.rawValue
    let muted: Markup = active.isMuted ? " <span class=\"tag\">silenced</span>" : .none
    return """
      <article class="alert \(alert.state.style)" aria-labelledby="alert-\(alert.id)">
      <h3 id="alert-\(alert.id)"><a href="\(root)/alerts/\(alert.id)"><bdi>\(summary)</bdi></a></h3>
      <p class="state">\(alert.state.markup)\(severity(alert))\(cause(alert))\(kept(alert))\(muted) <span class="sum">\(since(alert))</span></p>
      \(text(alert))
      <p class="note">\(Markup.joined(foot(alert)))</p>
      </article>
      """
  }

  private func text(_ alert: Alert) -> Markup {
    alert.currentAnnotations["description"].map { "<p class=\"text\"><bdi>\($0)</bdi></p>" } ?? .none
  }

  private func kept(_ alert: Alert) -> Markup {
    alert.keepSince == nil ? .none : " <span class=\"tag\">the breach is over</span>"
  }

  private func severity(_ alert: Alert) -> Markup {
    alert.labels["severity"].map { " <span class=\"tag\">\($0)</span>" } ?? .none
  }

  private func cause(_ alert: Alert) -> Markup {
    alert.labels["cause"].map { " <span class=\"tag\">cause: \($0)</span>" } ?? .none
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

  private func foot(_ alert: Alert) -> [Markup] {
    let evidence = alert.annotations["evidence"].map {
      " <span class=\"dot\" aria-hidden=\"true\">·</span> <code>\($0)</code>" as Markup
    }
    return ["<span>\(alert.subject.name.rawValue)</span>", runbook(alert), evidence ?? .none]
  }

  /// One of this agent is linked to below its root; one elsewhere as it is. What is no address of the web is text.
  private func runbook(_ alert: Alert) -> Markup {
    guard let url = alert.annotations["runbook_url"], !url.isEmpty else { return .none }
    let dot: Markup = " <span class=\"dot\" aria-hidden=\"true\">·</span> "
    let own = snapshot.externalURL + "/runbooks/"
    if url.hasPrefix(own) { return "\(dot)<a href=\"\(root)/runbooks/\(String(url.dropFirst(own.count)))\">Runbook</a>" }
    let isOfWeb = ["http://", "https://"].contains { url.lowercased().hasPrefix($0) }
    return isOfWeb ? "\(dot)<a href=\"\(url)\" rel=\"noreferrer\">Runbook</a>" : "\(dot)Runbook: \(url)"
  }
}

extension AgentSnapshot.ActiveAlert {
  /// Whether it stands for all that the host is the cause of.
  fileprivate var isOfHost: Bool { alert.subject.name == .hostContended }
}

extension AlertState {
  /// The class of what is in it.
  fileprivate var style: String {
    switch self {
    case .firing: "is-breached"
    case .pending: "is-unknown"
    case .inactive: "is-met"
    }
  }

  /// Mark and word.
  fileprivate var markup: Markup {
    switch self {
    case .firing: "<b class=\"breached\"><span aria-hidden=\"true\">▲</span> firing</b>"
    case .pending: "<b class=\"unknown\"><span aria-hidden=\"true\">△</span> pending</b>"
    case .inactive: "<b class=\"met\"><span aria-hidden=\"true\">✓</span> resolved</b>"
    }
  }
}
