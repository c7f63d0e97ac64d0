package import Samples
package import Storage

extension HistoryReader {
  /// Of one application, in a plot or an answer, at most.
  private static let steps = 240
  private static let occurrences = 200
  /// So many applications have sparklines.
  private static let mostApps = 64

  /// What the page of an application needs of a window.
  ///
  /// - Parameters:
  ///   - places: that cost most, at most.
  ///   - stalls: the newest, at most.
  /// - Throws: what reading throws, as all of these.
  package func appExcerpt(
    _ app: String, since: Timestamp, until: Timestamp, places: Int = 10, stalls: Int = 30
  ) throws -> AppExcerpt {
    let tier = Self.tier(of: since.seconds(until: until), raw: 3 * 3600, minutes: 24 * 3600)
    return AppExcerpt(
      app: app, since: since, until: until,
      intervals: try appIntervals(app, since: since, until: until, tier: tier).stepped(to: Self.steps),
      places: try appPlaces(app, since: since, until: until, limit: places),
      stalls: try appStalls(app, since: since, until: until, limit: stalls),
      occurrences: try appOccurrences(app, since: since, until: until, limit: Self.occurrences))
  }

  /// What sparklines need of all applications.
  func coarseAppIntervals(since: Timestamp, until: Timestamp) throws -> [String: [AppInterval]] {
    let tier = Self.tier(of: since.seconds(until: until), raw: 1800, minutes: 6 * 3600)
    let names = try apps(since: since, until: until).prefix(Self.mostApps)
    return Dictionary(
      uniqueKeysWithValues: try names.map { ($0, try appIntervals($0, since: since, until: until, tier: tier)) })
  }

  /// What each application did in a window that ends now, as one interval; those of which nothing is kept in it are left out.
  package func appSums(since: Timestamp, until: Timestamp) throws -> [String: AppInterval] {
    let tier = Self.tier(of: since.seconds(until: until), raw: 0, minutes: 6 * 3600)
    return try apps(since: since, until: until).reduce(into: [:]) { sums, app in
      sums[app] = try appIntervals(app, since: since, until: until, tier: tier).merged
    }
  }

  /// When the first interval of an application that is kept began, not longer ago than the longest window; `nil`: none is.
  package func firstAppInterval(_ app: String, until: Timestamp) throws -> Timestamp? {
    let hours = try appIntervals(
      app, since: until.advanced(bySeconds: -PageWindow.month.seconds), until: until, tier: .hour)
    guard let first = hours.first?.startedAt, first.seconds(until: until) < 3 * 3600 else { return hours.first?.startedAt }
    // An hour is long if all there is lasts for minutes.
    return try appIntervals(app, since: first, until: until).first?.startedAt ?? first
  }

  private static func tier(of seconds: Double, raw: Double, minutes: Double) -> RollupTier? {
    seconds <= raw ? nil : seconds <= minutes ? .minute : .hour
  }
}

extension Timestamp {
  fileprivate func seconds(until other: Timestamp) -> Double { Double(other.milliseconds - milliseconds) / 1000 }
}
