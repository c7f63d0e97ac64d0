import Applications
import Samples
import Telemetry
import Testing

/// The whole way from bytes to figures, with lines that are nearly right.
@Suite struct AppBookFuzzTests {
  private static let lines: [[UInt8]] =
    ([
      #"{"v":1,"type":"hello","app":"shop","pid":7,"python":"3.11.7","implementation":"cpython","probe":"0.1","monotonic_ns":5,"wall_ns":6,"instance":"a"}"#,
      #"{"v":1,"type":"snapshot","seq":3,"at_ns":5000000000,"running_ns":4000000000,"busy_ns":1000000000,"turns":9,"stalls":1,"stall_ns":200000000,"loops":[{"loop":1,"kind":"asyncio","thread":"MainThread","main":true,"running":true,"running_ns":4000000000,"busy_ns":1000000000,"ready_max":3,"longest_turn_ns":5}],"tasks":2,"queues":[{"queue":"inbox","queues":1,"depth":4,"fullest":4,"capacity":9}],"executor":{"backlog":1,"threads":2,"limit":8},"gc":[[1,2],[3,4],[5,6]],"timed":[{"step":"db","count":1,"ns":5}],"io_wait_ns":7,"threads":3,"dropped":1,"errors":0,"cpu_user_ns":1000000000,"cpu_system_ns":2000,"memory_bytes":20000000,"latency":[[127,4],[101375,2]]}"#,
      #"{"v":1,"type":"stall","loop":1,"started_ns":1000,"ended_ns":300001000,"on_cpu_ns":200000000,"runqueue_ns":50000000,"timeslices":9,"gc_ns":5,"startup":false,"looks":4,"looks_asleep":2,"looks_in_futex":1,"noticed_ns":null,"wait_channel":"futex_do_wait","stack":["a.py:1:f"],"frame":"a.py:1:f","task":"main","tasks_seen":1,"captures":1,"ready":0,"holder":{"thread":"t","frame":null,"on_cpu_ns":5,"runqueue_ns":6}}"#,
      #"{"v":1,"type":"standing","loop":1,"since_ns":5,"at_ns":9000000000,"wait_channel":null,"stack":[],"frame":null,"task":null}"#,
      #"{"v":1,"type":"bye"}"#,
    ] as [String]).map { Array($0.utf8) }

  @Test func `Each of them is understood as it stands`() throws {
    for line in Self.lines { _ = try AppCoding.decode(line) }
  }

  @Test(arguments: 0..<8)
  func `Whatever is made of them, no counter falls, and no figure is negative or no number`(seed: UInt64) {
    var random = SplitMix64(state: seed)
    var driver = BookDriver()
    var (connections, before): ([Int], [String: AppTotals]) = ([], [:])
    for step in 0..<1500 {
      driver.seconds += Double.random(in: 0...0.15, using: &random)
      let line = mutated(Self.lines[Int.random(in: 0..<Self.lines.count, using: &random)], &random)
      if let message = try? AppCoding.decode(line) { take(message, &driver, &connections, &random) }
      if step % 10 == 0 { check(&driver, &before) }
    }
    #expect(driver.names.count <= 64)
  }

  private func take(_ message: AppMessage, _ driver: inout BookDriver, _ connections: inout [Int], _ random: inout SplitMix64) {
    guard case .hello(let hello) = message else {
      guard let connection = connections.randomElement(using: &random) else { return }
      driver.say(connection, message)
      if Int.random(in: 0..<20, using: &random) == 0 { driver.close(connection) }
      return
    }
    connections.append(
      driver.open(
        hello.app, pid: Int.random(in: 1...3, using: &random), start: UInt64.random(in: 1...2, using: &random),
        uid: UInt32.random(in: 0...2, using: &random), instance: hello.instance))
  }

  private func check(_ driver: inout BookDriver, _ before: inout [String: AppTotals]) {
    driver.book.advance(to: driver.now)
    var after: [String: AppTotals] = [:]
    for view in driver.book.views(at: driver.now) {
      after[view.name] = view.totals
      #expect(view.standingSeconds >= 0 && view.standingSeconds.isFinite)
      #expect(view.processes.count <= 16 && view.figures.queues.count <= 33)
      let (old, new) = (before[view.name]?.numbers, view.totals.numbers)
      #expect(new.allSatisfy { $0 >= 0 && $0.isFinite })
      if let old { #expect(zip(old, new).allSatisfy { $0 <= $1 }, "\(view.name): \(old) \(new)") }
    }
    for latency in driver.book.takeLatencies().values { #expect(latency.buckets.count < 3500) }
    before = after
  }

  /// Bytes are replaced, taken out, put in twice; digits above all, since figures are what is believed.
  private func mutated(_ line: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
    var line = line
    for _ in 0..<Int.random(in: 0...3, using: &random) where !line.isEmpty {
      let place = Int.random(in: 0..<line.count, using: &random)
      let digits = line.indices.filter { (48...57).contains(line[$0]) }
      switch Int.random(in: 0..<6, using: &random) {
      case 0: line[place] = UInt8.random(in: 0...255, using: &random)
      case 1: line.remove(at: place)
      case 2: line.insert(contentsOf: line[place..<min(line.count, place + 20)], at: place)
      default:
        guard let digit = digits.randomElement(using: &random) else { continue }
        line.replaceSubrange(
          digit...digit,
          with: Array("\(UInt64.random(in: 0...1 << 62, using: &random) >> UInt64.random(in: 0...60, using: &random))".utf8))
      }
    }
    return line
  }
}

extension AppTotals {
  /// All that counts up.
  fileprivate var numbers: [Double] {
    [
      stalls, startupStalls, activeSeconds ?? 0, idleSeconds ?? 0, cpuUserSeconds, cpuSystemSeconds, ioWaitSeconds ?? 0,
      droppedByApp,
    ]
      + [droppedByAgent] + gcSeconds + StallCause.allCases.map { stallSeconds[$0] }
  }
}
