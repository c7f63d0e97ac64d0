/// The times that Grafana asks a panel's queries for: its own arithmetic, in seconds.
package struct PanelTime: Hashable, Sendable {
  /// The first point, Unix time.
  package let start: Int
  /// The last point.
  package let end: Int
  /// Between two points.
  package let step: Int
  /// `$__range`
  package let range: Int
  /// `$__rate_interval`
  package let rateInterval: Int

  /// - Parameters:
  ///   - interval: the panel's least one, in minutes or the slot; `nil`: the data source's.
  ///   - scrape: the interval that the data source says.
  ///   - width: how many points the panel has room for.
  package init(_ interval: String?, slot: Int = 300, from: Int, to: Int, scrape: Int = 15, width: Int = 1000) {
    let least =
      switch interval {
      case "$slot": slot
      case let interval?: (Int(interval.dropLast()) ?? 0) * 60
      case nil: scrape
      }
    range = to - from
    step = max(least, range / width)
    // Points stand at whole steps, so that they stay where they are when the range moves.
    start = from / step * step
    end = to / step * step
    rateInterval = max(step + scrape, 4 * scrape)
  }

  /// How many points there are.
  package var count: Int { (end - start) / step + 1 }
}
