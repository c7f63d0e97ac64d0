import Applications
import Samples
import Telemetry
import Testing

/// What an application that is broken, or means harm, can do to the agent.
@Suite struct AppBookLimitTests {
  @Test func `There are 64 applications, and one that is gone makes room`() {
    var driver = BookDriver()
    let first = driver.open("app0", pid: 1)
    for number in 1..<64 { _ = driver.open("app\(number)", pid: number + 1) }
    #expect(driver.refusal == nil)
    let late = driver.open("late", pid: 99)
    #expect(driver.refusal == .applications)
    driver.say(late, AppMessages.snapshot(seq: 1, second: 1))
    #expect(!driver.isWatched)
    driver.close(first)
    _ = driver.open("late", pid: 99)
    #expect(driver.refusal == nil)
    #expect(driver.names.count == 64)
    #expect(!driver.names.contains("app0"))
  }

  @Test func `An application has 16 processes`() {
    var driver = BookDriver()
    let connections = (0..<16).map { driver.open(pid: $0 + 1) }
    #expect(driver.refusal == nil)
    _ = driver.open(pid: 99)
    #expect(driver.refusal == .processes)
    driver.close(connections[3])
    _ = driver.open(pid: 99)
    #expect(driver.refusal == nil)
  }

  @Test func `Names of queues that are made up each second end in one`() throws {
    var driver = BookDriver()
    let process = driver.open()
    var names: Set<String> = []
    for second in 1...250 {
      driver.seconds = Double(second)
      let queues = (0..<20).map { (name: "q\(second)-\($0)", depth: 1) }
      driver.say(process, AppMessages.snapshot(seq: second, second: Double(second), made: queues))
      let app = try #require(driver.app())
      #expect(app.figures.queues.reduce(0) { $0 + $1.depth } == 20)
      names.formUnion(app.figures.queues.map(\.name))
    }
    #expect(names.count == 33)
    #expect(names.contains("other"))
  }

  @Test(arguments: [
    ("my shop", "my-shop"), ("a\u{0}\n\"b", "a-b"), (String(repeating: "x", count: 100), String(repeating: "x", count: 64)),
    ("größe", "gr-e"),
  ])
  func `A name that cannot be a label is made one`(said: String, name: String) {
    var driver = BookDriver()
    _ = driver.open(said)
    #expect(driver.names == [name])
  }

  @Test func `A name belongs to the user who came with it first, and to root`() {
    var driver = BookDriver()
    _ = driver.open(pid: 1, uid: 1000)
    _ = driver.open(pid: 2, uid: 0)
    _ = driver.open(pid: 3, uid: 1001)
    let long = String(repeating: "x", count: 64)
    _ = driver.open(long, pid: 4, uid: 1000)
    _ = driver.open(long, pid: 5, uid: 65534)
    #expect(driver.names == ["shop", "shop.uid1001", String(repeating: "x", count: 55) + ".uid65534", long].sorted())
    #expect(driver.app()?.processes.count == 2)
  }

  @Test func `A pid that is made up is that of the kernel`() {
    var driver = BookDriver()
    let hello = AppMessages.hello(pid: 1)
    _ = driver.book.opened(1, hello, by: AppPeerIdentity(pid: 4711, uid: 1000, startTicks: 5), at: driver.now)
    #expect(driver.app()?.processes.map(\.pid) == [4711])
  }

  @Test func `More lateness than there was time for is left out, and counted`() {
    var driver = BookDriver()
    let process = driver.open()
    driver.say(process, AppMessages.snapshot(seq: 1, second: 1, latency: [[100, 1 << 32]]))
    driver.say(process, AppMessages.snapshot(seq: 2, second: 2, latency: [[100, 100], [50, 1]]))
    let first = driver.takeLateness()
    #expect(first == 0)
    #expect(driver.app()?.totals.droppedByAgent == 2)
  }

  @Test func `Lateness takes only so much room, whatever is told`() throws {
    var driver = BookDriver()
    let process = driver.open()
    for second in 1...400 {
      let pairs = (0..<150).map { [UInt64(second * 7 + $0 * 24_000_000), 1] }
      driver.say(process, AppMessages.snapshot(seq: second, second: Double(second) * 100, latency: pairs))
    }
    let taken = driver.book.takeLatencies()["shop"]
    let told = try #require(taken)
    #expect(told.count == 60_000)
    #expect(told.buckets.count < 3500)
  }

  @Test func `The greatest figures that can be said end nothing`() throws {
    var driver = BookDriver()
    let most = Int64(1) << 60
    for pid in 1...16 {
      let process = driver.open(pid: pid)
      for seq in [1, Int(most)] {
        driver.say(
          process,
          AppMessages.snapshot(
            seq: seq, second: 1e9, busyNs: most, cpuNs: most, tasks: Int(most), memoryBytes: most,
            gc: [[most, most], [most, most], [most, most]], ioWaitNs: most,
            made: (0..<40).map { (name: "q\($0)", depth: Int(most)) }, stalls: Int(most), stallNs: most, dropped: Int(most)))
      }
    }
    let app = try #require(driver.app())
    #expect(app.figures.queues.count == 33)
    #expect(app.totals.stalls.isFinite)
  }
}
