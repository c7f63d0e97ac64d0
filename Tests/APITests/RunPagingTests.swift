import API
import Alerting
import CalcmonTesting
import Foundation
import Runs
import Samples
import Snapshots
import Storage
import Testing

/// A page of `/api/v1/runs`, as a client reads it.
struct RunPage: Decodable {
  struct Run: Decodable {
    let id: Int64
    let mix: String
    let outcome: String
  }

  let runs: [Run]
  let next: String?
}

func runs(_ json: String) throws -> RunPage { try JSONDecoder().decode(RunPage.self, from: Data(json.utf8)) }

/// Pages, from memory and from the database.
@Suite struct RunPagingTests {
  private static let names = ["mixed", "a b&c=d/ü", "cpu-bound"]

  /// Of three mixes in turn; two at a time end together.
  private func record(_ number: Int) -> RunRecord {
    let identity = RunIdentity(mix: Self.names[number % 3], strategy: .hybrid, runtime: .swift)
    let start = Agents.now.advanced(bySeconds: Double(number / 2) * 10 - 9000)
    return number % 7 == 0
      ? Records.ended(.failed, reason: "it did not work", identity: identity, at: start.advanced(bySeconds: 1.2))
      : Records.completed(identity, at: start)
  }

  /// So many of the newest are in memory, and all but so many in the database.
  private func folder(_ count: Int, inMemory: Int, unwritten: Int) async throws -> (HistoryFolder, AgentSnapshot) {
    let folder = try HistoryFolder()
    try await folder.store.write(
      (1...count - unwritten).map { (number: Int) -> HistoryEntry in .run(record(number), id: Int64(number)) })
    var snapshot = Agents.idle
    snapshot.newestRuns = (1...count).reversed().prefix(inMemory).map { RunDetail(record($0), id: Int64($0)) }
    return (folder, snapshot)
  }

  private func pages(
    _ query: [(name: String, value: String)], _ snapshot: AgentSnapshot, _ reader: HistoryReader
  ) throws -> [RunPage] {
    var pages: [RunPage] = []
    var query: [(name: String, value: String)]? = query
    while let asked = query, pages.count < 600 {
      let request = try APIRequest(path: ["runs"], query: asked)
      let page = try runs(try answer(request, snapshot: snapshot, history: reader))
      pages.append(page)
      query = try page.next.map { next in
        try next.split(separator: "&").map { pair in
          let sides = pair.split(separator: "=", maxSplits: 1)
          return (name: String(sides[0]), value: try #require(String(sides[1]).removingPercentEncoding))
        }
      }
    }
    return pages
  }

  @Test(arguments: [(1, 30), (7, 30), (30, 30), (31, 30), (500, 30), (100, 0), (100, 500)])
  func `500 runs come once each, the newest first`(_ limit: Int, _ inMemory: Int) async throws {
    let (folder, snapshot) = try await folder(500, inMemory: inMemory, unwritten: min(inMemory, 5))
    let found = try pages([("limit", "\(limit)")], snapshot, folder.reader)
    let ids = found.flatMap { $0.runs.map(\.id) }
    #expect(ids.count == 500 && Set(ids) == Set(1...500))
    let ends = ids.map { (RunDetail(record(Int($0)), id: $0).run.endedAt, $0) }
    #expect(zip(ends, ends.dropFirst()).allSatisfy { newer, older in newer > older })
    #expect(found.dropLast().allSatisfy { $0.runs.count == limit })
    try await folder.close()
  }

  @Test func `A choice and a window go along from page to page`() async throws {
    let (folder, snapshot) = try await folder(500, inMemory: 30, unwritten: 5)
    let name = Self.names[1]
    let since = Agents.now.advanced(bySeconds: -8400)
    let found = try pages(
      [
        ("mix", name), ("strategy", "hybrid"), ("since", "2h20m"), ("until", since.advanced(bySeconds: 600.5).rfc3339),
        ("limit", "9"),
      ],
      snapshot, folder.reader)
    let expected = (1...500).reversed().filter { number in
      let end = record(number).endedAt
      return number % 3 == 1 && since <= end && end <= since.advanced(bySeconds: 600.5)
    }
    #expect(found.count == 5 && expected.count == 40)
    #expect(Set(found.flatMap { $0.runs.map(\.id) }) == Set(expected.map(Int64.init)))
    #expect(found.flatMap { $0.runs.map(\.id) }.count == expected.count)
    #expect(found.allSatisfy { $0.runs.allSatisfy { $0.mix == name } })
    let failed = try pages([("outcome", "failed"), ("limit", "20")], snapshot, folder.reader).flatMap(\.runs)
    #expect(failed.count == 71 && failed.allSatisfy { $0.outcome == "failed" })
    try await folder.close()
  }

  /// Every ninth run is late, which its row does not say: each has to be judged.
  @Test(arguments: [0, 30])
  func `A verdict is found among many runs, page by page, each once`(inMemory: Int) async throws {
    let folder = try HistoryFolder()
    let records = (1...450).map { number in
      Records.completed(
        at: Agents.now.advanced(bySeconds: Double(number) * 10 - 9000),
        latency: Records.latency(milliseconds: number.isMultiple(of: 9) ? 250 : 3, count: 200), items: (ok: 2000, failed: 0))
    }
    try await folder.store.write(zip(1..., records).map { .run($1, id: Int64($0)) })
    var snapshot = Agents.idle
    snapshot.newestRuns = zip(1..., records).reversed().prefix(inMemory).map { RunDetail($1, id: Int64($0)) }
    let found = try pages([("verdict", "breached"), ("limit", "20")], snapshot, folder.reader)
    let expected: [Int64] = (1...50).reversed().map { Int64($0 * 9) }
    let ids: [Int64] = found.flatMap { page in page.runs.map(\.id) }
    #expect(ids == expected)
    #expect(found.map(\.runs.count) == [20, 20, 10])
    #expect(found.last?.next == nil)
    try await folder.close()
  }
}
