import API
import CalcmonTesting
import Runs
import Samples
import Snapshots
import Storage
import Testing

/// What each route answers, whole.
@Suite struct AnswerTests {
  private func golden(_ name: String) -> String { "\(Repository.root)/Tests/APITests/Golden/\(name).json" }

  @Test(arguments: [
    ("status", "status"), ("targets", "targets"), ("rules", "rules"), ("alerts", "alerts"), ("runs?limit=1", "runs"),
    ("runs/11", "run"),
  ])
  func `What memory has is answered from it, without a database`(_ target: String, _ name: String) throws {
    try Golden.expect(try ask(target, Agents.busy), matches: golden(name))
  }

  @Test(arguments: ["status", "targets", "apps", "rules", "alerts"])
  func `An agent that knows nothing yet answers as well`(_ target: String) throws {
    try Golden.expect(try ask(target, Agents.idle), matches: golden("idle-\(target)"))
  }

  @Test func `The history is answered from the database`() async throws {
    let folder = try HistoryFolder()
    try await folder.store.write([.run(Agents.completed, id: 11), .run(Agents.stalled, id: 12)])
    try expectHistory(folder.reader)
    try await folder.close()
  }

  private func expectHistory(_ reader: HistoryReader) throws {
    try Golden.expect(try ask("runs", Agents.idle, reader), matches: golden("stored-runs"))
    let samples = try ask("samples?quantity=memory_bytes&since=2m&step=1", Agents.idle, reader)
    try Golden.expect(samples, matches: golden("samples"))
    // But for the version, it is the run that memory has.
    let stored = try ask("runs/11", Agents.idle, reader).replacing("\"version\":null", with: "\"version\":\"calcmon 0.1.0\"")
    let remembered = try ask("runs/11", Agents.busy)
    #expect(stored == remembered)
  }

  @Test func `A problem has Prometheus' shape`() throws {
    let problem = APIProblem(.badData, "it is \"wrong\"")
    #expect(try problem.json() == "{\"error\":\"it is \\\"wrong\\\"\",\"errorType\":\"bad_data\",\"status\":\"error\"}\n")
    let statuses = [APIProblem.ErrorType.badData, .notFound, .unavailable, .timeout].map { APIProblem($0, "").status }
    #expect(statuses == [400, 404, 503, 503])
  }
}
