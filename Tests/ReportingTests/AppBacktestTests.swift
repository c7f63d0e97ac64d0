import Alerting
import CalcmonTesting
import Reporting
import Samples
import Storage
import Testing
import Thresholds

/// Intervals and occurrences of a history give the alerts that the agent gave.
@Suite struct AppBacktestTests {
  private static let start = Timestamp(milliseconds: 1_700_000_000_000)
  private static func at(_ seconds: Double) -> Timestamp { start.advanced(bySeconds: seconds) }

  private static func level(_ value: Double) -> AppLevel { AppLevel(mean: value, max: value, last: value) }

  /// Of two hours; its tasks pile up from the first hour on.
  private static func intervals(_ app: String) -> [AppInterval] {
    (1...240).map { number in
      var interval = AppInterval(
        app: app, startedAt: at(Double(number) * 30 - 30), endedAt: at(Double(number) * 30), seconds: 30, life: 1, processes: 1)
      interval.latency = LatencyHistogram(ascending: [.init(upperMicroseconds: 500, count: 600)]) ?? LatencyHistogram()
      interval.cpuUserSeconds = 5
      interval.tasks = level(app == "shop" ? 40 + max(0, Double(number) - 120) * 30 : 40)
      return interval
    }
  }

  private static let occurrences = [
    AppOccurrence(app: "shop", at: at(10), kind: .started, pid: 7),
    AppOccurrence(app: "shop", at: at(1000), kind: .standing, pid: 7, frame: "a.py:1:f", stoodSeconds: 10),
    AppOccurrence(app: "shop", at: at(7205), kind: .processDied, pid: 7),
  ]

  private static let turned = AppStallEntry(
    app: "shop", endedAt: at(1012), pid: 7,
    stall: AppStall(
      stall: Stall(startedNanoseconds: 0, endedNanoseconds: 22_000_000_000, budget: StallBudget([.callback: 22])),
      isStartup: false, isOverload: false, frame: "a.py:1:f", task: nil, holder: nil))

  private static let history = PlayedApps(
    names: { _, _ in ["cart", "shop"] },
    intervals: { app, since, until in intervals(app).filter { (since...until).contains($0.endedAt) } },
    occurrences: { app, since, until in occurrences.filter { $0.app == app && (since...until).contains($0.at) } },
    stalls: { app, since, until in app == "shop" && (since...until).contains(turned.endedAt) ? [turned] : [] })

  /// What the agent did.
  private static func live() -> [AlertTransition] {
    var watch = Watch(WatchPlan(canaries: []), at: at(0))
    var changes: [AlertChange] = []
    for second in stride(from: 0.0, through: 8000, by: 5) {
      for occurrence in occurrences where occurrence.at == at(second) { changes += watch.appOccurred(occurrence) }
      for app in ["cart", "shop"] {
        for interval in intervals(app) where interval.endedAt == at(second) { changes += watch.intervalEnded(interval) }
      }
      // Both have left at 7,200 s, and are waited for.
      if second == 7500 { for app in ["cart", "shop"] { changes += watch.appForgotten(app, at: at(second)) } }
      if second == 1010 { changes += watch.appTurns("shop", at: turned.endedAt) }
      changes += watch.advance(to: at(second))
    }
    return changes.compactMap { if case .transition(let transition) = $0 { transition } else { nil } }
  }

  private static func backtest(_ app: String?) async throws -> Backtest {
    let directory = try TemporaryDirectory()
    let path = directory.file("calcmon.db")
    let store = try HistoryStore(path: path, version: "1.2.3", pid: 1, at: start)
    try await store.close(at: at(8000))
    var rules = try Judging(HistoryReader(path: path), until: at(8000)).rules
    rules.app = app
    return try Backtest(
      HistoryReader(path: path), HistoryFilter(since: start, until: at(8000)), rules, apps: history)
  }

  @Test func `The transitions are those of the agent`() async throws {
    let backtest = try await Self.backtest(nil)
    let live = Self.live()
    #expect(Set(live.map(\.alert.subject.name)) == [.tasksGrowing, .appStanding, .appDown])
    #expect(backtest.transitions.map(\.at) == live.map(\.at))
    #expect(backtest.transitions.map(\.reason) == live.map(\.reason))
    #expect(backtest.transitions.map(\.alert.labels) == live.map(\.alert.labels))
    #expect(backtest.intervals == 480)
  }

  @Test func `One that has left is forgotten after as long as the agent waits for it, and its alerts end then`() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("calcmon.db")
    let store = try HistoryStore(path: path, version: "1.2.3", pid: 1, at: Self.start)
    try await store.close(at: Self.at(8000))
    let reader = try HistoryReader(path: path)
    // It comes back much later.
    let leaving = PlayedApps(
      names: { _, _ in ["shop"] },
      intervals: { app, since, until in
        (Self.intervals(app).prefix(210) + Self.intervals(app).suffix(2)).filter { (since...until).contains($0.endedAt) }
      }, occurrences: { _, _, _ in [] }, stalls: { _, _, _ in [] })
    let backtest = try Backtest(
      reader, HistoryFilter(since: Self.start, until: Self.at(8000)), Judging(reader, until: Self.at(8000)).rules, apps: leaving)
    let last = try #require(backtest.transitions.last)
    #expect(last.alert.subject.name == .tasksGrowing && last.reason == .forgotten)
    #expect(last.at == Self.at(210 * 30 + 300))
  }

  @Test func `One application may be chosen`() async throws {
    let backtest = try await Self.backtest("cart")
    #expect(backtest.transitions.isEmpty)
    #expect(backtest.intervals == 240)
  }
}
