import Glibc
import LoopProbe
import NIOPosix
import Procfs
import Samples
import Synchronization
import Telemetry
import Testing

@Suite(.timeLimit(.minutes(2))) struct LoopTickerTests {
  @Test func `Ticks go on until they are stopped, and what blocks the loop is seen`() async throws {
    let probed = try await ProbedLoop(interval: 1_000_000, stallLimit: 10_000_000_000)
    await probed.untilReport()
    // The loop computes until its clock says that 50 ms have passed: at least that long no tick can run.
    try await probed.loop.submit { compute(milliseconds: 50) }.get()
    let latency = try await probed.stop()
    // Told to run once more, as a loop does that had taken the callback already: nothing is recorded any more.
    let (ticker, loop) = (probed.ticker, probed.loop)
    let after = try await loop.submit {
      ticker.handleScheduledCallback(eventLoop: loop)
      return ticker.latency
    }.get()
    #expect(after == latency)
    #expect(latency.count >= 50)
    #expect((latency.maxSeconds ?? 0) >= 0.045)
    #expect(probed.stalls.isEmpty)
  }

  @Test func `A turn that computes for too long is a stall from its begin to its end, on the CPU`() async throws {
    let probed = try await ProbedLoop(interval: 1_000_000, stallLimit: 20_000_000)
    await probed.untilReport()
    let held = try await probed.hold { compute(milliseconds: 60) }
    _ = try await probed.stop()
    let stall = try #require(probed.stall(around: held))
    #expect(stall.endedNs >= held.until)
    #expect(stall.onCpuNs + (stall.runqueueNs ?? 0) <= stall.nanoseconds)
    // Whoever else uses this host: the thread was on a CPU or waited for one.
    #expect(stall.onCpuNs + (stall.runqueueNs ?? 0) >= stall.nanoseconds / 2)
    #expect(stall.stack.isEmpty)
  }

  @Test func `A turn that sleeps is a stall that used no CPU, and a watcher saw where it slept`() async throws {
    let probed = try await ProbedLoop(interval: 1_000_000, stallLimit: 20_000_000)
    await probed.untilReport()
    let held = try await probed.hold { sleep(milliseconds: 300) }
    _ = try await probed.stop()
    let stall = try #require(probed.stall(around: held))
    #expect(stall.nanoseconds >= 300_000_000)
    #expect(stall.onCpuNs < 100_000_000)
    #expect(stall.looks > 0)
    #expect(stall.looksAsleep > 0)
    let noticed = try #require(stall.noticedNs)
    #expect(noticed >= stall.startedNs + 20_000_000 && noticed <= stall.endedNs)
  }

  @Test func `A stall in which the work ends counts`() async throws {
    let probed = try await ProbedLoop(interval: 1_000_000, stallLimit: 20_000_000)
    await probed.untilReport()
    let (ticker, marks) = (probed.ticker, probed.marks)
    try await probed.loop.submit {
      marks.turn { compute(milliseconds: 60) }
      ticker.stop()
    }.get()
    #expect(probed.stalls.contains { $0.nanoseconds >= 60_000_000 })
  }

  @Test func `What is late by more than the latency should be, and no stall, is told together before the next report`()
    async throws
  {
    let probed = try await ProbedLoop(interval: 1_000_000, stallLimit: 10_000_000_000, lateLimit: 20_000_000)
    await probed.untilReport()
    let computed = try await probed.hold { compute(milliseconds: 60) }
    let slept = try await probed.hold { sleep(milliseconds: 60) }
    _ = try await probed.stop()
    #expect(probed.stalls.isEmpty)
    let late = probed.late.flatMap { $0 }
    let first = try #require(late.first { $0.startedNs <= computed.from && computed.from < $0.endedNs })
    let second = try #require(late.first { $0.startedNs <= slept.from && slept.from < $0.endedNs })
    #expect(first.nanoseconds >= 60_000_000 && second.nanoseconds >= 60_000_000)
    #expect(first.onCpuNs + (first.runqueueNs ?? 0) >= first.nanoseconds / 2)
    #expect(second.onCpuNs < 20_000_000)
    #expect(probed.late.allSatisfy { !$0.isEmpty })
    #expect(late.allSatisfy { $0.nanoseconds > 20_000_000 })
    #expect(zip(late, late.dropFirst()).allSatisfy { $0.endedNs <= $1.startedNs })
  }

  @Test func `A stall is none of the shorter intervals`() async throws {
    let probed = try await ProbedLoop(interval: 1_000_000, stallLimit: 40_000_000, lateLimit: 20_000_000)
    await probed.untilReport()
    let held = try await probed.hold { compute(milliseconds: 60) }
    _ = try await probed.stop()
    #expect(probed.stall(around: held) != nil)
    #expect(!probed.late.contains { $0.contains { $0.startedNs <= held.from && held.from < $0.endedNs } })
  }

  @Test func `Without a watcher nobody looks, and the figures stand`() async throws {
    let probed = try await ProbedLoop(interval: 1_000_000, stallLimit: 20_000_000, isWatched: false)
    await probed.untilReport()
    let held = try await probed.hold { sleep(milliseconds: 60) }
    _ = try await probed.stop()
    let stall = try #require(probed.stall(around: held))
    #expect(stall.looks == 0 && stall.noticedNs == nil)
    #expect(stall.nanoseconds >= 60_000_000)
  }
}

/// A loop of its own with a ticker.
private final class ProbedLoop: Sendable {
  let loop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
  let marks = TurnMarks()
  let ticker: LoopTicker
  private let reports: AsyncStream<Double>
  private let found: Found

  private final class Found: Sendable {
    let stalls = Mutex<[TelemetryMessage.StallReport]>([])
    let late = Mutex<[[TelemetryMessage.StallReport]]>([])
  }

  init(interval: Int64, stallLimit: Int64, lateLimit: Int64? = nil, isWatched: Bool = true) async throws {
    let (reports, continuation) = AsyncStream<Double>.makeStream()
    let found = Found()
    let ticker = LoopTicker(
      loop: loop, settings: .init(interval: interval, stallLimit: stallLimit, lateLimit: lateLimit, isWatched: isWatched),
      marks: marks,
      proc: try ProcRoot(procfs: "/proc"), report: { continuation.yield($0) },
      stalled: { stall in found.stalls.withLock { $0.append(stall) } },
      wasLate: { intervals in found.late.withLock { $0.append(intervals) } })
    (self.reports, self.found, self.ticker) = (reports, found, ticker)
    try await loop.submit { ticker.start() }.get()
  }

  var stalls: [TelemetryMessage.StallReport] { found.stalls.withLock { $0 } }
  /// As they were told together.
  var late: [[TelemetryMessage.StallReport]] { found.late.withLock { $0 } }

  /// The stall in which a turn was held: the host may have made others, and longer ones.
  func stall(around held: (from: Int64, until: Int64)) -> TelemetryMessage.StallReport? {
    stalls.first { $0.startedNs <= held.from && held.from < $0.endedNs }
  }

  /// Returns when the loop has ticked for a while.
  func untilReport() async {
    var seen = reports.makeAsyncIterator()
    _ = await seen.next()
  }

  /// Does it on the loop, as one turn, and tells from when until when.
  func hold(_ body: @escaping @Sendable () -> Void) async throws -> (from: Int64, until: Int64) {
    let marks = marks
    return try await loop.submit {
      marks.turn {
        let from = MonotonicClock.now()
        body()
        return (from, MonotonicClock.now())
      }
    }.get()
  }

  func stop() async throws -> LatencyHistogram {
    let ticker = ticker
    return try await loop.submit {
      ticker.stop()
      return ticker.latency
    }.get()
  }
}

private func compute(milliseconds: Int64) {
  let end = MonotonicClock.now() + milliseconds * 1_000_000
  while MonotonicClock.now() < end {}
}

private func sleep(milliseconds: Int64) {
  var time = timespec(tv_sec: 0, tv_nsec: Int(milliseconds) * 1_000_000)
  nanosleep(&time, nil)
}
