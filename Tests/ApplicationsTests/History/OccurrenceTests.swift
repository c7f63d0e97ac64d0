import Applications
import Samples
import Telemetry
import Testing

/// What happens to an application: its processes come, go and die, and its loops stand.
@Suite struct OccurrenceTests {
  @Test func `The first process starts it, others join, and after all have gone it is restarted`() {
    var driver = BookDriver()
    let first = driver.open(pid: 10, version: "1")
    let second = driver.open(pid: 11, version: "1")
    driver.seconds = 8
    driver.cut()
    #expect(driver.occurrences == [.started, .processStarted])
    #expect(driver.news.occurrences.map(\.pid) == [10, 11])
    #expect(driver.news.occurrences.map(\.version) == ["1", "1"])
    #expect(driver.news.occurrences.first?.at == Timestamp(milliseconds: 1_000_001_000))
    for process in [first, second] {
      driver.say(process, .bye)
      driver.close(process)
    }
    driver.cut()
    #expect(driver.occurrences == [.processEnded, .processEnded])
    _ = driver.open(pid: 12, version: "1")
    driver.cut()
    #expect(driver.occurrences == [.restarted])
  }

  @Test func `Another version is a deployment, once, also while processes of the old one are there`() {
    var driver = BookDriver()
    var old = (1...3).map { driver.open(pid: $0, version: "1") }
    driver.cut()
    var kinds: [AppOccurrence.Kind] = []
    for pid in 11...13 {
      _ = driver.open(pid: pid, version: "2")
      let leaving = old.removeFirst()
      driver.say(leaving, .bye)
      driver.close(leaving)
      // One of the old crashes meanwhile, and is replaced by another of its kind.
      if pid == 11 { old.append(driver.open(pid: 20, version: "1")) }
      driver.cut()
      kinds += driver.occurrences
    }
    #expect(kinds.filter { $0 == .deployed }.count == 1)
    #expect(kinds.filter { $0 == .processStarted }.count == 3)
    _ = driver.open(pid: 30)
    driver.cut()
    #expect(driver.occurrences == [.processStarted])
  }

  @Test func `A process without a farewell is dead if it does not come back, with where it stood`() throws {
    var driver = BookDriver()
    let process = driver.open()
    driver.say(process, AppMessages.snapshot(seq: 1, second: 1))
    driver.cut()
    driver.seconds = 7
    driver.say(process, AppMessages.standing(since: 3000, at: 7000, frame: "shop.py:41:encode"))
    driver.seconds = 9
    driver.close(process)
    let heard = driver.pass(10)
    #expect(heard.kinds == [.processDied])
    let death = try #require(heard.occurrences.first)
    #expect(death.at == Timestamp(milliseconds: 1_000_009_000))
    #expect(death.frame == "shop.py:41:encode" && death.stack == ["shop.py:41:encode", "shop.py:12:main"])
    #expect(death.stoodSeconds == 6)
  }

  @Test func `One that lost its connection and is back in a moment was never gone`() {
    var driver = BookDriver()
    let process = driver.open()
    driver.say(process, AppMessages.snapshot(seq: 1, second: 1))
    driver.cut()
    driver.close(process)
    driver.pass(2)
    _ = driver.open()
    #expect(driver.pass(10).occurrences.isEmpty)
  }

  @Test func `When the agent stops to listen and listens again, nothing has happened to its processes`() {
    var driver = BookDriver()
    let process = driver.open()
    driver.say(process, AppMessages.snapshot(seq: 1, second: 1))
    driver.cut()
    driver.close(process)
    driver.book.stoppedListening()
    #expect(driver.pass(20).occurrences.isEmpty)
    let back = driver.open()
    #expect(driver.pass(45).occurrences.isEmpty)
    driver.close(back)
    driver.book.stoppedListening()
    let heard = driver.pass(61)
    #expect(heard.occurrences.isEmpty)
    #expect(heard.passing.map(\.kind) == [.processEnded])
  }

  @Test func `One that the agent does not listen to any more has not died`() {
    var driver = BookDriver()
    let process = driver.open()
    driver.cut()
    driver.book.closed(process, at: driver.now, isRefused: true)
    let heard = driver.pass(10)
    #expect(heard.occurrences.isEmpty)
    #expect(heard.passing.map(\.kind) == [.processEnded])
  }

  @Test func `A loop that stands for ten seconds is told once, whoever says it, and again when it stands again`() {
    var driver = BookDriver()
    let process = driver.open()
    driver.say(process, AppMessages.snapshot(seq: 1, second: 1))
    driver.cut()
    driver.book.looked(process, AppLook(state: "R", waitChannel: nil, onCPURatio: 1), at: .seconds(4))
    #expect(driver.pass(9).kinds.isEmpty)
    #expect(driver.news.standing.isEmpty)
    #expect(
      driver.pass(1) { $0.book.looked(process, AppLook(state: "R", waitChannel: nil, onCPURatio: 1), at: $0.now) }.kinds == [
        .standing
      ])
    #expect(driver.news.standing.map(\.app) == ["shop"])
    driver.say(process, AppMessages.standing(since: 1100, at: 11_500, frame: "shop.py:9:f"))
    #expect(driver.pass(20).kinds.isEmpty)
    #expect(driver.news.standing.first?.place == "shop.py:9:f")
    driver.say(process, AppMessages.snapshot(seq: 2, second: 31))
    driver.cut()
    #expect(driver.news.standing.isEmpty)
    driver.seconds = 60
    driver.say(process, AppMessages.standing(since: 45_000, at: 60_000))
    driver.cut()
    #expect(driver.occurrences == [.standing])
  }

  @Test func `An application that restarts each second leaves so many occurrences a minute, and each is judged`() {
    var driver = BookDriver()
    var (kept, judged) = (0, 0)
    for second in 1...120 {
      let process = driver.open(pid: second, start: UInt64(second))
      let heard = driver.pass(1)
      driver.close(process)
      kept += heard.occurrences.count
      judged += heard.occurrences.count + heard.passing.count
    }
    #expect((20...62).contains(kept))
    #expect(judged > 220)
    #expect(driver.app()?.leftOut == judged - kept)
  }

  @Test func `Applications whose names are made up leave no occurrences without end`() {
    var driver = BookDriver()
    var kept = 0
    for number in 0..<3000 {
      let process = driver.open("made-up-\(number)", pid: number + 1)
      driver.close(process)
      if number % 10 == 0 { kept += driver.pass(0).occurrences.count }
      driver.cut()
      kept += driver.news.occurrences.count
      #expect(driver.names.count <= 64)
    }
    #expect(kept <= 1000)
  }

  @Test func `Processes that were there before the agent are no news, and go on in the life that they were in`() throws {
    var driver = BookDriver()
    driver.book = AppBook(pasts: ["shop": AppPast(life: 7, version: "1", knownUntilTicks: 500)], begunTicks: 1000)
    _ = driver.open(pid: 10, start: 400, version: "1")
    _ = driver.open(pid: 11, start: 450, version: "1")
    _ = driver.open("other", pid: 12, start: 999)
    var heard = driver.pass(45)
    #expect(heard.occurrences.isEmpty)
    #expect(heard.passing.map(\.kind) == [.processStarted, .processStarted, .processStarted])
    #expect(heard.intervals.filter { $0.app == "shop" }.map(\.life).allSatisfy { $0 == 7 })
    // One that was started while no agent was there.
    _ = driver.open(pid: 13, start: 600, version: "2")
    heard = driver.pass(45)
    #expect(heard.kinds == [.deployed])
    #expect(heard.intervals.filter { $0.app == "shop" }.map(\.life).allSatisfy { $0 == 8 })
  }

  @Test func `An application that was forgotten and comes back is in another life`() {
    var driver = BookDriver()
    let process = driver.open()
    driver.close(process)
    let heard = driver.pass(301)
    #expect(heard.forgotten == ["shop"])
    #expect(driver.book.isEmpty)
    _ = driver.open(start: 9)
    let again = driver.pass(45)
    #expect(again.kinds == [.restarted])
    #expect(again.intervals.map(\.life) == [2])
  }

  @Test func `One that another agent has judged and that does not come within five minutes is forgotten`() {
    var driver = BookDriver()
    driver.book = AppBook(expected: ["gone", "shop"])
    _ = driver.open()
    #expect(driver.pass(300).forgotten.isEmpty)
    #expect(driver.pass(2).forgotten == ["gone"])
    #expect(driver.pass(10).forgotten.isEmpty)
  }
}
