import Outside
import Procfs
import Telemetry
import Testing

/// Stalls by looks at a thread, every 20 ms.
@Suite struct SleepFinderTests {
  private static let epoll = CurrentCall.call(epollNumber, first: 3)
  private static let reading = CurrentCall.call(0, first: 7)

  /// Looks, one behind the other: the call, and how often the thread was given a core by then.
  private static func stalls(_ looks: [(CurrentCall, Int64)], isStall: Bool = true) -> (
    told: [AppMessage.Stall], finder: SleepFinder
  ) {
    var (finder, told) = (SleepFinder(), [AppMessage.Stall]())
    for (index, (call, slices)) in looks.enumerated() {
      let look = ThreadLook(
        at: Int64(index) * 20_000_000, call: call, counts: .init(ranNs: 0, waitedNs: 0, timeslices: slices))
      if let sleep = finder.look(look) { told.append(sleep.stall(of: 9)) }
      if finder.isToBeJudged { finder.judge(isStall: isStall, waitChannel: "pipe_read") }
    }
    return (told, finder)
  }

  private static func looks(_ call: CurrentCall, _ count: Int, slices: Int64 = 5) -> [(CurrentCall, Int64)] {
    Array(repeating: (call, slices), count: count)
  }

  @Test func `Sleep in one call is a stall from the first look to the last`() {
    let (told, finder) = Self.stalls(
      Self.looks(Self.epoll, 3) + Self.looks(Self.reading, 11, slices: 6) + Self.looks(Self.epoll, 1, slices: 7))
    #expect(told.count == 1)
    #expect(told.first?.startedNs == 60_000_000 && told.first?.endedNs == 260_000_000)
    #expect(told.first?.looks == 11 && told.first?.looksAsleep == 11 && told.first?.waitChannel == "pipe_read")
    #expect(told.first?.onCpuNs == 0 && told.first?.runqueueNs == 0 && told.first?.stack == [])
    #expect(finder.standing == nil)
    #expect(abs((finder.elsewhereRatio ?? 0) - 11.0 / 15) < 1e-9)
  }

  @Test func `Less than 100 ms is none, and 100 ms is one`() {
    #expect(Self.stalls(Self.looks(Self.reading, 5) + Self.looks(Self.epoll, 1, slices: 6)).told.isEmpty)
    #expect(Self.stalls(Self.looks(Self.reading, 6) + Self.looks(Self.epoll, 1, slices: 6)).told.count == 1)
  }

  @Test func `A thread that was given a core in between has not slept on: it may have turned any number of times`() {
    let waking = (0..<40).map { (Self.reading, Int64($0)) }
    #expect(Self.stalls(waking).told.isEmpty)
    #expect(Self.stalls(waking).finder.standing == nil)
  }

  @Test func `Another call is another sleep`() {
    let two = Self.looks(Self.reading, 8) + Self.looks(.call(1, first: 4), 8, slices: 6) + Self.looks(Self.epoll, 1, slices: 7)
    #expect(Self.stalls(two).told.map(\.startedNs) == [0, 160_000_000])
  }

  @Test func `Epoll, and being on a core, are no sleep, however long`() {
    #expect(Self.stalls(Self.looks(Self.epoll, 100) + Self.looks(.running, 100) + Self.looks(Self.epoll, 1)).told.isEmpty)
  }

  @Test func `A stall that goes on stands`() {
    let finder = Self.stalls(Self.looks(Self.epoll, 1) + Self.looks(.noCall, 50, slices: 6)).finder
    #expect(finder.standing?.sinceNs == 20_000_000)
    #expect(finder.standing?.untilNs == 1_000_000_000)
  }

  @Test func `What speaks against a stall makes it none`() {
    let (told, finder) = Self.stalls(Self.looks(Self.reading, 50), isStall: false)
    #expect(told.isEmpty && finder.standing == nil)
    #expect(Self.stalls(Self.looks(Self.reading, 50) + Self.looks(Self.epoll, 1), isStall: false).told.isEmpty)
  }

  @Test func `Without the counts of the scheduler nothing is claimed`() {
    var finder = SleepFinder()
    for index in 0..<50 { _ = finder.look(ThreadLook(at: Int64(index) * 20_000_000, call: Self.reading, counts: nil)) }
    #expect(!finder.isToBeJudged && finder.standing == nil)
  }
}
