import Alerting
import Rendering
package import Samples
package import Snapshots
package import Storage
package import Thresholds

/// The page of one episode of an alert: what it says, what became of it, the runs that explain it, and what to do.
package enum AlertPage {
  /// A whole document; ends with a line feed.
  ///
  /// - Parameters:
  ///   - runs: those of the episode, with what is kept of them.
  ///   - isMuted: whether nobody is told of it now.
  ///   - now: up to when durations count that are not over.
  ///   - current: how things stand by now with what it is about.
  ///   - app: what the application that it is about did around it; `nil`: it is about none, or nothing is kept.
  ///   - target: by which it was judged when it fired; `nil`: that is not known.
  ///   - queue: of an application's queues the one that it was about when it fired; `nil`: that is not known.
  ///   - storagePath: what commands name the history by; empty: they need not.
  ///   - root: the route prefix, such as `""` or `/calcmon`; all links begin with it.
  ///   - version: of the agent.
  package static func html(
    _ episode: AlertEpisode, runs: [JudgedRun], isMuted: Bool, now: Timestamp, current: AlertNow = AlertNow(),
    app: AppExcerpt? = nil, target: Target? = nil, queue: String? = nil, storagePath: String = "", root: String, version: String
  ) -> String {
    let story = AlertStory(episode, isMuted: isMuted, now: now, current: current, storagePath: storagePath)
    let links = PageLinks(root: root)
    let runs = runs.sorted { $0.detail.run.endedAt < $1.detail.run.endedAt }
    let evidence = evidence(story, app, (target, queue), runs, links)
    return PageFrame(title: "\(story.summary): \(story.standing.word) - calcmon", root: root, version: version).html(
      .lines([
        header(story, links), Hatching.definition,
        AlertThenNow(story: story, target: target, runs: runs, app: app, links: links).section,
        "<div class=\"pair is-even\">",
        PageSection.markup("story", "What became of it", transitions(story)),
        PageSection.markup("advice", "What to do", advice(story, links), style: " advice"), "</div>",
        evidence,
      ]))
  }

  private static func evidence(
    _ story: AlertStory, _ excerpt: AppExcerpt?, _ judged: (target: Target?, queue: String?), _ runs: [JudgedRun],
    _ links: PageLinks
  ) -> Markup {
    if let app = story.app {
      return AlertAppEvidence(
        story: story, app: app, excerpt: excerpt, target: judged.target, queue: judged.queue, links: links
      ).sections
    }
    let list = AlertEvidenceList(story: story, target: judged.target, runs: runs, links: links)
    return PageSection.markup("evidence", "The runs that explain it", list.markup)
  }

  private static func header(_ story: AlertStory, _ links: PageLinks) -> Markup {
    let labels = story.labels.pairs.map { pair -> Markup in
      "<li><span class=\"how\">\(pair.name)</span> \(pair.value)</li>"
    }
    let when: Markup = story.saidWhen.map { "<span class=\"how\">\($0)</span> " } ?? .none
    return """
      <header class="detail-head is-\(story.standing.style)">
      <p class="path"><a href="\(links.alerts)">Alerts</a> <span aria-hidden="true">/</span> <span>\(story.id)</span></p>
      <h1><bdi>\(story.summary)</bdi></h1>
      <p class="detail-state">\(story.standing.markup) \(story.since)</p>
      <p class="news">\(story.news)</p>
      \(story.description.map { "<p class=\"lead\">\(when)\($0)</p>" } ?? .none)
      <ul class="labels" aria-label="Labels">\(Markup.joined(labels))</ul>
      </header>
      """
  }

  private static func transitions(_ story: AlertStory) -> Markup {
    guard !story.transitions.isEmpty else { return "<p class=\"none\">No change of its state is kept.</p>" }
    let items = story.transitions.map { transition -> Markup in
      let to = AlertStanding(state: transition.to, hasFired: transition.from == .firing, isMuted: false)
      let value = transition.value.map { " <span class=\"figure\">\(story.text($0))</span>" as Markup } ?? .none
      return """
        <li>\(transition.at.markup) <p>\(to.markup)\(value)<br>\(transition.reason.sentence)</p></li>
        """
    }
    return "<ol class=\"transitions\">\n\(lines: items)\n</ol>"
  }

  private static func advice(_ story: AlertStory, _ links: PageLinks) -> Markup {
    let show = ShellText.lines(
      [["calcmon", "alerts", "show", story.id]] + (story.storageWords.isEmpty ? [] : [story.storageWords]))
    let runbook: Markup =
      story.name.map { name in
        """
        <p>The runbook says how to confirm it, and what it usually is: \
        <a href="\(links.runbook(name.rawValue))">\(name.rawValue)</a></p>
        """
      } ?? .none
    let silence: Markup =
      story.isOver
      ? .none
      : """
      <p>Tell nobody of it for two hours:</p>
      \(Markup.code(story.silenceCommand))
      """
    return """
      \(runbook)
      <p>The same evidence, with all samples, on the command line:</p>
      \(Markup.code(show))
      \(silence)
      """
  }
}
