import API
import Alerting
import CalcmonTesting
import Samples
import Storage
import Testing

/// What commands print, asked of the agent.
@Suite struct PrintedTests {
  private func answer(_ target: String, _ history: HistoryReader?) throws -> PrintedAnswer {
    guard case .printed(let query) = try request(target) else { throw APIProblem(.notFound, target) }
    return try query.answer(history: history, at: Agents.now)
  }

  private func withHistory(_ body: (HistoryReader) throws -> Void) async throws {
    let folder = try HistoryFolder()
    try await folder.store.write([.run(Agents.completed, id: 11)])
    try body(folder.reader)
    try await folder.close()
  }

  @Test func `A report is what the command prints, with its status`() async throws {
    try await withHistory { (reader: HistoryReader) throws in
      let text = try answer("report?since=30d&format=text&only=event_loop_latency", reader)
      #expect(text.text.hasPrefix("Verdict: met\nTargets: all of 1 target met\n"))
      #expect(text.exitStatus == 0)
      #expect(text.contentType == "text/plain; charset=utf-8")
      let gate = try answer("report?since=30d&target=event_loop_latency=p(99)<1us&only=event_loop_latency", reader)
      #expect(gate.exitStatus == 1)
      #expect(gate.contentType == "application/json")
      #expect(gate.text.contains("\"judged_by\""))
      #expect(try answer("report?since=1us", reader).exitStatus == 3)
    }
  }

  @Test func `Alerts are listed as the command lists them`() async throws {
    try await withHistory { (reader: HistoryReader) throws in
      #expect(try answer("alerts/list", reader).text == "no alerts\n")
      #expect(try answer("alerts/list?since=1h&format=json", reader).text == "{\"alerts\":[]}\n")
      #expect(try answer("alerts/silences", reader).text == "no silences\n")
      #expect(throws: APIProblem(.notFound, "there is no alert 'abc'")) { try answer("alerts/abc", reader) }
    }
  }

  @Test(arguments: [
    ("report?since=never", "since"), ("report?format=pdf", "format"), ("report?only=speed", "only"),
    ("report?target=event_loop_latency", "target"), ("report?target=memory=trend", "target"),
    ("report?mix=nosuch", "unknown mix"),
    ("report?baseline=1h", "baseline"), ("report?fail-on-worse=true", "needs a baseline"), ("report?width=3", "width"),
    ("report?colour=red", "unknown parameter"), ("report?since=1h&until=2h", "window is empty"),
    ("alerts/list?alert=Nosuch", "alert"), ("alerts/list?since=1h&until=2h", "window is empty"), ("alerts/xyz", "no id"),
    ("alerts/silences?since=1h", "unknown parameter"), ("alerts/silences?format=json", "they are text"),
  ])
  func `What cannot be asked is refused with the reason`(target: String, word: String) async throws {
    try await withHistory { (reader: HistoryReader) throws in
      let problem = #expect(throws: APIProblem.self) { try answer(target, reader) }
      #expect(problem?.errorType == .badData)
      #expect(problem?.message.contains(word) == true, "\(problem?.message ?? "")")
    }
  }

  private func export(_ target: String, _ history: HistoryReader?) throws -> String {
    guard case .export(let query) = try request(target) else { throw APIProblem(.notFound, target) }
    var text = ""
    try query.write(history, at: Agents.now) { text += String(decoding: $0, as: UTF8.self) }
    return text
  }

  @Test func `An export is what the command writes`() async throws {
    try await withHistory { (reader: HistoryReader) throws in
      let metrics = try export("export", reader)
      #expect(metrics.hasPrefix("# TYPE calcmon_sample_") && metrics.hasSuffix("# EOF\n"))
      let runs = try export("export?format=csv&table=runs", reader).split(separator: "\r\n")
      #expect(runs.count == 2)
      #expect(try export("export?format=jsonl&table=runs", reader).split(separator: "\n").count == 1)
      #expect(try export("export?format=jsonl&table=runs&since=1us", reader) == "")
      #expect(
        try export("export?format=csv&table=runs&runtime=asyncio&strategy=sync", reader).split(separator: "\r\n").count == 1)
    }
  }

  @Test(arguments: [
    ("export?table=runs", "OpenMetrics holds samples"), ("export?format=json", "format"),
    ("export?format=csv&table=jobs", "table"),
    ("export?mix=nosuch", "unknown mix"), ("export?since=1h&until=2h", "window is empty"),
    ("export?width=80", "unknown parameter"),
    ("export?since=never", "since"), ("export?format=csv&format=csv", "once is allowed"),
  ])
  func `What cannot be exported is refused with the reason`(target: String, word: String) async throws {
    try await withHistory { (reader: HistoryReader) throws in
      let problem = #expect(throws: APIProblem.self) { try export(target, reader) }
      #expect(problem?.errorType == .badData)
      #expect(problem?.message.contains(word) == true, "\(problem?.message ?? "")")
    }
    #expect(throws: APIProblem.self) { try export("export", nil) }
  }

  @Test func `Without a database there is no report`() {
    let problem = #expect(throws: APIProblem.self) { try answer("report", nil) }
    #expect(problem?.status == 503)
  }
}
