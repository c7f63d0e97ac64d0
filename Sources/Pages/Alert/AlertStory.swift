import Alerting
import Rendering
import Samples
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
  /// How a command names the history.
  let storageWords: [String]
  private let annotations: [String: String]

  init(_ episode: AlertEpisode, isMuted: Bool, now: Timestamp, storagePath: String = "") {
    storageWords = storagePath.isEmpty ? [] : ["--storage.path", storagePath]
    let past = AlertTimeline(episode.transitions).episodes.first
    id = episode.id
    labels = episode.labels
    transitions = episode.transitions
    self.now = now
    pendingAt = episode.alert?.activeAt ?? past?.pendingAt
    firedAt = episode.alert?.firedAt ?? past?.firedAt
    annotations = episode.alert?.currentAnnotations ?? past?.annotations ?? [:]
    let state = episode.alert?.state ?? .inactive
    endedAt = state == .inactive ? episode.alert?.resolvedAt ?? past?.endedAt : nil
    standing = AlertStanding(state: state, hasFired: firedAt != nil, isMuted: isMuted && state != .inactive)
  }

  var isOver: Bool { standing.state == .inactive }
  /// Which rule; `nil` where this version does not know the name.
  var name: AlertName? { labels["alertname"].flatMap(AlertName.init) }
  var summary: String { annotations["summary"] ?? labels["alertname"] ?? "Alert \(id)" }
  var description: String? { annotations["description"] }

  /// The target that it is a breach of; `nil` for those without one.
  var target: TargetName? { TargetName.allCases.first { AlertName($0) == name } }

  /// A value that was judged.
  func text(_ value: Double) -> String { target?.text(value) ?? Digits.text(value) }

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

  /// A line each, of the same rule and the same runs, whatever the severity and the cause.
  var silenceCommand: [String] {
    let alert = name.map { [["--alert", $0.rawValue]] } ?? []
    let subject = labels.pairs.filter { ["mix", "strategy", "runtime"].contains($0.name) || name == nil }
    let matchers = subject.map { ["--label", "\($0.name)=\($0.value)"] }
    return ShellText.lines(
      [["calcmon", "alerts", "silence"]] + alert + matchers + [["--for", "2h"], ["--comment", "looking into it"]]
        + (storageWords.isEmpty ? [] : [storageWords]))
  }
}
