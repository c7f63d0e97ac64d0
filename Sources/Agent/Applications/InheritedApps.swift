package import Alerting
package import Applications
import NIOPosix
import Procfs
package import Samples
package import Scheduling
package import Storage
import Thresholds

/// What an agent before this one has left of watched applications.
package struct InheritedApps: Sendable {
  /// Those of the windows of targets, ascending in time.
  package var intervals: [AppInterval] = []
  /// By application.
  package var pasts: [String: AppPast] = [:]

  package init() {}

  /// For so long it is known in which life an application was, and in which version.
  private static let memorySeconds = 7 * 86_400.0
  private static let mostOccurrences = 1000

  /// Reads what the history has.
  ///
  /// - Throws: what SQLite says.
  package init(from store: HistoryStore, _ plan: WatchPlan, at now: Moment) async throws {
    self = try await NIOThreadPool.singleton.runIfActive { try store.read { try InheritedApps($0, plan, at: now) } }
  }

  private init(_ reader: HistoryReader, _ plan: WatchPlan, at now: Moment) throws {
    let targets = plan.apps.flatMap(\.targets) + Target.ofApplications
    let begin = now.wall.advanced(bySeconds: -targets.compactMap(\.window).reduce(plan.window, max))
    let oldest = now.wall.advanced(bySeconds: -Self.memorySeconds)
    for app in try reader.apps(since: oldest, until: now.wall) {
      let own = try reader.appIntervals(app, since: begin, until: now.wall)
      intervals += own
      let last = try own.last ?? reader.appIntervals(app, since: oldest, until: now.wall, tier: .hour).last
      let occurrences = try reader.appOccurrences(app, since: oldest, until: now.wall, limit: Self.mostOccurrences)
      pasts[app] = AppPast(
        life: last?.life ?? 0, version: occurrences.last { $0.version != nil }?.version,
        knownUntilTicks: last.map { Self.ticks(at: $0.endedAt, now) })
    }
    intervals.sort { $0.endedAt < $1.endedAt }
  }

  /// An instant in clock ticks since the boot; 0 before it.
  private static func ticks(at instant: Timestamp, _ now: Moment) -> UInt64 {
    let ago = Double(now.wall.milliseconds - instant.milliseconds) / 1000
    return UInt64(max(0, ((now.sinceBoot / .seconds(1) - ago) * ProcessStat.ticksPerSecond).rounded()))
  }
}
