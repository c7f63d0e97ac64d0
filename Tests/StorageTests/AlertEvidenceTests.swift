import Alerting
import CalcmonTesting
import Samples
import Storage
import Testing

/// Which runs explain an alert, and are kept.
@Suite struct AlertEvidenceTests {
  private let now = StoreFolder.now
  private let mixed = RunIdentity(mix: "mixed", strategy: .hybrid, runtime: .swift)

  /// A run that ended so many seconds after the alert became pending.
  private func run(_ identity: RunIdentity? = nil, endedAt seconds: Double) -> HistoryEntry {
    .run(Records.completed(identity ?? mixed, at: now.advanced(bySeconds: seconds - 2.2)))
  }

  private func ends(_ store: HistoryStore, _ folder: StoreFolder, _ episode: Episode = Episode()) async throws -> [Double] {
    guard case .one(let found) = try folder.reader().alertEpisode(idPrefix: episode.id) else { return [] }
    return found.runs.map { $0.endedAt.seconds - now.seconds }
  }

  @Test func `When an alert fires, the runs around it that are here are kept, of what it is for alone`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    let other = RunIdentity(mix: "mixed", strategy: .hybrid, runtime: .asyncio)
    try await store.write(
      [-1801, -1800, -600, 0, 60, 120, 1020, 1021].map { run(endedAt: $0) } + [run(other, endedAt: 0)] + [
        .alert(Episode().pends())
      ])
    #expect(try await ends(store, folder) == [])
    try await store.write([.alert(Episode().fires(after: 120))])
    #expect(try await ends(store, folder) == [-1800, -600, 0, 60, 120, 1020])
    try await store.close(at: now)
  }

  @Test func `Runs that end while it fires, and a quarter of an hour after, are added`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    try await store.write([.alert(Episode().pends()), run(endedAt: 60), .alert(Episode().fires(after: 120))])
    // It fires for longer than a quarter of an hour.
    try await store.write([run(endedAt: 180), run(endedAt: 2000), .alert(Episode().resolves(after: 3000))])
    try await store.write([run(endedAt: 3899), run(endedAt: 3900), run(endedAt: 5000)])
    #expect(try await ends(store, folder) == [60, 180, 2000, 3899])
    try await store.close(at: now)
  }

  @Test func `An episode that is over keeps its runs when the same alert begins anew`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    let second = Episode(start: now.advanced(bySeconds: 400))
    try await store.write([
      .alert(Episode().pends()), .alert(Episode().fires()), .alert(Episode().resolves(after: 300)), .alert(second.pends()),
    ])
    try await store.write([run(endedAt: 450), .alert(second.fires())])
    #expect(try await ends(store, folder) == [450])
    #expect(try await ends(store, folder, second) == [450])
    try await store.close(at: now)
  }

  @Test func `An alert of a whole mix is explained by all runs of the mix`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    let episode = Episode(name: .slotsMissed, identity: nil)
    let other = RunIdentity(mix: "mixed", strategy: .async, runtime: .asyncio)
    let foreign = RunIdentity(mix: "idle", strategy: .async, runtime: .asyncio)
    try await store.write([run(endedAt: 0), run(other, endedAt: 1), run(foreign, endedAt: 2), .alert(episode.pends())])
    try await store.write([.alert(episode.fires()), run(other, endedAt: 200), run(foreign, endedAt: 200)])
    #expect(try await ends(store, folder, episode) == [0, 1, 200])
    try await store.close(at: now)
  }

  @Test func `Of one alert there are fifty runs at most: the newest when it fires`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    try await store.write((0..<60).map { run(endedAt: Double($0)) } + [.alert(Episode().pends()), .alert(Episode().fires())])
    #expect(try await ends(store, folder) == (10..<60).map(Double.init))
    try await store.write([run(endedAt: 130)])
    #expect(try await ends(store, folder).count == 50)
    let second = Episode(name: .queueGrowing)
    try await store.write([.alert(second.pends()), .alert(second.fires())])
    try await store.write((0..<60).map { run(endedAt: 200 + Double($0)) })
    #expect(try await ends(store, folder, second).count == 50)
    try await store.close(at: now)
  }

  @Test func `The beginning of an id leads to one episode, to several, or to none`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    // Enough of them that two begin with the same digit.
    let episodes = (0..<17).map { Episode(start: now.advanced(bySeconds: Double($0) * 1000)) }
    for episode in episodes { try await store.write([.alert(episode.pends()), .alert(episode.clears(after: 10))]) }
    let reader = try folder.reader()
    let ids = episodes.map(\.id).sorted()
    let twice = try #require(ids.map { $0.prefix(1) }.first { digit in ids.count { $0.hasPrefix(digit) } > 1 })
    #expect(try reader.alertEpisode(idPrefix: String(twice)) == .ambiguous(ids.filter { $0.hasPrefix(twice) }))
    for text in ["", "%", "g", "_", String(repeating: "0", count: 13), "'"] {
      #expect(try reader.alertEpisode(idPrefix: text) == .none)
    }
    guard case .one(let found) = try reader.alertEpisode(idPrefix: ids[3].prefix(11).uppercased()) else {
      Issue.record("it is not found")
      return
    }
    #expect(found.id == ids[3])
    #expect(found.alert == nil)
    #expect(found.transitions.map(\.to) == [.pending, .inactive])
    try await store.close(at: now)
  }
}
