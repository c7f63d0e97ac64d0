import Alerting
import Rendering
import Samples
import Snapshots
import Storage
import Thresholds

/// An episode of an alert in the words of its page.
struct AlertStory {
  let id: String
  let labels: Labels
  let transitions: [StoredTransition]
  let standing: AlertStanding
  let now: Timestamp
  let pendingAt: Timestamp?
  let firedAt: Timestamp?
  /// `nil`: it is not over.
  let endedAt: Timestamp?
  /// How things stand by now.
  let current: AlertNow
  /// How a command names the history.
  let storageWords: [String]
  private let alert: Alert?
  private let annotations: [String: String]
  private let endReason: AlertTransition.Reason?

  init(
    _ episode: AlertEpisode, isMuted: Bool, now: Timestamp, current: AlertNow = AlertNow(), storagePath: String = ""
  ) {
    storageWords = storagePath.isEmpty ? [] : ["--storage.path", storagePath]
    let past = AlertTimeline(episode.transitions).episodes.first
    id = episode.id
    labels = episode.labels
    transitions = episode.transitions
    alert = episode.alert
    self.now = now
    self.current = current
    pendingAt = episode.alert?.activeAt ?? past?.pendingAt
    firedAt = episode.alert?.firedAt ?? past?.firedAt
    annotations = episode.alert?.annotations ?? past?.annotations ?? [:]
    let state = episode.alert?.state ?? .inactive
    endedAt = state == .inactive ? episode.alert?.resolvedAt ?? past?.endedAt : nil
    endReason = past?.endReason
    standing = AlertStanding(state: state, hasFired: firedAt != nil, isMuted: isMuted && state != .inactive)
  }

  var isOver: Bool { standing.state == .inactive }
  /// Which rule; `nil` where this version does not know the name.
  var name: AlertName? { labels["alertname"].flatMap(AlertName.init) }
  var summary: String { annotations["summary"] ?? labels["alertname"] ?? "Alert \(id)" }
  /// What it said when it was last breached.
  var description: String? { annotations["description"] }

  /// The application that it is about; `nil`: it is about none.
  var app: String? { labels["mix"] == nil ? labels["app"] : nil }

  /// The target that it is a breach of; `nil` for those without one.
  var target: TargetName? { TargetName.allCases.first { AlertName($0) == name } }

  /// A value that was judged.
  func text(_ value: Double) -> String { target?.text(value) ?? Digits.text(value) }

  /// The transition by which it fired; of one that never did, that by which it became pending.
  var beginning: StoredTransition? { transitions.first { $0.to == .firing } ?? transitions.first { $0.to == .pending } }

  /// Since when, and how long.
  var since: Markup {
    switch standing.state {
    case .pending: pendingAt.map { "since \($0.markup), for \(PageWords.span($0.seconds(until: now)))" } ?? .none
    case .firing: firedAt.map { "since \($0.markup), for \(PageWords.span($0.seconds(until: now)))" } ?? .none
    case .inactive: endedAt.map { "\(firedAt == nil ? "until" : "at") \($0.markup)\(lasted($0))" } ?? .none
    }
  }

  private func lasted(_ end: Timestamp) -> String {
    if let firedAt { return ", after \(PageWords.span(firedAt.seconds(until: end))) of firing" }
    return pendingAt.map { ", for \(PageWords.span($0.seconds(until: end)))" } ?? ""
  }

  /// How it stands at this moment, as a sentence; what it says of itself is of its last breach.
  var news: Markup {
    if isOver { return endReason.map { "It is over. \($0.sentence)" } ?? "It is over." }
    if let since = alert?.keepSince {
      let until = current.keptUntil.map { "it is kept firing until \($0.markup)" as Markup } ?? "it is kept firing for a while"
      return "The breach is over since \(since.markup); \(until)\(fewRuns)."
    }
    if let since = alert?.unknownSince {
      return "Since \(since.markup) there \(app == nil ? "are too few runs" : "is too little") to judge by."
    }
    if standing.state == .firing, current.judgement?.verdict == .met {
      return "The target is met again (\(value(now: "–"))), but not yet the narrower limit at which the alert ends."
    }
    let still: Markup = current.judgement?.value.map { _ in "Still breached: \(value(now: "–"))." } ?? "Still breached."
    guard standing.state == .pending, let hold = current.hold else { return still }
    return "\(still) It fires if that lasts for \(PageWords.span(hold)) in all."
  }

  /// Why the breach counts as over while the figure over the window is beyond the limit.
  private var fewRuns: Markup {
    guard let runs = current.badRuns, current.judgement?.verdict == .breached else { return .none }
    return ", since only \(text(runs)) broke the target, and it takes \(runs.rule.text)"
  }

  /// `2 of the last 3 runs`; of an application they are intervals.
  func text(_ runs: BadRuns) -> String {
    app == nil ? runs.text : "\(runs.bad) of the last \(PageWords.count(runs.known, "interval"))"
  }

  /// The value of its target by now.
  func value(now missing: String) -> String { current.judgement?.valueText ?? missing }

  /// Above what it says of itself, if that was before now.
  var saidWhen: String? {
    if isOver { return firedAt == nil ? "When it was pending it said:" : "When it fired last it said:" }
    return alert?.keepSince == nil && alert?.unknownSince == nil ? nil : "When it was last breached it said:"
  }

  /// A line each, of the same rule and the same runs, whatever the severity and the cause.
  var silenceCommand: [String] {
    let alert = name.map { [["--alert", $0.rawValue]] } ?? []
    let subject = labels.pairs.filter { ["mix", "strategy", "runtime", "app"].contains($0.name) || name == nil }
    let matchers = subject.map { ["--label", "\($0.name)=\($0.value)"] }
    return ShellText.lines(
      [["calcmon", "alerts", "silence"]] + alert + matchers + [["--for", "2h"], ["--comment", "looking into it"]]
        + (storageWords.isEmpty ? [] : [storageWords]))
  }
}
