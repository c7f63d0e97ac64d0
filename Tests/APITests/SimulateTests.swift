import API
import Foundation
import Testing

/// `/api/v1/simulate`
@Suite struct SimulateTests {
  private func ask(_ query: [(name: String, value: String)]) throws -> String {
    let request = try APIRequest(path: ["simulate"], query: query)
    #expect(!request.needsHistory)
    return try answer(request, snapshot: Agents.busy, history: nil)
  }

  private func rows(_ text: String) throws -> [[String: Any]] {
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    return try #require(object?["strategies"] as? [[String: Any]])
  }

  @Test func `One line, with each strategy in each runtime`() throws {
    let text = try ask([("tasks", "50"), ("cpu", "5ms")])
    #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count == 2 && text.hasSuffix("\n"))
    let rows = try rows(text)
    #expect(rows.count == 8)
    #expect(rows.allSatisfy { ($0["segments"] as? [Any])?.isEmpty == true })
    #expect(rows.allSatisfy { ($0["seconds"] as? Double ?? 0) > 0.05 })
  }

  @Test func `Pieces of the timeline are there where they are asked for`() throws {
    let rows = try rows(try ask([("tasks", "50"), ("strategy", "hybrid"), ("runtime", "swift"), ("segments", "20")]))
    #expect((rows.first?["segments"] as? [Any])?.count == 20)
  }

  @Test func `What cannot be is named, all of it`() {
    #expect(
      throws: APIProblem(
        .badData,
        "invalid parameters: \"tasks\": \"100001\" must be a whole number from 1 to 100000; \"cpu\": \"-1ms\" must be a duration from 0s to 1h, as 3.3ms",
        problems: [
          .init(parameter: "tasks", value: "100001", reason: "must be a whole number from 1 to 100000"),
          .init(parameter: "cpu", value: "-1ms", reason: "must be a duration from 0s to 1h, as 3.3ms"),
        ])
    ) { try ask([("tasks", "100001"), ("cpu", "-1ms")]) }
  }

  @Test func `What is unknown is named with the rest`() throws {
    let problem = #expect(throws: APIProblem.self) { try ask([("colour", "red"), ("tasks", "0")]) }
    #expect(problem?.problems.map(\.parameter) == ["colour", "tasks"])
    #expect(problem?.message.hasPrefix("invalid parameters: \"colour\": \"red\" is unknown; there are tasks, io, cpu") == true)
  }

  @Test func `Prometheus' shape says it too, and each problem by its parameter`() throws {
    do {
      _ = try ask([("tasks", "0"), ("jitter", "3")])
      Issue.record("it was answered")
    } catch let problem as APIProblem {
      #expect(problem.status == 400)
      let expected = """
        {"error":"invalid parameters: \\"tasks\\": \\"0\\" must be a whole number from 1 to 100000; \\"jitter\\": \\"3\\" must be a number from 0 to 2",\
        "errorType":"bad_data","problems":[\
        {"parameter":"tasks","reason":"must be a whole number from 1 to 100000","value":"0"},\
        {"parameter":"jitter","reason":"must be a number from 0 to 2","value":"3"}],"status":"error"}

        """
      #expect(try problem.json() == expected)
    }
  }

  @Test func `Other problems have none by parameter`() throws {
    #expect(
      try APIProblem(.notFound, "x").json() == "{\"error\":\"x\",\"errorType\":\"not_found\",\"status\":\"error\"}\n")
  }

  @Test func `A page may say who it is`() throws {
    guard case .simulate(let query) = try APIRequest(path: ["simulate"], query: [("page", "a1")]) else {
      throw CancellationError()
    }
    #expect(query.page == "a1" && query.values.isEmpty)
  }

  @Test func `Who is not waited for is not computed`() throws {
    let request = try APIRequest(path: ["simulate"], query: [])
    let text = try answer(request, snapshot: Agents.busy, history: nil, isCancelled: { true })
    #expect(try rows(text).isEmpty)
  }
}
