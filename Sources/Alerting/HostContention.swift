import Samples
import Thresholds

/// The targets that the host broke, of all mixes together: `CalcmonHostContended` is judged by them.
struct HostContention {
  /// A target that the host broke, now or when it was last known.
  struct Explained {
    let thing: AlertSubject.Thing
    let judged: JudgedTarget

    /// The mix or application, which is what is counted and named.
    var name: String {
      switch thing {
      case .run(let identity): identity.mix
      case .mix(let name), .app(let name): name
      case .host: ""
      }
    }

    var isApp: Bool { if case .app = thing { true } else { false } }

    var isBreached: Bool { judged.judgement.cause?.kind == .host }
  }

  /// From so many mixes and applications on it is the host's alert and not theirs.
  private static let fewest = 2
  /// Mixes and applications that are named.
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

  /// A mix, or an application, which may be called alike.
  private struct Subject: Hashable, Comparable {
    let isApp: Bool
    let name: String

    init(_ explained: Explained) { (isApp, name) = (explained.isApp, explained.name) }

    static func < (a: Self, b: Self) -> Bool { a.isApp != b.isApp ? b.isApp : a.name < b.name }
  }

  private static func subjects(_ targets: [Explained]) -> Set<Subject> { Set(targets.map(Subject.init)) }

  /// `2 mixes and 1 application`
  private static func count(_ targets: [Explained]) -> String {
    let found = subjects(targets)
    let apps = found.count(where: \.isApp)
    let mixes = found.count - apps
    let texts = [
      mixes > 0 ? Plural.text(mixes, "mix", "mixes") : nil, apps > 0 ? Plural.text(apps, "application", "applications") : nil,
    ]
    return WordList.text(texts.compactMap { $0 })
  }

  /// It takes two mixes or applications, and enough bad runs of one target: the others may have only begun, so that the first alert of several is this one.
  private static func suffice(_ targets: [Explained]) -> Bool {
    targets.contains(where: \.judged.runs.suffice) && subjects(targets).count >= fewest
  }

  private func result(_ targets: [Explained]) -> AlertResult {
    let evidence = Evidence(surroundingsOf: Self.longest(targets))
    let used = evidence.host?.othersProcessors
    let facts = [
      "value": used.map { "\(Digits.text(($0 * 10).rounded() / 10)) cores" } ?? "unknown",
      "measure": "What others used of the host",
      "limit": "the host as the cause in fewer than \(Self.fewest) mixes or applications",
      "at": (targets.map(\.judged.at).max() ?? now).iso8601,
      "window": SpanText.text(targets.map(\.judged.seconds).max() ?? 0), "badRuns": Self.count(targets),
      "cause": evidence.hostText ?? targets.first?.judged.judgement.cause?.text ?? "", "reason": Self.list(targets),
    ]
    return AlertResult(
      labels: Labels([("cause", TargetCause.Kind.host.rawValue)]), value: used, facts: facts, since: pendingSince)
  }

  /// Since when the first alert waits to fire that it explains: with the same `for` it fires no later than that one, which would else be told as well.
  private var pendingSince: Timestamp? { alerts.filter { $0.state == .pending }.map(\.waitsSince).min() }

  /// Each run and application once, by the longest of the windows that its targets were judged by.
  private static func longest(_ targets: [Explained]) -> [Evidence] {
    Dictionary(grouping: targets, by: \.thing).values.compactMap { targets in
      targets.map(\.judged.evidence).max { $0.wallSeconds < $1.wallSeconds }
    }
  }

  /// `cpu-bound (cpu_utilization) and mixed (event_loop_latency, queue_depth)`
  private static func list(_ targets: [Explained]) -> String {
    let found = Dictionary(grouping: targets, by: Subject.init).sorted { $0.key < $1.key }
    let words = found.prefix(named).map { subject, targets in
      let names = Set(targets.map(\.judged.judgement.target.name))
      return "\(subject.name) (\(TargetName.allCases.filter(names.contains).map(\.rawValue).joined(separator: ", ")))"
    }
    return WordList.text(words + (found.count > named ? ["\(found.count - named) more"] : []))
  }
}
