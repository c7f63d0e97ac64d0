import Applications
import Foundation
import Samples
import Telemetry
import Testing

/// The report on a process that was watched from outside: what cannot be seen is never told as a zero.
@Suite struct OutsideReportTests {
  private static func report(_ snapshots: Int = 40, seesStalls: Bool = true) -> AppReport {
    var account = ProcessAccount(
      .init(
        of: .init(pid: 4711, startTicks: 9), app: "shop", language: "", python: "", speaker: 7, probe: "0.1", monotonicNs: 5,
        wallNs: 6))
    let ruling = StallRuling(outside: .init(host: [], stoppedAt: [], controlLate: nil))
    for number in 1...snapshots {
      let loop = AppMessage.Loop(
        ofThread: (4711, "shopd"), isMain: true, runningNs: Int64(number) * 1_000_000_000, busyNs: Int64(number) * 250_000_000,
        longestTurnNs: nil)
      account.receive(
        .snapshot(
          .init(
            seq: number, atNs: Int64(number) * 1_000_000_000,
            ran: seesStalls ? (Int64(number) * 1_000_000_000, Int64(number) * 250_000_000) : nil, turns: 0, stalls: (0, 0),
            loops: seesStalls ? [loop] : [], threads: 3, dropped: 0, cpuNs: (user: Int64(number) * 1_000_000, system: 0),
            memoryBytes: 20_000_000)), ruling: ruling)
    }
    if seesStalls {
      var looks = AppMessage.Stall.Looks()
      (looks.count, looks.asleep, looks.first, looks.waitChannel) = (15, 15, 5_020_000_000, "wait_woken")
      account.receive(
        .stall(.init(loop: 4711, startedNs: 5_000_000_000, endedNs: 5_300_000_000, ran: (0, 0, 0), looks: looks)), ruling: ruling)
    }
    return AppReport(
      app: "shop", command: ["shopd", "-x"],
      outside: SeenFromOutside(
        pid: 4711, hasEnded: false, seen: ["CPU"], unseen: ["how late"], seesStalls: seesStalls, hasLoop: seesStalls,
        switchesPerSecond: (120, 3)),
      seconds: 40, account: AppAccount([account]), surroundings: (nil, nil))
  }

  @Test func `People read what was seen, why, and what was not`() {
    let text = Self.report().text()
    #expect(
      text.hasPrefix(
        "calcmon: shop breached no target that can be judged from outside; process 4711 was seen from outside, for 40 s\n"),
      "\(text)")
    #expect(text.contains("event loop  busy 25 % of the time; how late it was cannot be seen\n"), "\(text)")
    #expect(text.contains("0.3 s: asleep in wait_woken") || text.contains("300 ms: asleep in wait_woken"), "\(text)")
    #expect(text.contains("not seen    how late\n"))
    #expect(!text.contains("collector") && !text.contains("exit status") && !text.contains("late by"))
    #expect(text.contains("it is watched from outside: how late its event loop is cannot be seen there"), "\(text)")
  }

  @Test func `The verdict is unknown, however much else is met`() {
    let judgement = Self.report().judgement
    #expect(judgement.verdict == .unknown)
    #expect(judgement.judgements.first { $0.target.name == .memory }?.verdict == .met)
  }

  @Test func `JSON has null for what is not known`() throws {
    let data = Data(try Self.report().json().utf8)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(object["exit_status"] is NSNull)
    let latency = (object["targets"] as? [[String: Any]])?.first { $0["target"] as? String == "event_loop_latency" }
    #expect((latency?["reason"] as? String)?.hasPrefix("it is watched from outside") == true)
    #expect(object["gc_seconds"] is NSNull)
    #expect(object["stall_count"] as? Int == 1)
    #expect((object["event_loop_latency_seconds"] as? [String: Any])?["max"] is NSNull)
    let outside = try #require(object["seen_from_outside"] as? [String: Any])
    #expect(outside["pid"] as? Int == 4711 && outside["process_has_ended"] as? Bool == false)
    #expect(outside["not_seen"] as? [String] == ["how late"])
  }

  @Test func `Where stalls cannot be seen, there are not none`() throws {
    let report = Self.report(seesStalls: false)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(try report.json().utf8)) as? [String: Any])
    #expect(object["stall_count"] is NSNull && object["busy_ratio"] is NSNull)
    #expect(!report.text().contains("event loop  "))
  }
}
