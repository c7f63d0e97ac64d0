package import Samples
package import Storage

/// The earlier runs that a report is compared with.
package enum ReportBaseline: Sendable {
  /// An earlier window of the same history.
  case window(since: Timestamp, until: Timestamp)
  /// Of an application: the life before its newest start, restart or deployment.
  case deployment
  /// A report that was saved, and where, as people read it.
  case saved(EarlierRuns, from: String)

  /// Why a text is no window to compare with.
  package enum Problem: Error, Hashable, CustomStringConvertible {
    /// It is no begin, and no begin and end.
    case malformed
    /// There is no such instant.
    case impossible(TimePointProblem)
    /// A deployment is one of an application, and none is named.
    case withoutApplication
    /// It does not lie before the report's.
    case overlap(String)

    package var description: String {
      switch self {
      case .withoutApplication: "a deployment is one of an application: name it (--app)"
      case .malformed: "is neither a begin (48h, 2026-01-31T12:00:00Z) nor a window (72h..48h)"
      case .impossible(let problem): "\(problem)"
      case .overlap(let text): text
      }
    }
  }

  /// The word for the life before the newest deployment.
  static let deploymentWord = "deployment"

  /// A window: its begin, for one as long as the report's; or its begin and its end; or, of an application, `deployment`.
  ///
  /// - Parameter app: the application that is asked for; `nil`: none is.
  package init(window text: String, for filter: HistoryFilter, app: String? = nil, now: Timestamp) throws(Problem) {
    guard text != Self.deploymentWord else {
      guard app != nil else { throw .withoutApplication }
      self = .deployment
      return
    }
    let (since, until) = try Self.window(text, for: filter, now: now)
    guard since < until, until <= filter.since else {
      throw .overlap(
        "the baseline \(since.iso8601) to \(until.iso8601) must lie before the report's window, which begins at \(filter.since.iso8601)"
      )
    }
    self = .window(since: since, until: until)
  }

  private static func window(
    _ text: String, for filter: HistoryFilter, now: Timestamp
  ) throws(Problem) -> (since: Timestamp, until: Timestamp) {
    if let dots = text.firstRange(of: "..") {
      return (try instant(text[..<dots.lowerBound], now), try instant(text[dots.upperBound...], now))
    }
    let begin = try instant(text[...], now)
    return (begin, Timestamp(milliseconds: begin.milliseconds + filter.until.milliseconds - filter.since.milliseconds))
  }

  private static func instant(_ text: Substring, _ now: Timestamp) throws(Problem) -> Timestamp {
    do {
      return try TimePoint(typed: String(text)).instant(from: now)
    } catch {
      throw error == .malformed ? .malformed : .impossible(error)
    }
  }

  /// An application in two windows; `nil` if it cannot be compared: reports that were saved have no intervals.
  ///
  /// - Throws: what SQLite says.
  func comparison(of app: String, _ reader: HistoryReader, _ filter: HistoryFilter) throws -> AppComparison? {
    switch self {
    case .saved: return nil
    case .window(let since, let until):
      return AppComparison(
        before: try reader.appHistory(app, since: since, until: until),
        now: try reader.appHistory(app, since: filter.since, until: filter.until),
        baseline: "\(since.iso8601) to \(until.iso8601)", window: "\(filter.since.iso8601) to \(filter.until.iso8601)")
    case .deployment:
      guard let lives = try reader.appLives(app, until: filter.until) else { return nil }
      let begin = lives.begin.at
      let earlier = lives.earlier ?? Timestamp(milliseconds: 0)
      return AppComparison(
        before: try reader.appHistory(app, since: earlier, until: begin),
        now: try reader.appHistory(app, since: begin, until: filter.until),
        baseline: "the life before\(lives.earlier.map { ", since \($0.iso8601)" } ?? "")", window: "since \(lives.text)")
    }
  }

  /// What was measured, and failed, and where it comes from, as people read it.
  ///
  /// - Throws: what SQLite says.
  func runs(_ reader: HistoryReader, _ filter: HistoryFilter) throws -> (EarlierRuns, from: String)? {
    switch self {
    case .deployment: return nil
    case .saved(let runs, let from): return (runs, from)
    case .window(let since, let until):
      let earlier = HistoryFilter(since: since, until: until, mix: filter.mix, strategy: filter.strategy, runtime: filter.runtime)
      return (
        Report(try reader.histories(earlier), since: since, until: until).runsToCompare, "\(since.iso8601) to \(until.iso8601)"
      )
    }
  }
}
