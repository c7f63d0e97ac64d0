import LoopProbe
import Testing

@Suite struct LatencyRecorderTests {
  @Test(arguments: [0, 1, 999, 50_000, 100_000, 123_456_789, 60_000_000_000] as [Int64])
  func `A value is known to 0.1 percent`(nanoseconds: Int64) throws {
    var recorder = LatencyRecorder()
    recorder.record(nanoseconds: nanoseconds)
    let seconds = try #require(recorder.snapshot().maxSeconds)
    let exact = Double(nanoseconds) * 1e-9
    #expect(abs(seconds - exact) <= max(exact * 0.001, 0.5e-6 + 1e-12))
  }

  @Test func `Below zero is zero, and beyond an hour is an hour`() throws {
    var recorder = LatencyRecorder()
    recorder.record(nanoseconds: -5)
    #expect(recorder.snapshot().maxSeconds == 0)
    recorder.record(nanoseconds: .max / 2)
    let seconds = try #require(recorder.snapshot().maxSeconds)
    #expect(abs(seconds - 3600) < 3.6)
  }

  @Test func `Snapshots merge into what one recorder would have recorded`() {
    var all = LatencyRecorder()
    var parts = [LatencyRecorder(), LatencyRecorder()]
    for index in 0..<5000 {
      let value = Int64(index) * Int64(index) * 997
      all.record(nanoseconds: value)
      parts[index % 2].record(nanoseconds: value)
    }
    var merged = parts[0].snapshot()
    merged.merge(parts[1].snapshot())
    #expect(merged == all.snapshot())
  }
}
