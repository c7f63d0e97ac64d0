import Applications
import Samples
import Sampling
import Telemetry
import Testing

/// What all processes of an application come to. CPU time stands for all that counts up.
@Suite struct AppBookTests {
  private func snapshot(_ seq: Int, cpu: Int64, tasks: Int? = 3) -> AppMessage {
    AppMessages.snapshot(seq: seq, second: Double(seq), cpuNs: cpu * 1_000_000_000, tasks: tasks)
  }

  @Test func `The host is to be read for a stall, unless it was since that ended, with what is the application's own`() throws {
    var driver = BookDriver()
    let (process, other) = (driver.open(), driver.open(pid: 11))
    guard case .stall(let stall) = AppMessages.stall(at: 2000, milliseconds: 400) else { return #expect(Bool(false)) }
    func reading(_ milliseconds: Int64) -> HostReading {
      HostReading(nanoseconds: milliseconds * 1_000_000, stealSeconds: 0, throttledSeconds: 0)
    }
    #expect(driver.book.hostWish(of: process, stall).map { [$0.pid, Int($0.since)] } == [10, 2_400_000_000])
    driver.book.hostRead("shop", reading(2399))
    #expect(driver.book.hostWish(of: process, stall) != nil)
    driver.book.hostRead("shop", reading(2500), isThorough: false)
    #expect(driver.book.hostWish(of: process, stall) != nil)
    driver.book.hostRead("shop", reading(2600))
    #expect(driver.book.hostWish(of: process, stall) == nil && driver.book.hostWish(of: other, stall) == nil)
    #expect(driver.book.hostWish(of: 99, stall) == nil)
  }

  @Test func `Counters are sums over processes, and those that end leave what they have come to`() throws {
    var driver = BookDriver()
    let (a, b) = (driver.open(pid: 10), driver.open(pid: 11))
    driver.say(a, snapshot(1, cpu: 5))
    driver.say(b, snapshot(1, cpu: 7))
    driver.say(b, snapshot(2, cpu: 8))
    #expect(driver.app()?.cpu == 13)
    #expect(driver.app()?.figures.tasks == 6)
    driver.close(b)
    let app = try #require(driver.app())
    #expect(app.cpu == 13)
    #expect(app.figures.tasks == 3)
    #expect(app.processes.map(\.pid) == [10])
    // Its successor has the same pid, and counts from 0.
    let c = driver.open(pid: 11, start: 900)
    driver.say(c, snapshot(1, cpu: 2))
    #expect(driver.app()?.cpu == 15)
  }

  @Test func `A process that loses its connection goes on counting where it was`() {
    var driver = BookDriver()
    let first = driver.open()
    driver.say(first, snapshot(1, cpu: 5))
    driver.close(first)
    let second = driver.open()
    driver.say(second, snapshot(4, cpu: 6))
    #expect(driver.app()?.cpu == 6)
    // The end of the connection before is seen late.
    let third = driver.open()
    driver.say(third, snapshot(5, cpu: 8))
    driver.close(second)
    #expect(driver.app()?.cpu == 8)
    #expect(driver.app()?.processes.count == 1)
  }

  @Test func `Of a process that had begun before it was known, only what comes is counted`() {
    var driver = BookDriver()
    let process = driver.open()
    driver.say(process, snapshot(1000, cpu: 50))
    #expect(driver.app()?.cpu == 0)
    driver.say(process, snapshot(1001, cpu: 51))
    #expect(driver.app()?.cpu == 1)
  }

  @Test(arguments: [(nil, nil), ("a", "b"), ("a", nil)] as [(String?, String?)])
  func `A second probe of the same process counts from 0`(first: String?, second: String?) {
    var driver = BookDriver()
    let before = driver.open(instance: first)
    for seq in 1...5 { driver.say(before, snapshot(seq, cpu: Int64(seq))) }
    driver.close(before)
    let after = driver.open(instance: second)
    driver.say(after, snapshot(1, cpu: 2))
    driver.say(after, snapshot(2, cpu: 3))
    #expect(driver.app()?.cpu == 8)
  }

  @Test func `Processes whose pids are not seen from here are not taken for each other`() {
    var driver = BookDriver()
    let (a, b) = (driver.open(pid: nil, start: nil), driver.open(pid: nil, start: nil))
    driver.say(a, snapshot(1, cpu: 1))
    driver.say(b, snapshot(1, cpu: 1))
    #expect(driver.app()?.cpu == 2)
    #expect(driver.app()?.processes.count == 2)
  }

  @Test func `A figure that falls, and a line that comes late, take nothing away`() {
    var driver = BookDriver()
    let process = driver.open()
    driver.say(process, snapshot(1, cpu: 5))
    driver.say(process, snapshot(2, cpu: 3))
    driver.say(process, snapshot(1, cpu: 90))
    #expect(driver.app()?.cpu == 5)
    driver.say(process, snapshot(3, cpu: 4))
    #expect(driver.app()?.cpu == 6)
  }

  @Test func `Five minutes after its last process an application is forgotten, and begins anew`() {
    var driver = BookDriver()
    let process = driver.open()
    driver.say(process, snapshot(1, cpu: 5))
    driver.close(process)
    #expect(driver.app()?.isUp == false)
    driver.seconds += 299
    #expect(driver.app()?.isUp == false)
    driver.seconds += 1
    #expect(driver.app() == nil)
    // Nobody knows any more how much of it was counted.
    let again = driver.open()
    driver.say(again, snapshot(200, cpu: 60))
    driver.say(again, snapshot(201, cpu: 61))
    #expect(driver.app()?.cpu == 1)
  }

  @Test func `Stalls have their causes, those of the start apart, and one that was never told is unexplained`() throws {
    var driver = BookDriver()
    let process = driver.open()
    driver.say(process, AppMessages.stall(onCPU: 400))
    driver.say(process, AppMessages.stall(at: 3000, onCPU: 400, startup: true))
    driver.say(process, AppMessages.snapshot(seq: 1, second: 4, stalls: 2, stallNs: 800_000_000))
    driver.say(process, AppMessages.snapshot(seq: 2, second: 5, stalls: 3, stallNs: 1_000_000_000))
    let app = try #require(driver.app())
    #expect(app.totals.stalls == 2)
    #expect(app.totals.startupStalls == 1)
    #expect(abs(app.totals.stallSeconds[.callback] - 0.4) < 1e-9)
    #expect(abs(app.totals.stallSeconds[.unexplained] - 0.2) < 1e-9)
    #expect(app.stalls.map(\.stall.isStartup) == [false, true])
  }

  @Test func `A loop stands from when it says so, or when it has been silent and is looked at; it is over with the next word`() {
    var driver = BookDriver()
    let process = driver.open()
    driver.say(process, snapshot(1, cpu: 0))
    driver.seconds = 3.9
    #expect(driver.book.silent(at: driver.now).isEmpty)
    #expect(driver.app()?.standingSeconds == 0)
    driver.seconds = 4.5
    #expect(driver.book.silent(at: driver.now).map(\.pid) == [10])
    // Silence that nobody looked at may be the agent's own.
    #expect(driver.app()?.standingSeconds == 0)
    driver.book.looked(process, AppLook(state: "R", waitChannel: nil, onCPURatio: 1), at: driver.now)
    #expect(driver.app()?.standingSeconds == 3.5)
    #expect(driver.app()?.processes.first?.standing?.look?.onCPURatio == 1)
    driver.say(process, snapshot(2, cpu: 0))
    #expect(driver.app()?.standingSeconds == 0)
    driver.say(
      process,
      AppMessages.standing(since: 3000, at: 4400, channel: "futex"))
    #expect(driver.app()?.standingSeconds == 1.5)
    #expect(driver.app()?.processes.first?.standing?.waitChannel == "futex")
  }

  @Test func `A process whose loops have ended may be silent for as long as it wants`() {
    var driver = BookDriver()
    let process = driver.open()
    driver.say(process, AppMessages.snapshot(seq: 1, second: 1, running: false))
    driver.seconds = 100
    #expect(driver.book.silent(at: driver.now).isEmpty)
  }

  @Test func `The clock of a time namespace is told by the greeting`() {
    var driver = BookDriver()
    driver.seconds = 5000
    let hello = AppMessages.hello(monotonicNs: 5_000_000_000)
    _ = driver.book.opened(1, hello, by: AppPeerIdentity(pid: 10, uid: 0, startTicks: 1), at: driver.now)
    driver.seconds = 5002
    driver.say(
      1,
      AppMessages.standing(since: 6000, at: 7000))
    #expect(driver.app()?.standingSeconds == 1)
  }

  @Test func `A loop that does nothing hides no lateness of those that work`() {
    var driver = BookDriver()
    let (worker, arbiter) = (driver.open(pid: 10), driver.open(pid: 11))
    driver.say(worker, AppMessages.snapshot(seq: 1, second: 1, busyNs: 900_000_000, latency: [[200_000, 10]]))
    driver.say(arbiter, AppMessages.snapshot(seq: 1, second: 1, busyNs: 0, main: false, latency: [[1, 1000]]))
    let first = driver.takeLateness()
    #expect(first == 10)
    let second = driver.takeLateness()
    #expect(second == 0)
  }
}
