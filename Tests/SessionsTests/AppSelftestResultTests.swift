import Foundation
import SampleApps
import Sessions
import Testing

/// What `calcmon selftest --apps` prints.
@Suite struct AppSelftestResultTests {
  private func finding(
    _ app: String, found: Bool = true, cause: Bool? = true, frame: Bool? = true, error: Double? = 0.0005, slack: Double = 0,
    reported: String = ""
  ) throws -> AppFinding {
    let report = #"{"app":"a","exit_status":0,"processes":1,"stalls":[],"tasks":{},"queues":[],"probe_errors":0}"#
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let judge = AppJudge(app, try decoder.decode(ToldReport.self, from: Data(report.utf8)))
    var truth = Truth(cause: .blocked, frame: "pause", startedNs: 0, endedNs: 300_000_000)
    truth.cpuNs = 0
    var finding = try #require(judge.judge([truth]).findings.first)
    (finding.isFound, finding.isCauseRight, finding.isFrameRight, finding.reported) = (
      found, found ? cause : nil, found ? frame : nil, reported
    )
    (finding.seconds, finding.error, finding.slack) = (found ? 0.3 : nil, found ? error : nil, slack)
    return finding
  }

  @Test func `A row for each program, and the shares`() throws {
    var result = AppSelftestResult()
    result.add(
      (
        [
          try finding("sleeping"), try finding("sleeping"),
          try finding("reading", cause: false, reported: "callback at a.py:1:f"),
        ], 0
      ))
    result.add(([try finding("waiting", found: false)], 2))
    result.add(.init(app: "calling", reason: "there is no report"))
    #expect(
      result.text(width: nil) == """
        PROGRAM   DID      TOLD  CAUSE  FRAME  LENGTH
        sleeping  blocked   2/2    2/2    2/2     2/2
        reading   blocked   1/1    0/1    1/1     1/1
        waiting   blocked   0/1      -      -       -

        Found: 75 % (goal 99 %); right: causes 66.7 %, frames 100 %, lengths 100 % (goals 95 %)
        Length of a stall: error median 500 us, greatest 500 us
        False stalls: 2 (goal 0)
        Wrong: reading (blocked): callback at a.py:1:f
        Wrong: waiting (blocked): not told
        Not tried: calling: there is no report

        """)
    #expect(result.isGood == false)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(result.json().utf8)) as? [String: Any])
    #expect(object["found"] as? Double == 0.75)
    #expect(object["false_stalls"] as? Int == 2)
    #expect((object["apps"] as? [[String: Any]])?.count == 3)
    #expect((object["not_tried"] as? [[String: Any]])?.first?["app"] as? String == "calling")
  }

  @Test func `All right is good; nothing tried is not known`() throws {
    var result = AppSelftestResult()
    #expect(result.isGood == nil)
    result.add(([try finding("sleeping"), try finding("hoarding", error: 0.09, slack: 0.1)], 0))
    #expect(result.isGood == true)
    #expect(result.lengthErrors == [0.0005])
    result.add(([], 1))
    #expect(result.isGood == false)
  }
}
