package import Samples

/// A time at which nobody is told of some alerts, again and again: `days: [sat, sun]`, `from: "02:00"`, `to: "04:00"`. All in UTC.
package struct MaintenanceWindow: Hashable, Sendable {
  /// Why.
  package let comment: String
  /// Which alerts; all where it asks for no labels.
  package let matcher: AlertMatcher
  /// On which days it begins: 0 is Sunday, 6 Saturday.
  package let days: Set<Int>
  /// Minute of the day at which it begins.
  package let from: Int
  /// Minute of the day before which it ends; on the next day where it is not after `from`.
  package let to: Int

  /// Joins the parts.
  package init(comment: String, matcher: AlertMatcher, days: Set<Int>, from: Int, to: Int) {
    self.comment = comment
    self.matcher = matcher
    self.days = days
    self.from = from
    self.to = to
  }

  /// Whether nobody is to be told of an alert now.
  package func mutes(_ alert: Labels, at now: Timestamp) -> Bool {
    matcher.matches(alert) && contains(now)
  }

  private static let dayMinutes = 1440

  private func contains(_ now: Timestamp) -> Bool {
    let minutes = Int(now.milliseconds / 60_000)
    let (day, minute) = (minutes / Self.dayMinutes, minutes % Self.dayMinutes)
    let (today, yesterday) = (Self.weekday(day), Self.weekday(day - 1))
    if from < to { return days.contains(today) && (from..<to).contains(minute) }
    return days.contains(today) && minute >= from || days.contains(yesterday) && minute < to
  }

  /// 1 January 1970 was a Thursday.
  private static func weekday(_ day: Int) -> Int { (day + 4) % 7 }
}
