import Alerting
import CalcmonTesting
import Samples
import Storage
import Testing

/// Alerts on applications, and what explains them.
@Suite struct AppAlertTests {
  private let now = StoreFolder.now
  private let episode = Episode(identity: nil, app: "shop")

  private func found(_ folder: StoreFolder, _ id: String) throws -> AlertEpisode? {
    guard case .one(let found) = try folder.reader().alertEpisode(idPrefix: id) else { return nil }
    return found
  }

  @Test func `An alert on an application comes back as one`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    try await store.write([.alert(episode.pends()), .alert(episode.fires())])
    #expect(try folder.reader().alerts().map(\.subject) == [AlertSubject(.eventLoopLatencyHigh, app: "shop")])
    #expect(try await store.alertMemory().alerts.map(\.subject.app) == ["shop"])
    try await store.close(at: now)
  }

  @Test func `It is explained by its own intervals and stalls around the firing, and by no run`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    let stall = { (app: String, seconds: Double) in
      HistoryEntry.appStall(WatchedApp.entry(app, endedAt: seconds, WatchedApp.stall(milliseconds: 200)))
    }
    let interval = { (app: String, seconds: Double) in
      HistoryEntry.appInterval(WatchedApp.interval(app, endedAt: seconds, number: 1), judgements: [])
    }
    try await store.write([
      .run(Records.completed(at: now)), .alert(episode.pends()), stall("shop", -1801), stall("shop", -1800), stall("other", 10),
      interval("shop", -1801), interval("shop", -1800), interval("other", 10),
    ])
    try await store.write([
      .alert(episode.fires(after: 120)), stall("shop", 1020), stall("shop", 1021), interval("shop", 1020), interval("shop", 1021),
      .run(Records.completed(at: now)),
    ])
    let found = try #require(try found(folder, episode.id))
    #expect(found.appIntervals.map { $0.endedAt.seconds - now.seconds } == [-1800, 1020])
    #expect(found.appStalls.map { $0.endedAt.seconds - now.seconds } == [-1800, 1020])
    #expect(found.runs.isEmpty)
    try await store.close(at: now)
  }

  @Test func `Of very many stalls the longest before it fired are kept, and those that come first after it`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    let stalls = { (numbers: Range<Int>) in
      numbers.map {
        HistoryEntry.appStall(WatchedApp.entry(endedAt: Double($0) / 10, WatchedApp.stall(milliseconds: 200 + Int64($0))))
      }
    }
    try await store.write([.alert(episode.pends())] + stalls(0..<120) + [.alert(episode.fires())] + stalls(200..<300))
    let kept = try #require(try found(folder, episode.id)).appStalls.map { Int(($0.stall.stall.seconds * 1000).rounded()) - 200 }
    #expect(kept == Array(70..<120) + Array(200..<250))
    try await store.close(at: now)
  }
}
