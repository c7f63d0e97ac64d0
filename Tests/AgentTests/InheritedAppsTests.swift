import Agent
import Alerting
import Applications
import CalcmonTesting
import ManualClock
import Samples
import Scheduling
import Storage
import Testing

/// What an agent takes up of the applications that one before it has watched.
@Suite struct InheritedAppsTests {
  /// An interval that ended so many seconds before the agent's start.
  private static func interval(ago: Double, life: Int) -> HistoryEntry {
    let end = now.wall.advanced(bySeconds: -ago)
    var interval = AppInterval(
      app: "shop", startedAt: end.advanced(bySeconds: -30), endedAt: end, seconds: 30, life: life, processes: 1)
    interval.memoryBytes = AppLevel(mean: 1e6, max: 1e6, last: 1e6)
    return .appInterval(interval, judgements: [])
  }

  private static let now = Moment(wall: Timestamp(milliseconds: 1_900_000_000_000), uptime: .seconds(50_000))

  @Test func `Intervals of the windows, in which life it was, in which version, and which processes were there`() async throws {
    let folder = try TemporaryDirectory()
    let opener = StoreOpener(path: folder.file("calcmon.db"), version: "1", pid: 1, time: ManualTime())
    let store = try opener.open()
    try await store.write([
      Self.interval(ago: 5 * 3600, life: 3), Self.interval(ago: 7200, life: 4), Self.interval(ago: 60, life: 6),
      .appOccurrence(
        AppOccurrence(app: "shop", at: Self.now.wall.advanced(bySeconds: -9000), kind: .started, pid: 1, version: "1.4")),
      .appOccurrence(AppOccurrence(app: "shop", at: Self.now.wall.advanced(bySeconds: -90), kind: .processDied, pid: 1)),
    ])
    let found = try await InheritedApps(from: store, WatchPlan(canaries: []), at: Self.now)
    #expect(found.intervals.map(\.life) == [4, 6])
    #expect(found.pasts == ["shop": AppPast(life: 6, version: "1.4", knownUntilTicks: 4_994_000)])
    try await store.close(at: Self.now.wall)
  }
}
