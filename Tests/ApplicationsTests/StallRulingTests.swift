import Applications
import Runs
import Samples
import Sampling
import Telemetry
import Testing

/// Causes of a stall of 400 ms, from what a probe and the host say. All figures in milliseconds.
@Suite struct StallRulingTests {
  struct Case: Sendable, CustomStringConvertible {
    let name: String
    let message: AppMessage
    var throttled = 0.0
    var steal = 0.0
    let budget: [StallCause: Int]
    var isOverload = false

    var description: String { name }
  }

  @Test(arguments: [
    Case(name: "computed", message: AppMessages.stall(onCPU: 400), budget: [.callback: 400]),
    Case(
      name: "slept in a system call",
      message: AppMessages.stall(asleep: 10, channel: "hrtimer_nanosleep"), budget: [.blocked: 400]),
    Case(
      name: "the collector had all of it", message: AppMessages.stall(onCPU: 400, gc: 400), budget: [.gc: 400]),
    Case(
      name: "the collector had a part of it", message: AppMessages.stall(onCPU: 380, gc: 250),
      budget: [.callback: 130, .gc: 250, .unexplained: 20]),
    Case(
      name: "the collector waited for a core: that is the host's, and no collection",
      message: AppMessages.stall(onCPU: 100, waiting: 300, gc: 400), budget: [.gc: 100, .runqueue: 300]),
    Case(
      name: "woke each 5 ms to ask for Python's lock",
      message: AppMessages.stall(
        timeslices: 80, asleep: 9, inFutex: 9, channel: "futex_do_wait", holder: AppMessages.Holder(onCPU: 395)),
      budget: [.gil: 400]),
    Case(
      name: "woke each 5 ms, and nobody had time to look",
      message: AppMessages.stall(timeslices: 80, looks: 0, holder: AppMessages.Holder(onCPU: 395)), budget: [.gil: 400]),
    Case(
      name: "the holder of Python's lock waited for a core",
      message: AppMessages.stall(timeslices: 80, looks: 0, holder: AppMessages.Holder(onCPU: 150, waiting: 250)),
      budget: [.gil: 150, .runqueue: 250]),
    Case(
      name: "a lock of the application: it does not wake",
      message: AppMessages.stall(timeslices: 6, asleep: 10, inFutex: 10, channel: "futex_do_wait"), budget: [.blocked: 400]),
    Case(
      name: "many short reads of files: it wakes often, and not from a futex",
      message: AppMessages.stall(timeslices: 100, asleep: 8, inFutex: 0, channel: "folio_wait_bit_common"),
      budget: [.blocked: 400]),
    Case(
      name: "an old kernel does not count timeslices, and another thread computed",
      message: AppMessages.stall(
        waiting: nil, timeslices: nil, asleep: 10, inFutex: 10, channel: "futex_wait_queue_me",
        holder: AppMessages.Holder(onCPU: 390)),
      budget: [.gil: 400]),
    Case(
      name: "an old kernel does not count timeslices, and no thread computed",
      message: AppMessages.stall(waiting: nil, timeslices: nil, asleep: 10, inFutex: 10, channel: "futex_wait_queue_me"),
      budget: [.blocked: 400]),
    Case(
      name: "an old kernel does not count waiting for a core",
      message: AppMessages.stall(onCPU: 100, waiting: nil, timeslices: nil),
      budget: [.callback: 100, .unexplained: 300]),
    Case(
      name: "a little of it was asleep: that is no wait for Python's lock",
      message: AppMessages.stall(onCPU: 300, timeslices: 80, asleep: 3, inFutex: 3, channel: "futex_do_wait"),
      budget: [.callback: 300, .blocked: 100]),
    Case(
      name: "waited for a core", message: AppMessages.stall(onCPU: 100, waiting: 300), budget: [.callback: 100, .runqueue: 300]),
    Case(
      name: "was throttled", message: AppMessages.stall(onCPU: 100, waiting: 300), throttled: 250,
      budget: [.callback: 100, .runqueue: 50, .throttled: 250]),
    Case(
      name: "its core was stolen", message: AppMessages.stall(onCPU: 200), steal: 200, budget: [.callback: 200, .steal: 200]),
    Case(
      name: "many tasks in one turn", message: AppMessages.stall(onCPU: 400, tasksSeen: 5), budget: [.callback: 400],
      isOverload: true),
    Case(
      name: "many tasks in one turn, on a crowded host", message: AppMessages.stall(onCPU: 150, waiting: 250, tasksSeen: 4),
      budget: [.callback: 150, .runqueue: 250], isOverload: true),
    Case(
      name: "two tasks are not many", message: AppMessages.stall(onCPU: 400, tasksSeen: 2), budget: [.callback: 400]),
    Case(
      name: "many tasks that sleep are no overload", message: AppMessages.stall(asleep: 10, channel: "do_poll", tasksSeen: 5),
      budget: [.blocked: 400]),
  ])
  func `The budget says why, and sums to the length`(the: Case) throws {
    let found = try ruled(the)
    for cause in StallCause.allCases {
      #expect(abs(found.stall.budget[cause] * 1000 - Double(the.budget[cause] ?? 0)) < 0.001, "\(cause)")
    }
    #expect(abs(found.stall.budget.totalSeconds - found.stall.seconds) < 1e-9)
    #expect(found.isOverload == the.isOverload)
  }

  @Test func `Who had Python's lock is told where it was the lock, and then no wait channel`() throws {
    let holder = AppMessages.Holder(onCPU: 395)
    let forLock = try ruled(
      Case(
        name: "", message: AppMessages.stall(timeslices: 80, asleep: 9, inFutex: 9, channel: "futex_do_wait", holder: holder),
        budget: [:]))
    #expect(forLock.holder?.thread == "resize")
    #expect(forLock.holder?.frame == "images.py:9:resize")
    #expect(forLock.stall.waitChannel == nil)
    let asleep = try ruled(
      Case(name: "", message: AppMessages.stall(asleep: 10, channel: "do_poll", holder: holder), budget: [:]))
    #expect(asleep.holder == nil)
    #expect(asleep.stall.waitChannel == "do_poll")
  }

  @Test func `What the probe knows of the code is kept`() throws {
    let found = try ruled(Case(name: "", message: AppMessages.stall(onCPU: 400, startup: true), budget: [:]))
    #expect(found.isStartup)
    #expect(found.frame == "shop.py:7:load")
    #expect(found.task == "main")
    #expect(found.stall.stack == ["lib/driver.py:80:read", "shop.py:7:load", "shop.py:12:main"])
    #expect(found.stall.startedNanoseconds == 2_000_000_000 && found.stall.endedNanoseconds == 2_400_000_000)
  }

  private func ruled(_ the: Case) throws -> AppStall {
    let host = [(1900, 0.0), (2450, 1.0)].map {
      HostReading(
        nanoseconds: Int64($0.0) * 1_000_000, stealSeconds: $0.1 * the.steal / 1000, throttledSeconds: $0.1 * the.throttled / 1000
      )
    }
    guard case .stall(let report) = the.message else { throw Unexpected() }
    return StallRuling(outside: StallAttribution(host: host, stoppedAt: [], controlLate: nil)).stall(report)
  }

  private struct Unexpected: Error {}
}
