import Alerting
import Samples
import Testing

@Suite struct MutingTests {
  private static let labels = Labels([("alertname", "CalcmonQueueGrowing"), ("mix", "mixed")])

  /// 2026-11-24 is a Tuesday.
  private static func at(_ day: Int, _ hour: Int, _ minute: Int = 0) -> Timestamp {
    Timestamp(milliseconds: 1_795_478_400_000 + Int64(((day - 24) * 24 + hour) * 60 + minute) * 60_000)
  }

  @Test(
    arguments: [
      (at(24, 1, 59), false), (at(24, 2), true), (at(24, 3, 59), true), (at(24, 4), false), (at(25, 3), false),
      (at(23, 3), false),
      (at(31, 3), true),
    ])
  func `a maintenance window mutes on its days, from its begin until before its end`(_ now: Timestamp, _ expected: Bool) {
    let window = MaintenanceWindow(comment: "backup", matcher: AlertMatcher([:]), days: [2], from: 120, to: 240)
    #expect(window.mutes(Self.labels, at: now) == expected)
  }

  @Test(
    arguments: [
      (at(24, 22, 59), false), (at(24, 23), true), (at(25, 0, 30), true), (at(25, 1), false), (at(25, 23, 30), false),
      (at(24, 0, 30), false),
    ])
  func `one that goes over midnight belongs to the day on which it begins`(_ now: Timestamp, _ expected: Bool) {
    let window = MaintenanceWindow(comment: "", matcher: AlertMatcher([:]), days: [2], from: 23 * 60, to: 60)
    #expect(window.mutes(Self.labels, at: now) == expected)
  }

  @Test(
    arguments: [
      ([:], true), (["mix": "mixed"], true), (["mix": "mixed", "alertname": "CalcmonQueueGrowing"], true),
      (["mix": "other"], false),
      (["team": "x"], false), (["mix": "mixed", "team": "x"], false),
    ] as [([String: String], Bool)])
  func `a matcher wants all of its labels`(_ wanted: [String: String], _ expected: Bool) {
    let silence = Silence(
      matcher: AlertMatcher(wanted), startsAt: Self.at(24, 1), endsAt: Self.at(24, 2), comment: "", createdBy: "")
    #expect(silence.mutes(Self.labels, at: Self.at(24, 1, 30)) == expected)
    #expect(!silence.mutes(Self.labels, at: Self.at(24, 2)))
    #expect(!silence.mutes(Self.labels, at: Self.at(24, 0, 59)))
  }
}
