import Telemetry
import Testing

/// What is written as a line is read as the same message.
@Suite struct AppLineTests {
  private static let hello = AppMessage.hello(
    .init(
      of: .init(pid: 4711, startTicks: 99_123), app: "shop", language: "python", python: "3.11", speaker: 7, probe: "0.1.0",
      monotonicNs: 5, wallNs: 1_795_971_993_311_623_293))
  private static let snapshot = AppMessage.snapshot(
    .init(
      seq: 3, atNs: 9_000_000_000, ran: (8_000_000_000, 1_000_000_000), turns: 12, stalls: (2, 600_000_000),
      loops: [
        .init(ofThread: (4711, "python3"), isMain: true, runningNs: 8, busyNs: nil, longestTurnNs: nil),
        .init(ofThread: (4712, "a\"b\\c\u{1}é"), isMain: false, runningNs: 9, busyNs: 3, longestTurnNs: 2),
      ], threads: 16, dropped: 1, cpuNs: (user: 5, system: 6), memoryBytes: 20_000_000))
  private static var stall: AppMessage {
    var looks = AppMessage.Stall.Looks()
    (looks.count, looks.asleep, looks.inFutex, looks.first, looks.waitChannel) = (5, 4, 1, 1500, "do_poll")
    return .stall(.init(loop: 4711, startedNs: 1000, endedNs: 2000, ran: (100, 50, 3), looks: looks))
  }
  private static let standing = AppMessage.standing(.init(loop: 4711, sinceNs: 5, atNs: 9, waitChannel: nil))

  @Test(arguments: [hello, snapshot, stall, standing, .bye])
  func `A message comes back as it was`(message: AppMessage) throws {
    let line = message.line
    #expect(line.last == UInt8(ascii: "\n"))
    #expect(line.dropLast().contains(UInt8(ascii: "\n")) == false)
    #expect(try AppCoding.decode(Array(line.dropLast())) == message)
  }

  @Test func `What a probe says comes back as well, written anew`() throws {
    for text in Self.probes {
      let message = try AppCoding.decode(Array(text.utf8))
      #expect(try AppCoding.decode(Array(message.line.dropLast())) == message, "\(text)")
    }
  }

  @Test func `A text that is too long for a line is cut between two characters`() throws {
    let name = String(repeating: "é", count: 100)
    let long = AppMessage.standing(.init(loop: 1, sinceNs: 5, atNs: 9, waitChannel: name))
    guard case .standing(let read) = try AppCoding.decode(Array(long.line.dropLast())) else { return #expect(Bool(false)) }
    #expect(read.waitChannel == String(repeating: "é", count: 60))
  }

  private static let probes = [
    #"{"v":1,"type":"hello","app":"shop","pid":7,"python":"3.11.7","implementation":"cpython","probe":"0.1","monotonic_ns":5,"wall_ns":1795971993311623293,"instance":"x","version":"v7"}"#,
    #"{"v":1,"type":"stall","loop":1,"started_ns":1000,"ended_ns":2000,"on_cpu_ns":300,"runqueue_ns":200,"timeslices":3,"gc_ns":10,"#
      + #""startup":true,"looks":5,"looks_asleep":2,"looks_in_futex":1,"noticed_ns":1500,"wait_channel":"do_poll","stack":["a.py:1:f","b.py:2:g"],"#
      + #""frame":"a.py:1:f","task":"t","tasks_seen":1,"captures":2,"ready":0,"holder":{"thread":"x","frame":null,"on_cpu_ns":5,"runqueue_ns":6}}"#,
    #"{"v":1,"type":"snapshot","seq":1,"at_ns":9,"running_ns":8,"busy_ns":null,"turns":3,"stalls":0,"stall_ns":0,"loops":[],"#
      + #""tasks":2,"queues":[{"queue":"inbox","queues":1,"depth":3,"fullest":3,"capacity":0}],"executor":{"backlog":0,"threads":1,"limit":6},"#
      + #""gc":[[1,2],[3,4],[5,6]],"timed":[{"step":"db","count":1,"ns":5}],"io_wait_ns":7,"threads":2,"dropped":0,"errors":0,"#
      + #""cpu_user_ns":5,"cpu_system_ns":6,"memory_bytes":7,"latency":[[100,3],[200,1]]}"#,
  ]
}
