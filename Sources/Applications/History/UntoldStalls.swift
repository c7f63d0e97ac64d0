import Samples

/// Stalls of an application that are to be kept, as many as may be. A value without a clock.
struct UntoldStalls {
  /// So many are kept at once, and a minute: an application whose loop stands still all the time has many of a kind.
  private static let most = 240
  /// What ended earlier is not kept: it cannot be told any more when that was.
  private static let oldest = Duration.seconds(3600)

  private var entries: [AppStallEntry] = []
  private var allowance = Allowance(most, aMinute: most)
  /// Those that are not kept.
  private(set) var leftOut = 0

  /// - Parameter ago: before so long it ended.
  mutating func add(_ stall: AppStall, pid: Int, of app: String, ago: Duration, at now: Duration, _ wall: Timestamp) {
    guard ago <= UntoldStalls.oldest, allowance.takes(at: now) else {
      leftOut += 1
      return
    }
    let endedAt = wall.advanced(bySeconds: -max(0, ago / .seconds(1)))
    entries.append(AppStallEntry(app: app, endedAt: endedAt, pid: pid, stall: stall))
  }

  /// Takes out those that have come since that was done last.
  mutating func take() -> [AppStallEntry] {
    defer { entries = [] }
    return entries
  }
}
