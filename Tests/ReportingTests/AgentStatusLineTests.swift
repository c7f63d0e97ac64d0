import Foundation
import Reporting
import Testing

/// What a running agent says of itself, in one line.
@Suite struct AgentStatusLineTests {
  private func line(
    verdict: String = "met", targets: String = #"{"judged": 36, "breached": 0, "unknown": 0}"#, failures: String = "[]",
    uptime: String = "2760", apps: String = "null"
  ) throws -> String {
    let json = """
      {"verdict": "\(verdict)", "at": "2026-01-31T12:00:12.500Z", "version": "0.1.0", "uptime_seconds": \(uptime),
       "targets": \(targets), "failures": \(failures), "apps": \(apps), "alerts": {"pending": 0, "firing": 1}, "notes": [],
       "newest_run": {"ended_at": "2026-01-31T12:00:00.500Z"}}
      """
    return try #require(AgentStatusLine(json: Array(json.utf8))).text
  }

  @Test func `Targets, alerts, the last run and the agent are told`() throws {
    #expect(try line() == "met: all of 36 targets met; 1 alert fires; last run 12s ago; up 46m; calcmon 0.1.0")
    let some = #"{"judged": 36, "breached": 2, "unknown": 3}"#
    #expect(try line(verdict: "breached", targets: some).hasPrefix("breached: 2 of 36 targets breached, 3 unknown; 1 alert"))
  }

  @Test func `What fails is told beside the targets, since it is a breach as well`() throws {
    let failures = #"[{"mix": "a", "verdict": "breached"}, {"mix": "b", "verdict": "met"}]"#
    #expect(
      try line(verdict: "breached", failures: failures)
        .hasPrefix("breached: all of 36 targets met; too much fails of 1 canary; 1 alert fires; "))
  }

  @Test func `Applications are told beside the targets, if there are any`() throws {
    #expect(try line(apps: #"{"watched": 0, "breached": 0, "unknown": 0}"#) == line())
    #expect(
      try line(apps: #"{"watched": 5, "breached": 1, "unknown": 2}"#).contains("; 5 applications: 1 breached, 2 unknown; 1 alert")
    )
    #expect(try line(apps: #"{"watched": 1, "breached": 0, "unknown": 0}"#).contains("met; 1 application: all well; 1 alert"))
  }

  @Test(arguments: ["1e300", "-1e300"])
  func `No number that an agent may tell ends the command`(_ uptime: String) throws {
    #expect(try line(uptime: uptime).contains("; up "))
  }
}
