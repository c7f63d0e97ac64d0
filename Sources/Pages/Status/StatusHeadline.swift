import Alerting
import Rendering
import Samples
import Snapshots
import Thresholds

/// What comes first: the verdict of the host, what is not well, and what it is doing.
struct StatusHeadline {
  let snapshot: AgentSnapshot

  /// So many breaches are named; the rest is counted.
  private static let namedBreaches = 5

  /// Where the agent is found, without the scheme: `127.0.0.1:9873`.
  var host: String {
    let url = snapshot.externalURL[...]
    return String(url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url)
  }

  var markup: Markup {
    let verdict = snapshot.verdict
    return """
      <header class="is-\(verdict.rawValue)">
      <p class="sum"><bdi>\(host)</bdi> at \(snapshot.at.markup)</p>
      <h1 class="\(verdict.rawValue)"><span aria-hidden="true">\(verdict.mark)</span> \(sentence)</h1>
      \(lines: [breaches, alerts, notes])
      <p class="note">The agent has run since \(snapshot.startedAt.markup), \
      for \(PageWords.span(snapshot.startedAt.seconds(until: snapshot.at))).</p>
      \(StatusRunning(snapshot: snapshot).markup)
      </header>
      """
  }

  private var judgements: [Judgement] { snapshot.canaries.flatMap(\.judgements) }

  private func count(_ verdict: Verdict) -> Int { judgements.count { $0.verdict == verdict } }

  /// Canaries of which more fails than `Failures` lets pass.
  private var failing: Int { snapshot.canaries.count { $0.failures.verdict == .breached } }

  private var sentence: String {
    let canaries = PageWords.count(snapshot.canaries.count, "canary", "canaries")
    let failure = failing > 0 ? "too much fails in \(PageWords.count(failing)) of \(canaries)" : nil
    if let failure, count(.breached) == 0 { return failure.prefix(1).uppercased() + failure.dropFirst() }
    return [targetSentence, failure.map { "and \($0)" }, missingSentence].compactMap(\.self).joined(separator: ", ")
  }

  private var missingSentence: String? {
    let missing = snapshot.missing.count
    guard missing > 0, failing + count(.breached) == 0 else { return nil }
    return "\(PageWords.count(missing, "canary", "canaries")) cannot run"
  }

  private var targetSentence: String {
    let (all, breached, unknown) = (PageWords.count(judgements.count, "target"), count(.breached), count(.unknown))
    if snapshot.canaries.isEmpty { return "Nothing is judged: no mix is run" }
    if breached > 0 { return "\(breached) of \(all) \(Plural.word(breached, "is", "are")) breached" }
    if unknown == judgements.count { return "No verdict yet" }
    if unknown > 0 { return "\(unknown) of \(all) \(Plural.word(unknown, "is", "are")) unknown, none is breached" }
    return judgements.count == 1 ? "The target is met" : "All \(all) are met"
  }

  private var breaches: Markup {
    let canaries = snapshot.canaries.enumerated()
    // Baselines are expected to be bad: they come last.
    let all = (canaries.filter(\.element.alerts) + canaries.filter { !$0.element.alerts }).flatMap { place, canary in
      (canary.failures.verdict == .breached ? [failure(canary, place)] : [])
        + canary.judgements.filter { $0.verdict == .breached }.map { breach($0, canary, place) }
    }
    guard !all.isEmpty else { return waiting }
    let rest = all.count - Self.namedBreaches
    let more: Markup = rest > 0 ? "<li><a href=\"#targets\">and \(PageWords.count(rest)) more</a></li>" : .none
    let unknown = count(.unknown)
    let last: Markup =
      unknown > 0
      ? "<li class=\"note\">\(PageWords.count(unknown)) more \(Plural.word(unknown, "is", "are")) unknown.</li>" : .none
    return "<ul class=\"breaches\">\n\(lines: Array(all.prefix(Self.namedBreaches)) + [more, last])\n</ul>"
  }

  private func failure(_ canary: AgentSnapshot.Canary, _ place: Int) -> Markup {
    """
    <li><a href="#canary-\(place)">\(canary.identity.whole)</a>: <b>\(canary.failures.account)</b>, \
    limit \(Failures.limitText)\(canary.alerts ? "" : ", a baseline")</li>
    """
  }

  private func breach(_ judgement: Judgement, _ canary: AgentSnapshot.Canary, _ place: Int) -> Markup {
    """
    <li><a href="#canary-\(place)">\(canary.identity.whole)</a>: \(judgement.target.name.title) <b>\(judgement.valueText)</b>, \
    limit \(judgement.target.limitText)\(canary.alerts ? "" : ", a baseline")\
    \(judgement.cause.map { "; cause: \($0.kind.rawValue)" } ?? "")</li>
    """
  }

  private var waiting: Markup {
    guard !judgements.isEmpty, count(.unknown) == judgements.count else { return .none }
    return snapshot.newestRuns.isEmpty
      ? "<p class=\"lead\">No run has ended since the agent started.</p>"
      : "<p class=\"lead\">The runs so far are too few to judge by.</p>"
  }

  private var alerts: Markup {
    let told = snapshot.alerts.filter { !$0.isCovered }
    let firing = told.filter { $0.alert.state == .firing }
    let pending = told.count { $0.alert.state == .pending }
    guard !firing.isEmpty || pending > 0 else { return .none }
    let silenced = firing.count(where: \.isMuted)
    let words = [
      firing.isEmpty ? nil : "\(PageWords.count(firing.count, "alert")) \(Plural.word(firing.count, "is", "are")) firing",
      silenced == 0 ? nil : "\(silenced) of them silenced",
      pending == 0 ? nil : "\(firing.isEmpty ? PageWords.count(pending, "alert") : "\(pending)") pending",
    ].compactMap(\.self)
    return "<p class=\"lead\"><a href=\"#alerts\">\(words.joined(separator: ", "))</a></p>"
  }

  private var notes: Markup {
    guard !snapshot.notes.isEmpty else { return .none }
    return "<ul class=\"notes\">\(Markup.joined(snapshot.notes.map { "<li>\($0)</li>" }))</ul>"
  }
}
