import Samples
import Storage

/// The newest life of an application, and the one before it.
struct AppLives: Hashable, Sendable {
  /// How the newest one began.
  let begin: AppOccurrence
  /// When the one before it began; `nil`: none is known.
  let earlier: Timestamp?

  /// - Parameter occurrences: ascending in time.
  /// - Returns: `nil` if no begin is known.
  init?(_ occurrences: [AppOccurrence]) {
    let begins = occurrences.filter(\.beginsLife)
    guard let newest = begins.last else { return nil }
    begin = newest
    earlier = begins.dropLast().last?.at
  }

  /// `the deployment of 1.4.2 at 2026-11-29T12:00:00Z`
  var text: String {
    let version = begin.version.map { " of \($0)" } ?? ""
    let word =
      switch begin.kind {
      case .deployed: "the deployment"
      case .restarted: "the restart"
      default: "the start"
      }
    return "\(word)\(version) at \(begin.at.iso8601)"
  }
}

extension HistoryReader {
  /// How far back is looked, in seconds: most lives are short, and what is not asked for is not read.
  private static let reaches: [Double] = [86400.0, 7 * 86400, 90 * 86400, 3650 * 86400]
  private static let mostOccurrences = 20000

  /// The two newest lives of an application until an instant; `nil` if none is known.
  ///
  /// - Throws: what SQLite says.
  func appLives(_ app: String, until: Timestamp) throws -> AppLives? {
    var found: AppLives?
    for reach in Self.reaches where found?.earlier == nil {
      let since = until.advanced(bySeconds: -reach)
      found = AppLives(try appOccurrences(app, since: since, until: until, limit: Self.mostOccurrences)) ?? found
    }
    return found
  }
}
