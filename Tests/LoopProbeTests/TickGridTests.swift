import LoopProbe
import Testing

@Suite struct TickGridTests {
  /// Ticks every 10 from 10; the loop turns at these instants; the lateness of all ticks in order.
  @Test(
    arguments: [
      ([10, 20, 30], [0, 0, 0]),
      ([12, 20, 35], [2, 0, 5]),
      ([19, 20], [9, 0]),
      // A turn exactly at a tick counts that tick too.
      ([20, 30], [10, 0, 0]),
      // A stall of 45 swallows four ticks; each was late.
      ([10, 55, 60], [0, 35, 25, 15, 5, 0]),
      // The clock cannot be early; where it says so, the tick is on time and the grid stays.
      ([9, 20], [0, 0]),
    ] as [([Int64], [Int64])])
  func `A stall counts all the ticks that it swallowed`(turns: [Int64], expected: [Int64]) {
    var grid = TickGrid(start: 10, interval: 10)
    var lateness: [Int64] = []
    for now in turns { grid.turn(at: now) { lateness.append($0) } }
    #expect(lateness == expected)
  }

  @Test func `A late tick does not move the grid`() {
    var grid = TickGrid(start: 10, interval: 10)
    grid.turn(at: 19) { _ in }
    #expect(grid.next == 20)
    grid.turn(at: 20) { _ in }
    #expect(grid.next == 30)
  }

  @Test func `Without correction a half-second stall would be one tick in a thousand`() {
    var grid = TickGrid(start: 10_000_000, interval: 10_000_000)
    var recorder = LatencyRecorder()
    for tick in 1...500 { grid.turn(at: Int64(tick) * 10_000_000) { recorder.record(nanoseconds: $0) } }
    grid.turn(at: 5_000_000_000 + 500_000_000) { recorder.record(nanoseconds: $0) }
    for tick in 551...1000 { grid.turn(at: Int64(tick) * 10_000_000) { recorder.record(nanoseconds: $0) } }
    let histogram = recorder.snapshot()
    #expect(histogram.count == 1000)
    #expect((histogram.quantile(0.99) ?? 0) > 0.35)
    #expect((histogram.maxSeconds ?? 0) >= 0.49)
  }
}
