package import Samples

/// Where the time of a run's threads went, and who had the host's cores meanwhile: two bars, and those who had most by name.
package struct SurroundingsBars {
  private let account: RunAccount?
  private let host: HostUse?

  /// Of one run, or of several together. What is not known has no bar.
  package init(account: RunAccount?, host: HostUse?) {
    self.account = account
    self.host = host
  }

  /// Both bars with what they tell; nothing if neither is known.
  package var markup: Markup {
    guard account != nil || host != nil else { return .none }
    return "<div class=\"shares\">\n\(lines: [threads, cores].compactMap { $0 })\n</div>"
  }

  // MARK: The threads

  private var threads: Markup? {
    guard let account else { return nil }
    let parts = threadParts(account)
    let total = parts.reduce(0) { $0 + $1.amount }
    let bar = ShareBar(title: "Where the time of the threads went", parts: parts, whole: total)
    let missing = missing(account).map { "<p class=\"note\">\($0)</p>" as Markup } ?? .none
    return """
      <div><p class="share-title">Time of the run's threads <span>\(DurationText.text(total))</span></p>
      \(bar.markup)
      \(bar.legend)\(missing)</div>
      """
  }

  private func threadParts(_ account: RunAccount) -> [ShareBar.Part] {
    let waited = account.waitedSeconds ?? 0
    // No more of the waiting is the others' than they used meanwhile: threads of a run wait for each other as well.
    let forOthers = min(waited, host?.othersSeconds ?? waited)
    return [
      part("ran", account.ranSeconds, "share-run"), part("waited for a core", forOthers, "cause-runqueue", isHatched: true),
      part("waited for each other", waited - forOthers, "cause-unexplained"),
      part("throttled", account.throttledSeconds ?? 0, "cause-throttled", isHatched: true),
      part("stolen", account.stolenSeconds ?? 0, "cause-steal", isHatched: true),
      part("blocked", account.blockedSeconds ?? 0, "cause-blocked"),
    ]
  }

  private func part(_ name: String, _ seconds: Double, _ style: String, isHatched: Bool = false) -> ShareBar.Part {
    ShareBar.Part(
      name: name, amount: max(0, seconds), text: DurationText.text(max(0, seconds)), style: style, isHatched: isHatched)
  }

  /// What the kernel does not tell of the threads, as a sentence.
  private func missing(_ account: RunAccount) -> String? {
    let unknown = [
      (account.waitedSeconds, "waiting for cores"), (account.throttledSeconds, "quotas"), (account.stolenSeconds, "stolen time"),
      (account.blockedSeconds, "waiting for disks"),
    ].filter { $0.0 == nil }.map(\.1)
    return unknown.isEmpty ? nil : "Not told by the kernel: \(WordList.text(unknown))."
  }

  // MARK: The host

  private var cores: Markup? {
    guard let host, host.seconds > 0, let others = host.othersSeconds, let ran = account?.ranSeconds else {
      return host.map { "<div><p class=\"note\">\($0.othersText)</p></div>" }
    }
    let agent = host.agentSeconds ?? 0
    let parts = [
      corePart("this run", ran, "share-run"), corePart("calcmon", agent, "share-agent"),
      corePart("others", others, "share-others", isHatched: true),
      corePart("idle", max(0, host.capacitySeconds - ran - agent - others), "share-idle"),
    ]
    let bar = ShareBar(title: "Who had the cores of the host", parts: parts, whole: host.capacitySeconds)
    let count = host.processors.rounded()
    return """
      <div><p class="share-title">The host's cores <span>\(Digits.text(count)) \(Plural.word(count, "core"))</span></p>
      \(bar.markup)
      \(bar.legend)\(named(host))\(disk(host))</div>
      """
  }

  private func corePart(_ name: String, _ seconds: Double, _ style: String, isHatched: Bool = false) -> ShareBar.Part {
    ShareBar.Part(name: name, amount: max(0, seconds), text: cores(max(0, seconds)), style: style, isHatched: isHatched)
  }

  /// How many cores, on average.
  private func cores(_ seconds: Double) -> String {
    guard let host, host.seconds > 0 else { return "-" }
    let tenths = (seconds / host.seconds * 10).rounded() / 10
    return tenths == 0 ? "< 0.1" : Digits.text(tenths)
  }

  private func named(_ host: HostUse) -> Markup {
    let items = host.consumers.filter { $0.seconds >= 0.01 * host.seconds }.map { consumer -> Markup in
      "<li><bdi>\(consumer.name)</bdi> <b>\(cores(consumer.seconds))</b></li>"
    }
    let list: Markup =
      items.isEmpty ? .none : "<p class=\"note\">Of the others, in cores:</p><ul class=\"causes\">\(Markup.joined(items))</ul>"
    return "\(list)\(host.hiddenReason.map { "<p class=\"note\">\($0.text)</p>" as Markup } ?? .none)"
  }

  private func disk(_ host: HostUse) -> Markup {
    host.disk.map { "<p class=\"note\">\($0.text(of: host.seconds))</p>" } ?? .none
  }
}
