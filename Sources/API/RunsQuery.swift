import Alerting
package import Samples
package import Storage
package import Thresholds

/// Which runs are asked for, from the newest on.
package struct RunsQuery: Hashable, Sendable {
  /// Of one answer, where nobody says how many.
  static let standardLimit = 30
  /// Of one answer at most.
  static let largestLimit = 500

  /// Whose.
  package var choice: RunChoice
  /// Only those that ended so.
  package var outcome: RunOutcome?
  /// Only those of which their targets say so.
  package var verdict: Verdict?
  /// Only those that ended from here …
  package var since: TimePoint?
  /// … until here.
  package var until: TimePoint?
  /// How many at most.
  package var limit: Int
  /// The run after which to go on.
  package var before: RunPosition?

  private static let parameters = RunChoice.parameters + ["outcome", "verdict", "since", "until", "limit", "before"]

  /// Understands a query.
  ///
  /// - Parameter route: as messages name it.
  /// - Throws: `APIProblem`, if a parameter is not known, or cannot have its value.
  package init(_ query: [(name: String, value: String)], of route: String = "/api/v1/runs") throws(APIProblem) {
    let parameters = try Parameters(query, of: route, known: Self.parameters)
    choice = try RunChoice(parameters)
    outcome = try parameters.word("outcome", RunOutcome.self)
    verdict = try parameters.word("verdict", Verdict.self)
    since = try parameters.time("since")
    until = try parameters.time("until")
    limit = try parameters.number("limit", in: 1...Self.largestLimit) ?? Self.standardLimit
    before = try Self.position(parameters["before"])
  }

  /// What `next` of an answer says.
  private static func position(_ text: String?) throws(APIProblem) -> RunPosition? {
    guard let text else { return nil }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { part in
      part.utf8.allSatisfy { (48...57).contains($0) } ? Int64(part) : nil
    }
    guard parts.count == 2, let ended = parts[0], let id = parts[1] else {
      throw .invalid("before", text, "is no place in the list; take the one in \"next\" of the answer before")
    }
    return RunPosition(ended: ended, id: id)
  }

  /// The query of the page that goes on after a run.
  ///
  /// - Parameter filter: what this one came down to: durations before now are instants in it.
  func next(after position: RunPosition, _ filter: HistoryFilter) -> String {
    let parts: [(String, String?)] = [
      ("mix", choice.mix), ("strategy", choice.strategy?.rawValue), ("runtime", choice.runtime?.rawValue),
      ("outcome", outcome?.rawValue), ("verdict", verdict?.rawValue), ("since", since.map { _ in Self.seconds(filter.since) }),
      ("until", until.map { _ in Self.seconds(filter.until) }), ("limit", "\(limit)"),
      ("before", "\(position.ended)-\(position.id)"),
    ]
    return parts.compactMap { name, value in value.map { "\(name)=\(Self.encoded($0))" } }.joined(separator: "&")
  }

  private static func seconds(_ instant: Timestamp) -> String {
    instant.milliseconds.isMultiple(of: 1000) ? "\(instant.milliseconds / 1000)" : "\(instant.seconds)"
  }

  /// RFC 3986, section 2.3: all but unreserved characters.
  private static func encoded(_ text: String) -> String {
    text.utf8.map { byte in
      let isUnreserved = (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
      if isUnreserved || "-._~".utf8.contains(byte) { return String(UnicodeScalar(byte)) }
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.count == 1 ? "0" : "") + digits
    }.joined()
  }

  /// Seen from now.
  func filter(at now: Timestamp) throws(APIProblem) -> HistoryFilter {
    try HistoryFilter(
      choice, since: since?.instant(from: now) ?? Timestamp(milliseconds: 0),
      until: until?.instant(from: now) ?? TimePoint.year10000)
  }
}

extension HistoryFilter {
  /// - Throws: where the window is empty.
  init(_ choice: RunChoice, since: Timestamp, until: Timestamp) throws(APIProblem) {
    guard since <= until else {
      throw APIProblem(.badData, "the window is empty: since \(since.rfc3339) is after until \(until.rfc3339)")
    }
    self.init(since: since, until: until, mix: choice.mix, strategy: choice.strategy, runtime: choice.runtime)
  }

  /// Whether it chooses a run.
  func includes(_ run: StoredRun) -> Bool {
    since <= run.endedAt && run.endedAt <= until && (mix.map { $0 == run.identity.mix } ?? true)
      && (strategy.map { $0 == run.identity.strategy } ?? true) && (runtime.map { $0 == run.identity.runtime } ?? true)
  }
}
