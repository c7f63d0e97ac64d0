import Samples
import Thresholds

/// The targets that the host broke, of all mixes together: `CalcmonHostContended` is judged by them.
struct HostContention {
  /// A target that the host broke, now or when it was last known.
  struct Explained {
    let identity: RunIdentity
    let judged: JudgedTarget

    var isBreached: Bool { judged.judgement.cause?.kind == .host }
  }

  /// From so many mixes on it is the host's alert and not theirs.
  private static let leastMixes = 2
  /// Mixes that are named.
  private static let named = 10

  private let targets: [Explained]
  /// The alerts that the host is the cause of.
  private let alerts: [Alert]
  private let now: Timestamp

  /// - Parameters:
  ///   - targets: of what breaches become alerts of, by identity.
  ///   - alerts: of all rules.
  init(_ targets: [Explained], alerts: some Sequence<Alert>, at now: Timestamp) {
    self.targets = targets
    self.alerts = alerts.filter(\.isExplainedByHost)
    self.now = now
  }

  /// The finding for the alert. It goes on as long as another alert fires that it explains: otherwise the last of these would be told as news,
  /// when everything is nearly over.
  var finding: AlertFinding {
    let breached = targets.filter(\.isBreached)
    if Self.suffice(breached) { return .breached([result(breached)]) }
    if alerts.contains(where: { $0.state == .firing }) { return .holding }
    guard Self.suffice(targets) else { return .met }
    return targets.contains { $0.judged.judgement.verdict == .met } ? .holding : .unknown
  }

  /// It takes two mixes, and enough bad runs of one target: the others may have only begun, so that the first alert of several is this one.
  private static func suffice(_ targets: [Explained]) -> Bool {
    targets.contains(where: \.judged.runs.suffice) && Set(targets.map(\.identity.mix)).count >= leastMixes
  }

  private func result(_ targets: [Explained]) -> AlertResult {
    let evidence = Evidence(surroundingsOf: Self.longest(targets))
    let used = evidence.host?.othersProcessors
    let mixes = Set(targets.map(\.identity.mix)).count
    let facts = [
      "value": used.map { "\(Digits.text(($0 * 10).rounded() / 10)) cores" } ?? "unknown",
      "measure": "What others used of the host",
      "limit": "the host as the cause in fewer than \(Self.leastMixes) mixes",
      "at": (targets.map(\.judged.at).max() ?? now).iso8601,
      "window": SpanText.text(targets.map(\.judged.seconds).max() ?? 0), "badRuns": Plural.text(mixes, "mix", "mixes"),
      "cause": evidence.hostText ?? targets.first?.judged.judgement.cause?.text ?? "", "reason": Self.list(targets),
    ]
    return AlertResult(
      labels: Labels([("cause", TargetCause.Kind.host.rawValue)]), value: used, facts: facts, since: pendingSince)
  }

  /// Since when the first alert waits to fire that it explains: with the same `for` it fires no later than that one, which would else be told as well.
  private var pendingSince: Timestamp? { alerts.filter { $0.state == .pending }.map(\.waitsSince).min() }

  /// Each identity once, by the longest of the windows that its targets were judged by.
  private static func longest(_ targets: [Explained]) -> [Evidence] {
    Dictionary(grouping: targets, by: \.identity).sorted { $0.key < $1.key }.compactMap { _, targets in
      targets.map(\.judged.evidence).max { $0.wallSeconds < $1.wallSeconds }
    }
  }

  /// `cpu-bound (cpu_utilization) and mixed (event_loop_latency, queue_depth)`
  private static func list(_ targets: [Explained]) -> String {
    let mixes = Dictionary(grouping: targets, by: \.identity.mix).sorted { $0.key < $1.key }
    let words = mixes.prefix(named).map { mix, targets in
      let names = Set(targets.map(\.judged.judgement.target.name))
      return "\(mix) (\(TargetName.allCases.filter(names.contains).map(\.rawValue).joined(separator: ", ")))"
    }
    return WordList.text(words + (mixes.count > named ? ["\(mixes.count - named) more"] : []))
  }
}
