import Applications
import CalcmonTesting
import Foundation
import Runs
import Samples
import Telemetry
import Testing

/// The report of `calcmon exec`, whole.
@Suite struct AppReportTests {
  private static let folder = "\(Repository.root)/Tests/ApplicationsTests/Golden"

  @Test func `Text for people`() throws {
    try Golden.expect(shop.text(), matches: "\(Self.folder)/shop.txt")
  }

  @Test func `Text on a terminal of 80 columns: nothing is wider but what cannot be folded`() throws {
    let text = shop.text(width: 80)
    try Golden.expect(text, matches: "\(Self.folder)/shop-80.txt")
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 || !$0.drop { $0 == " " }.contains(" ") })
  }

  @Test func `JSON for machines`() throws {
    try Golden.expect(shop.json(), matches: "\(Self.folder)/shop.json")
  }

  @Test func `A program that did well`() throws {
    let quiet = report([
      account((1...40).map { AppMessages.snapshot(seq: $0, second: Double($0) / 4, busyNs: 1_000_000, latency: [[200, 25]]) })
    ])
    try Golden.expect(quiet.text(), matches: "\(Self.folder)/quiet.txt")
  }

  @Test func `A loop that was never heard of again`() throws {
    let text = report([account([AppMessages.snapshot(seq: 1, second: 1, latency: [[200, 25]]), AppMessages.standing])]).text()
    #expect(
      text.contains("still stood when it was last heard of, 4 s by then: asleep in do_poll at shop.py:7:load, task main\n"),
      "\(text)")
  }

  @Test func `What an application calls its things cannot write to the terminal`() {
    let hostile = AppMessages.stall(onCPU: 400, frame: "a\u{1b}[2Jb.py:1:x", stack: ["a\u{1b}[2Jb.py:1:x"], task: "t\u{7}\n\rx")
    let text = report([account([AppMessages.snapshot(seq: 1, second: 1), hostile])]).text()
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || !$0.properties.generalCategory.isControl })
    #expect(text.contains("b.py:1:x"))
  }

  private var shop: AppReport {
    let snapshots = (1...40).map { number in
      AppMessages.snapshot(
        seq: number, second: Double(number) / 4, busyNs: Int64(number) * 150_000_000, cpuNs: Int64(number) * 120_000_000,
        tasks: 3 + number, memoryBytes: 20_000_000,
        queues: ["Bus.inbox": 70 * number, "outbox": 1],
        executor: (number % 5, 6), gc: [[9, 1_000_000], [1, 2_000_000], [1, 80_000_000]],
        ioWaitNs: Int64(number) * 20_000_000, latency: number % 4 == 0 ? [[200, 20], [400_000, 3]] : [[200, 25]])
    }
    let stalls = [
      AppMessages.stall(
        at: 1200, milliseconds: 750, looks: 30, asleep: 30, channel: "hrtimer_nanosleep", frame: "devices/retry.py:31:back_off",
        stack: [
          "devices/retry.py:31:back_off", "devices/register.py:112:read_register", "devices/device.py:64:Device.state",
          "poller.py:20:poll", "poller.py:44:main",
        ], task: "poll"),
      AppMessages.stall(
        at: 2200, milliseconds: 740, looks: 30, asleep: 30, channel: "hrtimer_nanosleep", frame: "devices/retry.py:31:back_off",
        stack: [
          "devices/retry.py:31:back_off", "devices/register.py:112:read_register", "devices/device.py:64:Device.state",
          "poller.py:20:poll", "poller.py:44:main",
        ], task: "poll"),
      AppMessages.stall(
        at: 3400, milliseconds: 500, timeslices: 100, asleep: 9, inFutex: 9, channel: "futex_do_wait", frame: nil, stack: [],
        task: nil, holder: AppMessages.Holder(onCPU: 490)),
      AppMessages.stall(
        at: 4400, milliseconds: 300, onCPU: 300, tasksSeen: 5, frame: "parse.py:9:parse",
        stack: ["parse.py:9:parse", "parse.py:20:job"], task: "job"),
      AppMessages.stall(
        at: 5400, milliseconds: 250, onCPU: 250, gc: 240, frame: "cache.py:5:innocent", stack: ["cache.py:5:innocent"],
        task: "fill"),
      AppMessages.stall(
        at: 6400, milliseconds: 220, onCPU: 60, waiting: 160, frame: "images.py:5:thumbnail", stack: ["images.py:5:thumbnail"],
        task: "image"),
      AppMessages.stall(at: 150, milliseconds: 400, onCPU: 400, startup: true),
    ]
    return report([
      account(snapshots + stalls),
      account([AppMessages.snapshot(seq: 1, second: 5, busyNs: 0, latency: [[200, 100]])], pid: 2),
    ])
  }

  private func report(_ processes: [ProcessAccount]) -> AppReport {
    AppReport(
      app: "shop", command: ["python", "poller.py"], exitStatus: 0, seconds: 12.5, account: AppAccount(processes),
      surroundings: (nil, nil), memoryPeakBytes: nil)
  }

  private func account(_ messages: [AppMessage], pid: Int = 1) -> ProcessAccount {
    var account = ProcessAccount(AppMessages.hello(pid: pid))
    let ruling = StallRuling(outside: StallAttribution(host: [], stoppedAt: [], controlLate: nil))
    for message in messages { account.receive(message, ruling: ruling) }
    return account
  }
}

extension Unicode.GeneralCategory {
  fileprivate var isControl: Bool { self == .control }
}
