import LoopProbe
import NIOPosix
import Testing

@Suite(.timeLimit(.minutes(2))) struct LoopTickerTests {
  @Test func `Ticks go on until they are stopped, and what blocks the loop is seen`() async throws {
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    let (reports, continuation) = AsyncStream<Double>.makeStream()
    let ticker = LoopTicker(loop: loop, interval: .milliseconds(1)) { continuation.yield($0) }
    try await loop.submit { ticker.start() }.get()
    var seen = reports.makeAsyncIterator()
    _ = await seen.next()
    // The loop computes until its clock says that 50 ms have passed: at least that long no tick can run.
    try await loop.submit { block(milliseconds: 50) }.get()
    try await loop.submit { ticker.stop() }.get()
    let latency = try await loop.submit { ticker.latency }.get()
    // Told to run once more, as a loop does that had taken the callback already: nothing is recorded any more.
    let after = try await loop.submit {
      ticker.handleScheduledCallback(eventLoop: loop)
      return ticker.latency
    }.get()
    #expect(after == latency)
    #expect(latency.count >= 50)
    #expect((latency.maxSeconds ?? 0) >= 0.045)
  }
}

private func block(milliseconds: Int) {
  let end = ContinuousClock.now + .milliseconds(milliseconds)
  while ContinuousClock.now < end {}
}
