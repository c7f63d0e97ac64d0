import API
import CalcmonTesting
import Runs
import Samples
import Snapshots
import Storage
import Testing

/// When the database is needed, and what is said where it is not there.
@Suite struct HistoryNeedTests {
  private let needed = APIProblem(.unavailable, "the history is needed for this, and the database is not open")

  @Test(arguments: [
    "status", "targets", "apps", "rules", "alerts", "runs", "runs?limit=1", "runs?mix=mixed", "runs?outcome=crashed&since=1h",
    "runs/11",
  ])
  func `What memory has does not need it`(_ target: String) {
    #expect(problem(target) == nil)
  }

  @Test(arguments: ["runs/10", "runs?mix=other", "runs?until=1h", "samples?quantity=queue_depth"])
  func `What memory does not have needs it`(_ target: String) {
    #expect(problem(target) == needed)
  }

  @Test func `Without a database a page from memory has a next one, which tells why there is no more`() throws {
    let page = try runs(try ask("runs", Agents.busy))
    #expect(page.runs.map(\.id) == [12, 11])
    let next = try #require(page.next)
    #expect(problem("runs?\(next)") == needed)
    #expect(problem("runs", Agents.idle) == needed)
  }

  @Test func `A database that was closed is one that cannot be read`() async throws {
    let folder = try HistoryFolder()
    try await folder.close()
    let found = problem("runs/10", Agents.busy, folder.reader)
    #expect(found == APIProblem(.unavailable, "the history is needed for this, and cannot be read: the reader is closed"))
    #expect(try runs(try ask("runs", Agents.busy, folder.reader)).runs.count == 2)
  }

  @Test func `Reading ends when its time is over`() async throws {
    let folder = try HistoryFolder()
    #expect(
      throws: APIProblem(
        .timeout, "reading the history took longer than 0 s; ask for less of it: a shorter window, or one mix")
    ) {
      try answer(.run(1), snapshot: Agents.busy, history: folder.reader, within: .zero)
    }
    try await folder.close()
  }

  @Test func `A run that is nowhere, and points that are too many`() async throws {
    let folder = try HistoryFolder()
    let missing = "there is no run 10, or it is not kept any more: "
    #expect(problem("runs/10", Agents.busy, folder.reader) == APIProblem(.notFound, missing + "no run is kept"))
    try await folder.store.write([.run(Records.completed(), id: 12), .run(Records.completed(), id: 14)])
    #expect(
      problem("runs/10", Agents.busy, folder.reader)
        == APIProblem(.notFound, missing + "the oldest kept run is 12, the newest 14"))
    #expect(
      problem("samples?quantity=memory_bytes&since=30d&step=1m", Agents.busy, folder.reader)
        == APIProblem(.badData, "more than 11000 points; ask for a shorter window, or a step of at least 5m"))
    try await folder.close()
  }
}
