import Applications
import Samples
import Sampling
import Telemetry
import Testing

/// What an interval of an application says, and when it is cut.
@Suite struct IntervalTests {
  /// One process that tells each second: so much CPU time, so busy, so late.
  private struct Teller {
    let connection: Int
    var seq = 0
    var cpu = 0.1
    var busy = 0.25
    var memory: Int64 = 20_000_000
    var main = true

    mutating func tell(_ driver: inout BookDriver, queues: KeyValuePairs<String, Int> = ["inbox": 4], tasks: Int = 3) {
      seq += 1
      driver.say(
        connection,
        AppMessages.snapshot(
          seq: seq, second: Double(seq), busyNs: Int64(Double(seq) * busy * 1e9), cpuNs: Int64(Double(seq) * cpu * 1e9),
          tasks: tasks, memoryBytes: memory, main: main, queues: queues, executor: (backlog: 2, threads: 4),
          gc: [[1, Int64(seq) * 1_000_000], [0, 0], [0, 0]], latency: [[127, 99], [101_375, 1]]))
    }
  }

  private func told(seconds: Int, _ driver: inout BookDriver, _ tellers: inout [Teller]) -> HeardNews {
    var own = tellers
    defer { tellers = own }
    return driver.pass(seconds) { driver in
      for index in own.indices { own[index].tell(&driver) }
    }
  }

  @Test func `About every half minute there is one, and together they are all that the application did`() throws {
    var driver = BookDriver()
    var tellers = [Teller(connection: driver.open(pid: 10)), Teller(connection: driver.open(pid: 11))]
    driver.cut()
    let heard = told(seconds: 125, &driver, &tellers)
    let intervals = heard.intervals
    try #require(intervals.count >= 3)
    let first = try #require(intervals.first)
    #expect((10...41).contains(first.seconds))
    for interval in intervals.dropFirst() { #expect(abs(interval.seconds - 30) <= 1) }
    #expect(zip(intervals, intervals.dropFirst()).allSatisfy { $0.endedAt == $1.startedAt })
    #expect(first.startedAt == Timestamp(milliseconds: 1_000_001_000))
    #expect(intervals.allSatisfy { Int64(($0.seconds * 1000).rounded()) == $0.endedAt.milliseconds - $0.startedAt.milliseconds })
    let second = intervals[1]
    #expect(second.processes == 2 && second.app == "shop")
    #expect(abs(second.cpuUserSeconds - 0.2 * second.seconds) < 1e-6)
    #expect(abs(second.gcSeconds - 0.002 * second.seconds) < 1e-9)
    #expect(abs((second.busyRatio ?? 0) - 0.25) < 1e-9)
    #expect(abs((second.loopSeconds ?? 0) - 2 * second.seconds) < 1e-6)
    #expect(second.latency.count == UInt64(200 * second.seconds))
    #expect(second.tasks == AppLevel(mean: 6, max: 6, last: 6))
    #expect(second.memoryBytes?.last == 40_000_000)
    #expect(second.executorBacklog?.max == 4 && second.executorThreads?.max == 8 && second.readyCallbacks?.max == 1)
    #expect(second.queues == [AppQueueLevel(name: "inbox", depth: AppLevel(mean: 8, max: 8, last: 8), capacity: nil)])
    #expect(second.ioWaitSeconds == nil && second.account == nil && second.host == nil)
  }

  @Test func `A busy worker among idle ones is told, and one that begins is not taken for it`() throws {
    var driver = BookDriver()
    var tellers = (10..<14).map { Teller(connection: driver.open(pid: $0), busy: 0.02) }
    tellers[2].busy = 0.96
    driver.cut()
    let first = try #require(told(seconds: 65, &driver, &tellers).intervals.last)
    #expect(abs((first.busiest?.mean ?? 0) - 0.96) < 1e-9 && first.busiest?.max == first.busiest?.mean)
    #expect(abs((first.busyRatio ?? 0) - 0.255) < 1e-9)
    #expect(BusiestShare([(running: 30, active: 0.6), (running: 5, active: 5)])?.mean == 0.02)
    #expect(BusiestShare([(running: 5, active: 5), (running: 0, active: 0)])?.mean == 1)
    #expect(BusiestShare([(running: 0, active: 0)]) == nil)
  }

  @Test func `Those of fifty applications do not fall together`() {
    var driver = BookDriver()
    for number in 0..<50 { _ = driver.open("service-\(number)", pid: number + 1) }
    var at: [Int] = []
    for second in 1...60 {
      let count = driver.pass(1).intervals.count
      if second > 30 { at.append(count) }
    }
    #expect(at.reduce(0, +) == 50)
    #expect(at.max() ?? 50 <= 8)
  }

  @Test func `Levels are means over the time, with the highest and the last`() throws {
    var driver = BookDriver()
    let process = driver.open()
    var seq = 0
    let heard = driver.pass(45) { driver in
      seq += 1
      driver.say(
        process,
        AppMessages.snapshot(seq: seq, second: Double(seq), tasks: seq == 5 ? 1000 : seq % 2 == 0 ? 10 : 20, made: [("q", seq)]))
    }
    let interval = try #require(heard.intervals.first)
    let length = interval.seconds
    #expect(interval.tasks?.max == 1000)
    #expect(abs((interval.tasks?.mean ?? 0) - (15 + 980 / length)) < 1)
    #expect(interval.queues.first?.depth.last == length)
    #expect(abs((interval.queues.first?.depth.mean ?? 0) - (length + 1) / 2) < 0.01)
  }

  @Test func `The last process that leaves ends it, if it was long enough`() throws {
    var driver = BookDriver()
    for (length, expected) in [(4, 0), (6, 1)] {
      let process = driver.open(start: UInt64(length))
      driver.cut()
      driver.pass(length)
      driver.say(process, .bye)
      driver.close(process)
      driver.seconds += 0.5
      driver.cut()
      #expect(driver.news.intervals.count == expected, "\(length)")
      if let interval = driver.news.intervals.first {
        #expect(interval.seconds == Double(length))
        #expect(interval.endedAt == driver.moment.wall)
      }
      #expect(driver.pass(60).intervals.isEmpty)
    }
  }

  @Test func `When the watching ends, so does the interval, if it was long enough`() {
    for (length, expected) in [(3, []), (8, [8.0])] {
      var driver = BookDriver()
      var tellers = [Teller(connection: driver.open())]
      let due = told(seconds: length, &driver, &tellers).intervals.map(\.seconds)
      #expect(due.isEmpty)
      #expect(driver.book.wishes(at: driver.now, isLast: true).map(\.wantsHost) == [true])
      #expect(driver.book.cut(at: driver.moment, isLast: true).intervals.map(\.seconds) == expected)
    }
  }

  @Test func `A life ends with each process that comes or goes, and not with a connection`() throws {
    var driver = BookDriver()
    var tellers = [Teller(connection: driver.open(pid: 10))]
    driver.cut()
    let before = told(seconds: 45, &driver, &tellers).intervals.last
    driver.close(tellers[0].connection)
    driver.seconds += 1
    driver.cut()
    tellers[0] = Teller(connection: driver.open(pid: 10), seq: tellers[0].seq)
    let back = told(seconds: 45, &driver, &tellers)
    #expect(before?.life == 1 && back.intervals.map(\.life).allSatisfy { $0 == 1 })
    #expect(back.occurrences.isEmpty)
    tellers.append(Teller(connection: driver.open(pid: 11), memory: 90_000_000))
    let two = told(seconds: 45, &driver, &tellers).intervals
    #expect(two.map(\.life).allSatisfy { $0 == 2 })
    // What was before the second came is another level.
    #expect(two.first?.memoryBytes == AppLevel(mean: 110_000_000, max: 110_000_000, last: 110_000_000))
    driver.close(tellers.removeLast().connection)
    let one = told(seconds: 45, &driver, &tellers).intervals
    #expect(one.map(\.life).allSatisfy { $0 == 3 })
    #expect(one.first?.memoryBytes?.max == 20_000_000)
  }

  @Test func `A loop that does next to nothing is left out of lateness and of how busy they are`() throws {
    var driver = BookDriver()
    var tellers = [
      Teller(connection: driver.open(pid: 10), busy: 0.5), Teller(connection: driver.open(pid: 11), busy: 0.001, main: false),
    ]
    let interval = try #require(told(seconds: 75, &driver, &tellers).intervals.last)
    #expect(abs((interval.busyRatio ?? 0) - 0.5) < 1e-9)
    #expect(interval.latency.count == UInt64(100 * interval.seconds))
    #expect(interval.processes == 2)
  }

  @Test func `A clock that is set moves stamps, and no length`() throws {
    for (step, slept) in [(86_400.0, 0.0), (-86_400, 0), (0, 3600)] {
      var driver = BookDriver()
      var tellers = [Teller(connection: driver.open())]
      driver.cut()
      var heard = told(seconds: 5, &driver, &tellers)
      driver.wallSeconds += step
      driver.sleptSeconds += slept
      heard = told(seconds: 70, &driver, &tellers)
      let first = try #require(heard.intervals.first)
      #expect((10...41).contains(first.seconds))
      #expect(abs(Double(first.endedAt.milliseconds - first.startedAt.milliseconds) / 1000 - first.seconds - slept) < 0.01)
      #expect(abs((heard.intervals.last?.seconds ?? 0) - 30) <= 1)
    }
  }

  @Test func `A stall is of the interval in which it ended, with its cause; those of the start are counted apart`() throws {
    var driver = BookDriver()
    let process = driver.open()
    driver.seconds = 3
    driver.say(process, AppMessages.stall(at: 2000, onCPU: 400))
    driver.say(process, AppMessages.stall(at: 2500, onCPU: 400, startup: true))
    driver.cut()
    #expect(driver.news.stalls.map(\.stall.isStartup) == [false, true])
    #expect(driver.news.stalls.first?.endedAt == Timestamp(milliseconds: 1_000_002_400))
    #expect(driver.news.stalls.first?.pid == 10)
    let interval = try #require(driver.pass(45).intervals.first)
    #expect(interval.stalls.count == 1 && interval.startupStalls == 1)
    #expect(abs(interval.stalls.budget[.callback] - 0.4) < 1e-9)
  }

  @Test func `Where its threads' time went, and who had the host, is between two readings`() throws {
    var driver = BookDriver()
    let process = driver.open()
    var seq = 0
    var interval: AppInterval?
    while interval == nil, seq < 100 {
      seq += 1
      driver.seconds += 1
      driver.say(process, AppMessages.snapshot(seq: seq, second: Double(seq), cpuNs: Int64(seq) * 500_000_000))
      let wishes = driver.book.wishes(at: driver.now)
      driver.cut(Dictionary(wishes.map { ($0.app, reading($0, at: driver.seconds)) }) { $1 })
      interval = driver.news.intervals.first
    }
    let found = try #require(interval)
    let account = try #require(found.account)
    let host = try #require(found.host)
    // The readings begin a second after the process.
    let read = found.seconds - 1
    #expect(abs(account.ranSeconds - found.cpuSeconds) < 1e-9)
    #expect(abs((account.waitedSeconds ?? 0) - 0.2 * read) < 1e-6)
    #expect(abs((account.throttledSeconds ?? 0) - 0.1 * read) < 1e-6)
    #expect(abs(host.seconds - read) < 1e-6)
    #expect(abs((host.othersSeconds ?? 0) - (3 * read - found.cpuSeconds - 0.01 * read)) < 1e-6)
    #expect(host.consumers.map(\.name) == ["postgresql.service"])
  }

  /// 300 ms of each second wait for a core, a third of that for the quota; two of four processors are busy with others, one with it.
  private func reading(_ wish: AppWish, at seconds: Double) -> AppReading {
    let threads = [ThreadTimes(thread: 10, waitNanoseconds: UInt64(seconds * 3e8))]
    guard wish.wantsHost else { return AppReading(pids: wish.pids, threads: threads) }
    let host = HostReading(
      nanoseconds: Int64(seconds * 1e9), stealSeconds: 0, throttledSeconds: seconds * 0.1, busySeconds: seconds * 3, processors: 4
    )
    let consumers = ConsumerReading(
      seconds: 30, consumers: [CPUConsumer(name: "postgresql.service", seconds: 60)], seenSeconds: 60)
    return AppReading(pids: wish.pids, threads: threads, host: host, agentSeconds: seconds * 0.01, consumers: consumers)
  }

  @Test func `Threads of a process are asked for when it comes, and all when an interval ends`() {
    var driver = BookDriver()
    _ = driver.open(pid: 10)
    #expect(driver.book.wishes(at: driver.now).map(\.pids) == [[10]])
    let wishes = driver.book.wishes(at: driver.now)
    driver.cut(["shop": reading(wishes[0], at: 1)])
    #expect(driver.book.wishes(at: driver.now).isEmpty)
    _ = driver.open(pid: 11)
    #expect(driver.book.wishes(at: driver.now).map(\.pids) == [[11]])
    #expect(driver.book.wishes(at: driver.now).map(\.wantsHost) == [false])
    driver.seconds += 60
    #expect(driver.book.wishes(at: driver.now).map(\.pids) == [[10, 11]])
    #expect(driver.book.wishes(at: driver.now).map(\.wantsHost) == [true])
  }
}
