import CalcmonTesting
import Samples
import Storage
import Testing

/// Ids of runs that are known before these are written.
@Suite struct RunIDTests {
  private let now = StoreFolder.now

  private func ids(_ folder: StoreFolder) throws -> [Int64] {
    var ids: [Int64] = []
    try folder.reader().forEachRun(StoreFolder.window(-600, 6000)) { ids.append($0.id) }
    return ids
  }

  @Test func `A run has the id that it was given`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    for (index, id) in [Int64(7), 8, 20].enumerated() {
      try await store.write([.run(Records.completed(at: now.advanced(bySeconds: Double(index) * 10)), id: id)])
    }
    try await store.write([.run(Records.completed(at: now.advanced(bySeconds: 100)))])
    try await store.close(at: now)
    #expect(try ids(folder) == [7, 8, 20, 21])
    #expect(try folder.reader().run(8)?.samples.count == 100)
  }

  @Test func `Where its id is taken it has the next one that is free, with all that belongs to it`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    for id in [Int64(3), 4, 6, 3, 3, 6] { try await store.write([.run(Records.completed(at: now), id: id)]) }
    #expect(try ids(folder) == [3, 4, 5, 6, 7, 8])
    for table in ["instants", "histograms", "trends"] {
      let owners = try folder.rows("SELECT group_concat(run_id) FROM (SELECT DISTINCT run_id FROM \(table) ORDER BY 1)")
      #expect(owners == "3,4,5,6,7,8")
    }
    store.abandon()
  }

  @Test func `A store tells the greatest id that it was opened with`() async throws {
    let folder = try StoreFolder()
    let first = try folder.open()
    #expect(first.opening.lastRunID == 0)
    try await first.write([.run(Records.completed(), id: 41), .run(Records.completed(), id: 12)])
    try await first.close(at: now)
    let second = try folder.open()
    #expect(second.opening.lastRunID == 41)
    try await second.close(at: now)
  }
}
