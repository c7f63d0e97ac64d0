package import Samples

/// The few steps and instants at which a time axis is marked, in UTC.
package struct TimeAxis {
  /// An instant with what stands below it.
  package struct Tick {
    /// Where it stands.
    package let at: Timestamp
    /// `18:05`, `15 Nov`
    package let text: String
  }

  /// Ascending.
  package let ticks: [Tick]

  private static let steps: [Int64] = [
    1, 2, 5, 10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172_800, 604_800, 1_209_600, 2_419_200,
    7_862_400, 31_449_600,
  ]

  /// At most seven ticks from one instant to another.
  package init(from since: Timestamp, to until: Timestamp) {
    let (begin, end) = (since.milliseconds, until.milliseconds)
    let step = 1000 * (Self.steps.first { (end - begin) / 1000 / $0 <= 6 } ?? max(31_449_600, (end - begin) / 6000))
    let first = begin + (step - begin % step) % step
    ticks =
      begin < end
      ? stride(from: first, through: end, by: Int64.Stride(step)).map { instant in
        let at = Timestamp(milliseconds: instant)
        return Tick(at: at, text: Self.text(at, step: step))
      } : []
  }

  private static func text(_ at: Timestamp, step: Int64) -> String {
    let clock = at.iso8601.drop { $0 != "T" }.dropFirst()
    if at.milliseconds % 86_400_000 == 0 || step >= 86_400_000 { return day(at, step: step) }
    return String(clock.prefix(step < 60000 ? 8 : 5))
  }

  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  private static func day(_ at: Timestamp, step: Int64) -> String {
    let parts = at.iso8601.prefix { $0 != "T" }.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3, months.indices.contains(parts[1] - 1) else { return at.iso8601 }
    let month = months[parts[1] - 1]
    return step >= 28 * 86_400_000 ? "\(month) \(parts[0])" : "\(parts[2]) \(month)"
  }
}
