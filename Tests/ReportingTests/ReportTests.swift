import CalcmonTesting
import Foundation
import Reporting
import Samples
import Storage
import Testing
import Thresholds

@Suite struct ReportTests {
  private let since = Timestamp(milliseconds: 1_700_000_000_000)
  private let until = Timestamp(milliseconds: 1_700_003_600_000)

  @Test func `The text is the golden text`() throws {
    try Golden.expect(report([good, bad]).text, matches: "\(Repository.root)/Tests/ReportingTests/Golden/report.txt")
  }

  @Test func `The JSON is the golden JSON`() throws {
    try Golden.expect(report([good, bad]).json(), matches: "\(Repository.root)/Tests/ReportingTests/Golden/report.json")
  }

  @Test func `One breach makes the verdict; without one, one unknown does; nothing is not met`() {
    #expect(report([good]).verdict == .met)
    #expect(report([good, bad]).verdict == .breached)
    #expect(report([good, failing]).verdict == .unknown)
    #expect(report([]).verdict == .unknown)
  }

  @Test func `A window without runs says so`() {
    #expect(report([]).text.hasSuffix("\nNo runs in this window.\n"))
  }

  @Test func `JSON holds null where there is no figure`() throws {
    let object = try JSONSerialization.jsonObject(with: Data(report([failing]).json().utf8)) as? [String: Any]
    let targets = try #require(object?["targets"] as? [[String: Any]])
    #expect(targets.count == 4)
    #expect(targets.allSatisfy { $0["value"] is NSNull && $0["verdict"] as? String == "unknown" })
    #expect((object?["stalls"] as? [Any])?.isEmpty == true)
  }

  // MARK: Support

  private func report(_ histories: [RunHistory]) -> Report { Report(histories, since: since, until: until) }

  private func history(_ mix: String, _ kind: MixKind, milliseconds: UInt64) -> RunHistory {
    var history = RunHistory(identity: RunIdentity(mix: mix, strategy: .hybrid, runtime: .swift), kind: kind)
    if milliseconds > 100 { history.stalls = StallSummary(Stalls.ofCode) }
    let record = Records.completed()
    history.outcomes = [.completed: 1]
    history.evidence.add(
      latency: Records.latency(milliseconds: milliseconds, count: 200), samples: record.samples, wallSeconds: 2, cpuSeconds: 3.2,
      cores: 2, ioWaitSeconds: 0.2)
    return history
  }

  private var good: RunHistory { history("cpu-bound", .cpu, milliseconds: 3) }
  private var bad: RunHistory { history("mixed", .mixed, milliseconds: 250) }
  private var failing: RunHistory {
    var history = RunHistory(identity: RunIdentity(mix: "sick", strategy: .async, runtime: .swift), kind: .mixed)
    history.outcomes = [.timeout: 2]
    return history
  }
}
