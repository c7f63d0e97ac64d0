import Applications
import Rendering
import Samples
package import Snapshots
import Storage
package import Thresholds

/// How the host is, in one sentence with figures: what stands first on the status page. A pure function of what the agent knows.
package struct HostSentence: Hashable, Sendable {
  /// Goes on after the host's name: `loops are fine`, `3 of 36 targets are breached, the host is the cause`.
  package private(set) var headline: String
  /// The figures, a sentence each; may be empty.
  package private(set) var text: String
  /// What it comes down to. What is not judged yet is no trouble: `nil`.
  package private(set) var verdict: Verdict?

  /// Of all that the agent runs.
  package init(_ snapshot: AgentSnapshot) {
    let facts = Facts(snapshot)
    self = facts.nothing ?? facts.stale ?? facts.broken ?? facts.waiting ?? facts.fine
    guard let standing = AppsStanding(snapshot) else { return }
    headline = "\(standing.headline); \(headline)"
    if standing.isLong { verdict = .breached }
  }

  fileprivate init(_ headline: String, _ text: [String?], _ verdict: Verdict?) {
    self.headline = headline
    self.text = text.compactMap(\.self).joined(separator: " ")
    self.verdict = verdict
  }
}

/// What sentences are made of.
private struct Facts {
  /// A target of a canary or of an application.
  private struct Entry {
    /// As sentences name it.
    let who: String
    /// Whether a breach becomes an alert.
    let alerts: Bool
    let judgement: Judgement
  }

  /// So many breaches are named.
  private static let named = 2

  private let snapshot: AgentSnapshot
  private let entries: [Entry]
  private let surroundings: String?

  init(_ snapshot: AgentSnapshot) {
    self.snapshot = snapshot
    let canaries = snapshot.canaries.flatMap { canary in
      canary.judgements.map { Entry(who: canary.identity.sentence, alerts: canary.alerts, judgement: $0) }
    }
    // What of an application is not judged yet is told in its row.
    let apps = snapshot.judgedApps.flatMap { app in
      app.counted.filter { $0.verdict != .unknown }.map {
        Entry(who: "application \(app.app)", alerts: app.alerts, judgement: $0)
      }
    }
    entries = canaries + apps
    surroundings = HostSurroundings(snapshot).sentence
  }

  // MARK: Nothing to judge

  /// No mix is run.
  var nothing: HostSentence? {
    guard snapshot.canaries.isEmpty, entries.isEmpty else { return nil }
    let missing = missing.map { "\($0): the runtime is not there." }
    return HostSentence("nothing is judged", [missing ?? "No mix is run."], missing == nil ? nil : .unknown)
  }

  /// Nothing can be judged yet, and that is as it should be.
  var waiting: HostSentence? {
    guard entries.allSatisfy({ $0.judgement.verdict == .unknown }), !entries.isEmpty else { return nil }
    return HostSentence(
      "nothing to judge yet", [waitingText, surroundings, missing.map { "\($0)." }], snapshot.missing.isEmpty ? nil : .unknown)
  }

  private var waitingText: String {
    if !snapshot.newestRuns.isEmpty {
      return "\(PageWords.count(snapshot.newestRuns.count, "run")) so far: too few to judge by."
    }
    if let running = snapshot.running {
      return "The first run, \(running.identity.sentence), has been under way since \(clock(running.startedAt))."
    }
    return snapshot.nextRunAt.map { "The first run is at \(clock($0))." } ?? "The first run is about to start."
  }

  private func clock(_ instant: Timestamp) -> String { String(instant.iso8601.dropFirst(11).prefix(8)) }

  private var missing: String? {
    let count = snapshot.missing.count
    return count > 0 ? "\(PageWords.count(count, "canary", "canaries")) cannot run" : nil
  }

  // MARK: Old figures

  /// For so long no run may end: then something holds them up.
  private var patience: Double { 90 + 1.5 * (snapshot.canaries.map(\.everySeconds).min() ?? 0) }

  /// No run has ended for too long: what is known says nothing about now.
  var stale: HostSentence? {
    guard !snapshot.canaries.isEmpty else { return nil }
    let newest = snapshot.newestRuns.first?.run.endedAt
    let age = max(newest ?? snapshot.startedAt, snapshot.startedAt).seconds(until: snapshot.at)
    guard age > patience else { return nil }
    let span = PageWords.span(age)
    let since = newest.map { "The figures are of \(clock($0))." }
    let running = snapshot.running.map { "\($0.identity.sentence) is under way since \(clock($0.startedAt))." }
    return HostSentence("no run has ended for \(span)", [since, running], broken == nil ? .unknown : .breached)
  }

  // MARK: Breaches

  private var breached: [Entry] { entries.filter { $0.judgement.verdict == .breached } }
  /// Canaries of which more fails than may.
  private var failing: [AgentSnapshot.Canary] { snapshot.canaries.filter { $0.failures.verdict == .breached } }

  /// Something is breached, or too much fails.
  var broken: HostSentence? {
    guard !breached.isEmpty || !failing.isEmpty else { return nil }
    let headline = [targetHeadline, failureHeadline].compactMap(\.self).joined(separator: ", and ")
    let isOfHost = breached.allSatisfy { $0.judgement.cause?.kind == .host }
    let texts = isOfHost ? [failureText, surroundings, breachText] : [failureText, breachText, surroundings]
    return HostSentence(headline, texts, .breached)
  }

  private var failureHeadline: String? {
    guard !failing.isEmpty else { return nil }
    return "too much fails in \(failing.count) of \(PageWords.count(snapshot.canaries.count, "canary", "canaries"))"
  }

  private var targetHeadline: String? {
    guard !breached.isEmpty else { return nil }
    let all = PageWords.count(entries.count, "target")
    return "\(breached.count) of \(all)\(appsText) \(Plural.word(breached.count, "is", "are")) breached\(causeText)"
  }

  /// ` of 9 mixes and 2 applications`, if there are applications.
  private var appsText: String {
    let apps = snapshot.judgedApps.count
    guard apps > 0 else { return "" }
    let mixes = Set(snapshot.canaries.map(\.identity.mix)).count
    let parts = [mixes > 0 ? PageWords.count(mixes, "mix", "mixes") : nil, PageWords.count(apps, "application")]
    return " of \(parts.compactMap(\.self).joined(separator: " and "))"
  }

  /// `, the host is the cause`; of several `: 2 by the host, 1 by the program`.
  private var causeText: String {
    let kinds = breached.map { $0.judgement.cause?.kind ?? .unexplained }
    if Set(kinds).count == 1, let kind = kinds.first {
      return kind == .unexplained ? ", nothing explains it" : ", the \(kind.rawValue) is the cause"
    }
    let parts = TargetCause.Kind.allCases.compactMap { kind -> String? in
      let count = kinds.count { $0 == kind }
      return count == 0 ? nil : kind == .unexplained ? "\(count) unexplained" : "\(count) by the \(kind.rawValue)"
    }
    return ": \(parts.joined(separator: ", "))"
  }

  private var failureText: String? {
    guard let first = failing.first else { return nil }
    return "\(first.identity.sentence): \(first.failures.account)."
  }

  /// What the program can be blamed for comes first, baselines last.
  private var breachText: String? {
    guard !breached.isEmpty else { return nil }
    let order: [TargetCause.Kind: Int] = [.program: 0, .unexplained: 1, .host: 2]
    let ranked = breached.enumerated().sorted { a, b in
      let rank = { (entry: Entry) in (entry.alerts ? 0 : 10) + (order[entry.judgement.cause?.kind ?? .unexplained] ?? 1) }
      return (rank(a.element), a.offset) < (rank(b.element), b.offset)
    }.map(\.element)
    let words = ranked.prefix(Self.named).map { entry in
      "\(entry.who): \(entry.judgement.target.name.title) \(entry.judgement.accountText)"
    }
    let rest = ranked.count - words.count
    return words.joined(separator: "; ") + (rest > 0 ? "; and \(PageWords.count(rest)) more." : ".")
  }

  // MARK: All is well

  /// Nothing is breached. What is unknown or missing is told.
  var fine: HostSentence {
    let missingText = missing.map { "\($0)." }
    return HostSentence(fineHeadline, [worstText, appsFineText, surroundings, unknownText, missingText], fineVerdict)
  }

  /// How many applications there are, if there are some.
  private var appsFineText: String? {
    let names = snapshot.appNames
    guard !names.isEmpty else { return nil }
    let met = snapshot.judgedApps.count { $0.verdict == .met }
    let gone = snapshot.apps.count { !$0.isUp }
    let goneText = gone > 0 ? ", \(gone) \(Plural.word(gone, "is", "are")) gone" : ""
    return
      "\(PageWords.count(names.count, "application")) \(Plural.word(names.count, "is", "are")) watched, \(met) \(Plural.word(met, "meets its", "meet their")) targets\(goneText)."
  }

  private var unknown: Int { entries.count { $0.judgement.verdict == .unknown } }

  /// What is not judged before each canary has had its turn is no trouble.
  private var isYoung: Bool {
    guard !snapshot.canaries.isEmpty else { return true }
    let round = snapshot.canaries.map(\.everySeconds).max() ?? 0
    return snapshot.startedAt.seconds(until: snapshot.at) < 1.2 * round + 60
  }

  private var fineVerdict: Verdict? {
    if !snapshot.missing.isEmpty { return .unknown }
    return unknown == 0 ? .met : isYoung ? nil : .unknown
  }

  private var fineHeadline: String {
    if unknown > 0 {
      return isYoung
        ? "no trouble so far" : "\(unknown) of \(PageWords.count(entries.count, "target")) not judged, none is breached"
    }
    return entries.contains { $0.judgement.target.name == .eventLoopLatency } ? "loops are fine" : "all is well"
  }

  private var unknownText: String? {
    guard unknown > 0, isYoung else { return nil }
    return "\(entries.count - unknown) of \(PageWords.count(entries.count, "target")) are judged so far."
  }

  /// The loop that comes nearest to its limit.
  private var worstText: String? {
    let late = entries.compactMap { entry -> (entry: Entry, share: Double)? in
      guard entry.judgement.target.name == .eventLoopLatency, let value = entry.judgement.value,
        let limit = entry.judgement.condition.limit.bounds.last, limit.bound == "upper", limit.value > 0
      else { return nil }
      return (entry, value / limit.value)
    }
    guard let worst = late.max(by: { $0.share < $1.share }) else {
      return entries.isEmpty ? nil : "\(PageWords.count(entries.count, "target")) are met."
    }
    let judgement = worst.entry.judgement
    return
      "The worst \(judgement.condition.measureText) is \(judgement.valueText) of \(judgement.condition.limitText), of \(worst.entry.who)."
  }
}

extension Condition {
  /// `p99`, `max`
  fileprivate var measureText: String {
    switch statistic {
    case .quantile(let share): "p\(Digits.text(share * 100))"
    case .max: "delay"
    case .avg: "mean delay"
    case .last: "delay of a newest run"
    case .rate, .count, .ratio, .trend: "loop"
    }
  }

  /// The upper end alone.
  fileprivate var limitText: String {
    switch statistic {
    case .quantile, .max, .avg, .last: limit.bounds.last.map { DurationText.text($0.value) } ?? "-"
    case .ratio: limit.bounds.last.map { Percent.text($0.value) } ?? "-"
    case .rate, .count, .trend: limit.bounds.last.map { Digits.text($0.value) } ?? "-"
    }
  }
}
