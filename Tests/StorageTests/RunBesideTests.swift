import Alerting
import CalcmonTesting
import Runs
import Samples
import Storage
import Testing

/// What stands beside a run in a history.
@Suite struct RunBesideTests {
  private static let other = RunIdentity(mix: "other", strategy: .async, runtime: .asyncio)

  private static func at(_ seconds: Double) -> Timestamp { StoreFolder.now.advanced(bySeconds: seconds) }

  /// Runs 1...20, every other one of another mix, each slower by a tenth of a second; the last one did not complete.
  private func runs() async throws -> StoreFolder {
    let folder = try StoreFolder()
    let store = try folder.open()
    try await store.write(
      (1...20).map { number in
        let start = Self.at(Double(number) * 100)
        let record =
          number == 20
          ? Records.ended(.timeout, reason: "x", identity: Self.other, at: start)
          : number.isMultiple(of: 2)
            ? Records.completed(Self.other, at: start) : Records.completed(at: start, seconds: 1 + Double(number) / 10)
        return .run(record, id: Int64(number))
      })
    try await store.close(at: Self.at(5000))
    return folder
  }

  @Test func `The runs before and after are of the same mix, strategy and runtime`() async throws {
    let reader = try await runs().reader()
    let neighbours = { (id: Int64) in
      let found = try reader.run(id).map { try reader.neighbours(of: $0.run) }
      return [found?.previous?.id, found?.next?.id]
    }
    #expect(try neighbours(7) == [5, 9])
    #expect(try neighbours(1) == [nil, 3])
    #expect(try neighbours(18) == [16, 20])
    #expect(try neighbours(19) == [17, nil])
  }

  @Test func `Those that are in memory only are looked at as well`() {
    var neighbours = RunNeighbours(previous: RunPosition(ended: 10, id: 1))
    neighbours.look(
      among: [RunPosition(ended: 30, id: 4), RunPosition(ended: 20, id: 3), RunPosition(ended: 5, id: 9)],
      around: RunPosition(ended: 15, id: 2))
    #expect(neighbours == RunNeighbours(previous: RunPosition(ended: 10, id: 1), next: RunPosition(ended: 20, id: 3)))
  }

  @Test func `What is usual is the median of the runs that completed until then`() async throws {
    let reader = try await runs().reader()
    let mixed = RunIdentity(mix: "mixed", strategy: .hybrid, runtime: .swift)
    // Of the runs 1, 3, 5, 7 and 9.
    #expect(try reader.usualRun(of: mixed, until: Self.at(950))?.seconds == 1.5)
    #expect(try reader.usualRun(of: mixed, until: Self.at(950))?.runs == 5)
    #expect(try reader.usualRun(of: mixed, until: Self.at(850)) == nil)
    #expect(try reader.usualRun(of: Self.other, until: Self.at(5000))?.runs == 9)
  }

  @Test func `The first and the last run that are kept are known`() async throws {
    let reader = try await runs().reader()
    #expect(try reader.keptRuns() == 1...20)
    let empty = try StoreFolder()
    try await empty.open().close(at: Self.at(0))
    #expect(try empty.reader().keptRuns() == nil)
  }

  @Test func `The alerts that a run is evidence of are those that it is kept for, and those that began with it`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    let (first, second) = (Episode(), Episode(start: StoreFolder.now.advanced(bySeconds: 4000)))
    let stranger = Episode(identity: Self.other, mix: "other")
    let run = { (seconds: Double) in Records.completed(at: Self.at(seconds - 2.2)) }
    try await store.write([
      .run(run(0), id: 1), .run(run(60), id: 2), .run(run(4000), id: 3), .alert(first.pends()), .alert(stranger.pends()),
      .alert(first.fires()), .alert(first.resolves(after: 900)), .alert(second.pends()),
    ])
    let reader = try HistoryReader(of: store)
    let alerts = { (id: Int64) in try reader.run(id).map { try reader.alerts(around: $0.run) } ?? [] }
    #expect(try alerts(1).map(\.id) == [first.id])
    #expect(try alerts(2).map(\.endedAt) == [Self.at(900)])
    #expect(try alerts(3).map(\.id) == [second.id])
    try reader.close()
    try await store.close(at: StoreFolder.now)
  }
}
