import Applications
import Samples
import Telemetry
import Testing

/// What an application that is broken, or means harm, can have judged and kept.
@Suite struct HostileNewsTests {
  @Test func `A stall of the future ends now, and one of long ago is not kept`() throws {
    var driver = BookDriver()
    driver.seconds = 10_000
    let process = driver.open()
    driver.say(process, AppMessages.stall(at: 99_000_000, onCPU: 400))
    driver.say(process, AppMessages.stall(at: 1000, onCPU: 400))
    driver.say(process, AppMessages.stall(at: 9_000_000, onCPU: 400))
    driver.cut()
    #expect(driver.news.stalls.map(\.endedAt.milliseconds) == [1_010_000_000, 1_009_000_400])
    #expect(driver.app()?.leftOut == 1)
    // None of another time is in the interval, but for the one that is said to be of now.
    let interval = try #require(driver.pass(45).intervals.first)
    #expect(interval.stalls.count == 1)
    #expect(driver.app()?.totals.stalls == 3)
  }

  @Test func `Stalls without end are counted, and so many are kept`() throws {
    var driver = BookDriver()
    let process = driver.open()
    var kept = 0
    for second in 0..<60 {
      for _ in 0..<20 { driver.say(process, AppMessages.stall(at: Int64(driver.seconds * 1000) - 400, onCPU: 400)) }
      kept += driver.pass(1).stalls.count
      _ = second
    }
    #expect((240...485).contains(kept))
    #expect(driver.app()?.totals.stalls == 1200)
    #expect(driver.app()?.leftOut == 1200 - kept)
  }

  @Test func `Names of queues that are made up each second are few in an interval`() throws {
    var driver = BookDriver()
    let process = driver.open()
    var seq = 0
    let heard = driver.pass(100) { driver in
      seq += 1
      driver.say(
        process,
        AppMessages.snapshot(seq: seq, second: Double(seq), made: (0..<40).map { (name: "q\(seq)-\($0)", depth: 1) }))
    }
    #expect(heard.intervals.count >= 2)
    #expect(heard.intervals.allSatisfy { $0.queues.count <= 33 })
  }

  @Test func `A process of another user is of another application, also in what is judged`() {
    var driver = BookDriver()
    _ = driver.open(pid: 10, uid: 1000)
    _ = driver.open(pid: 11, uid: 1001)
    let heard = driver.pass(45)
    #expect(Set(heard.intervals.map(\.app)) == ["shop", "shop.uid1001"])
    #expect(heard.intervals.allSatisfy { $0.processes == 1 })
    #expect(heard.kinds == [.started, .started])
  }

  @Test func `The greatest figures that can be said make an interval of numbers`() throws {
    var driver = BookDriver()
    let most = Int64(1) << 60
    let process = driver.open()
    driver.say(process, AppMessages.snapshot(seq: 1, second: 1))
    driver.say(
      process,
      AppMessages.snapshot(
        seq: Int(most), second: 1e9, busyNs: most, cpuNs: most, tasks: Int(most), memoryBytes: most,
        gc: [[most, most], [most, most], [most, most]], ioWaitNs: most, made: [("q", Int(most))], stalls: 5, stallNs: most))
    let interval = try #require(driver.pass(45).intervals.first)
    #expect(interval.cpuSeconds.isFinite && interval.gcSeconds.isFinite && interval.ioWaitSeconds?.isFinite == true)
    #expect(interval.tasks?.mean.isFinite == true && interval.busyRatio.map { (0...1).contains($0) } == true)
  }
}
