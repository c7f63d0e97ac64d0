import Runs
import Samples
import Sampling
import Telemetry
import Testing

/// Budgets of a stall of 200 ms, from what its child and its host say. All figures in milliseconds.
@Suite struct StallAttributionTests {
  struct Case: Sendable, CustomStringConvertible {
    let name: String
    var onCPU: Int64 = 0
    var waiting: Int64? = 0
    var looks = 5
    /// When the first of the looks was, since the begin.
    var noticed: Int64 = 100
    var asleep = 0
    var throttled = 0.0
    var steal = 0.0
    var stopped = false
    let budget: [StallCause: Int]

    var description: String { name }
  }

  @Test(arguments: [
    Case(name: "computed", onCPU: 200, budget: [.callback: 200]),
    Case(name: "slept", asleep: 5, budget: [.blocked: 200]),
    Case(name: "waited for a core", onCPU: 40, waiting: 160, budget: [.callback: 40, .runqueue: 160]),
    Case(
      name: "was throttled", onCPU: 40, waiting: 160, throttled: 150, budget: [.callback: 40, .runqueue: 10, .throttled: 150]),
    Case(
      name: "was throttled on several processors at once", onCPU: 40, waiting: 160, throttled: 900,
      budget: [.callback: 40, .throttled: 160]),
    Case(name: "throttling of others is not its own", onCPU: 200, throttled: 150, budget: [.callback: 200]),
    Case(name: "its core was stolen", onCPU: 120, steal: 80, budget: [.callback: 120, .steal: 80]),
    Case(name: "more was stolen elsewhere", onCPU: 120, steal: 500, budget: [.callback: 120, .steal: 80]),
    Case(name: "steal does not count for one that sleeps", asleep: 5, steal: 30, budget: [.blocked: 200]),
    Case(
      name: "slept first and then computed, seen running", onCPU: 50, looks: 2, noticed: 155,
      budget: [.callback: 50, .blocked: 150]),
    Case(
      name: "seen running from its begin to its end", onCPU: 50, looks: 9, noticed: 20,
      budget: [.callback: 50, .unexplained: 150]),
    Case(
      name: "seen running once, and then not looked at", onCPU: 50, looks: 1, noticed: 20, budget: [.callback: 50, .blocked: 150]),
    Case(name: "slept, and nobody had time to look", looks: 0, budget: [.blocked: 200]),
    Case(name: "a short remainder that nobody saw", onCPU: 194, budget: [.callback: 194, .unexplained: 6]),
    Case(name: "stopped, and seen running when it went on", looks: 1, stopped: true, budget: [.blocked: 200]),
    Case(name: "no schedstat, seen running", onCPU: 40, waiting: nil, budget: [.callback: 40, .unexplained: 160]),
    Case(
      name: "no schedstat, seen asleep half of the time", onCPU: 40, waiting: nil, looks: 4, asleep: 2,
      budget: [.callback: 40, .blocked: 80, .unexplained: 80]),
  ])
  func `The budget says what the thread did`(the: Case) {
    let stall = attribution(the).stall(report(the))
    for cause in StallCause.allCases {
      #expect(abs(stall.budget[cause] * 1000 - Double(the.budget[cause] ?? 0)) < 0.001, "\(cause)")
    }
    #expect(abs(stall.budget.totalSeconds - stall.seconds) < 1e-9)
    #expect(stall.wasStopped == the.stopped)
  }

  private static let holder = TelemetryMessage.StallReport.Holder(
    thread: "lock-holder", frame: "a.py:1:b", onCpuNs: 190_000_000, runqueueNs: 0)

  @Test(
    arguments: [
      (told(onCPU: 200, gc: 150), [.gc: 150, .callback: 50]),
      (told(timeslices: 40, holder: holder), [.gil: 200]),
      (told(timeslices: 40, inFutex: 3), [.gil: 200]),
      // It woke often, and who would have looked had not the lock either. A thread that writes to a disk wakes as often, and is seen.
      (told(timeslices: 40), [.gil: 200]),
      (told(timeslices: 40, asleepIn: "folio_wait_bit_common"), [.blocked: 200]),
      (told(timeslices: 2, holder: holder), [.blocked: 200]),
      (told(timeslices: 40, looks: 8, noticed: 40), [.gil: 200]),
      (told(timeslices: 2, looks: 8, noticed: 40), [.unexplained: 200]),
    ] as [(TelemetryMessage.StallReport, [StallCause: Int])])
  func `What Python tells splits the budget further`(report: TelemetryMessage.StallReport, budget: [StallCause: Int]) {
    let stall = StallAttribution(host: [], stoppedAt: [], controlLate: nil).stall(report)
    for cause in StallCause.allCases { #expect(abs(stall.budget[cause] * 1000 - Double(budget[cause] ?? 0)) < 0.001, "\(cause)") }
  }

  private static func told(
    onCPU: Int64 = 0, gc: Int64 = 0, timeslices: Int64? = nil, looks: Int = 3, noticed: Int64? = nil, inFutex: Int = 0,
    asleepIn: String? = nil,
    holder: TelemetryMessage.StallReport.Holder? = nil
  ) -> TelemetryMessage.StallReport {
    .init(
      startedNs: 1_000_000_000, endedNs: 1_200_000_000, onCpuNs: onCPU * 1_000_000, runqueueNs: 0, timeslices: timeslices,
      gcNs: gc * 1_000_000, looks: looks, looksAsleep: asleepIn == nil ? inFutex : looks, looksInFutex: inFutex, holder: holder,
      noticedNs: noticed.map { 1_000_000_000 + $0 * 1_000_000 },
      waitChannel: asleepIn ?? (inFutex > 0 ? "futex_do_wait" : nil))
  }

  @Test func `Without any reading of the host the child's figures stand`() {
    let the = Case(name: "", onCPU: 40, waiting: 160, budget: [:])
    let budget = StallAttribution(host: [], stoppedAt: [], controlLate: nil).stall(report(the)).budget
    #expect(abs(budget[.runqueue] - 0.16) < 1e-9)
    #expect(budget[.throttled] == 0)
  }

  @Test func `Only what grew during the stall counts, from the last reading before to the first after`() {
    let host = [(500, 1.0), (950, 1.3), (1100, 1.35), (1250, 1.4), (1500, 9.0)].map {
      HostReading(nanoseconds: Int64($0.0) * 1_000_000, stealSeconds: nil, throttledSeconds: $0.1)
    }
    let the = Case(name: "", onCPU: 0, waiting: 200, budget: [:])
    let budget = StallAttribution(host: host, stoppedAt: [], controlLate: nil).stall(report(the)).budget
    #expect(abs(budget[.throttled] - 0.1) < 1e-9)
  }

  @Test(arguments: [
    (late: [] as [ClosedRange<Int64>], seconds: 0.0, isHost: false),
    (late: [900...1090], seconds: 0.09, isHost: false),
    (late: [900...1050, 1100...1300], seconds: 0.15, isHost: true),
  ])
  func `Where an idle loop was late for half of it, the host is named`(
    late: [ClosedRange<Int64>], seconds: Double, isHost: Bool
  ) {
    let the = Case(name: "", onCPU: 200, budget: [:])
    let late = late.map { $0.lowerBound * 1_000_000...$0.upperBound * 1_000_000 }
    let stall = StallAttribution(host: [], stoppedAt: [], controlLate: late).stall(report(the))
    #expect(abs((stall.controlLateSeconds ?? -1) - seconds) < 1e-9)
    #expect(stall.controlWasLate == isHost)
    #expect(stall.isHostCaused == isHost)
  }

  @Test func `Waiting for a core is the host's, and sleeping is not`() {
    let waited = Case(name: "", onCPU: 40, waiting: 160, budget: [:])
    #expect(attribution(waited).stall(report(waited)).isHostCaused)
    let slept = Case(name: "", asleep: 5, budget: [:])
    #expect(!attribution(slept).stall(report(slept)).isHostCaused)
  }

  private func report(_ the: Case) -> TelemetryMessage.StallReport {
    .init(
      startedNs: 1_000_000_000, endedNs: 1_200_000_000, onCpuNs: the.onCPU * 1_000_000,
      runqueueNs: the.waiting.map { $0 * 1_000_000 },
      looks: the.looks, looksAsleep: the.asleep, noticedNs: the.looks > 0 ? 1_000_000_000 + the.noticed * 1_000_000 : nil)
  }

  private func attribution(_ the: Case) -> StallAttribution {
    StallAttribution(
      host: [
        HostReading(nanoseconds: 990_000_000, stealSeconds: 3, throttledSeconds: 7),
        HostReading(nanoseconds: 1_205_000_000, stealSeconds: 3 + the.steal / 1000, throttledSeconds: 7 + the.throttled / 1000),
      ], stoppedAt: the.stopped ? [1_100_000_000] : [], controlLate: nil)
  }
}
