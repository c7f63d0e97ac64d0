import Rendering
import Samples
import Snapshots
import Thresholds

/// What comes first: how the host is in a sentence, what host it is, and what it is doing.
struct StatusHeadline {
  let snapshot: AgentSnapshot
  let sentence: HostSentence

  init(snapshot: AgentSnapshot) {
    self.snapshot = snapshot
    sentence = HostSentence(snapshot)
  }

  /// As the host calls itself; else where the agent is found, without the scheme: `127.0.0.1:9873`.
  var host: String {
    if let name = snapshot.machine?.name, !name.isEmpty { return name }
    let url = snapshot.externalURL[...]
    return String(url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url)
  }

  /// Of the document: what differs comes first, as tabs are narrow.
  var title: String { "\(sentence.verdict?.rawValue ?? "starting") - \(host) - calcmon" }

  var markup: Markup {
    let verdict = sentence.verdict
    let style: Markup = verdict.map { " class=\"is-\($0.rawValue)\"" } ?? .none
    let mark: Markup = verdict.map { "<span class=\"\($0.rawValue)\" aria-hidden=\"true\">\($0.mark)</span> " } ?? .none
    return """
      <header\(style)>
      <h1>\(mark)<bdi>\(host)</bdi>: \(sentence.headline)</h1>
      \(lines: [standing, lead, notes])
      <p class="host-line">\(Markup.joined(facts.map { "<span>\($0)</span>" }))</p>
      \(StatusRunning(snapshot: snapshot).markup)
      </header>
      """
  }

  private var standing: Markup { snapshot.apps.isEmpty ? .none : AppsStanding.markup(snapshot) }

  private var lead: Markup { sentence.text.isEmpty ? .none : "<p class=\"lead\">\(sentence.text)</p>" }

  /// What host it is and what is run on it, each a piece.
  private var facts: [Markup] {
    let machine = snapshot.machine
    let cores = machine.map { "\(Digits.text($0.cores)) \(Plural.word($0.cores, "core"))" }
    return [
      machine.map { "\($0.kernel)" }, machine?.cpu.map { "\($0)" }, cores.map { "\($0)" },
    ].compactMap(\.self) + snapshot.runtimes.map(runtime) + [
      "calcmon \(snapshot.version)",
      "up \(PageWords.span(snapshot.startedAt.seconds(until: snapshot.at))), since \(snapshot.startedAt.shortMarkup(on: snapshot.at))",
      "at \(snapshot.at.shortMarkup(on: snapshot.at))",
    ]
  }

  private func runtime(_ state: AgentSnapshot.RuntimeState) -> Markup {
    let name = state.runtime.rawValue
    guard state.isAvailable else { return "<span class=\"unknown\">\(name): not there</span>" }
    guard let version = state.version else { return "\(name)" }
    return version.lowercased().hasPrefix(name) ? "\(version)" : "\(name): \(version)"
  }

  private var notes: Markup {
    guard !snapshot.notes.isEmpty else { return .none }
    return "<ul class=\"notes\">\(Markup.joined(snapshot.notes.map { "<li>\($0)</li>" }))</ul>"
  }
}
