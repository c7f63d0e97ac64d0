import Samples
import Testing
import Thresholds

@Suite struct EvidenceTests {
  private static func latency(_ microseconds: UInt64, _ count: UInt64) throws -> LatencyHistogram {
    try #require(LatencyHistogram(ascending: [.init(upperMicroseconds: microseconds, count: count)]))
  }

  @Test func `sums, distributions and counts of runs are added up`() throws {
    var evidence = Evidence()
    let samples = [
      Sample(.cpuUtilization, elapsed: 1, value: 0.5), Sample(.cpuUtilization, elapsed: 2, value: 0.5),
      Sample(.ioWait, elapsed: 1, value: 0.25), Sample(.eventLoopLatency, elapsed: 1, value: 0.001),
    ]
    evidence.add(
      RunEvidence(
        latency: try Self.latency(1_000, 3), samples: samples, wallSeconds: 10, cpuSeconds: 6, cores: 2, ioWaitSeconds: 1))
    evidence.add(
      RunEvidence(
        latency: try Self.latency(2_000, 4), samples: samples, wallSeconds: 5, cpuSeconds: 3, cores: 4, ioWaitSeconds: 0.5))
    #expect(evidence.latency.count == 7)
    #expect(evidence.latency.maxSeconds == 0.002)
    #expect(evidence.cpuSeconds == 9)
    #expect(evidence.capacitySeconds == 40)
    #expect(evidence.ioWaitSeconds == 1.5)
    #expect(evidence.wallSeconds == 15)
    #expect(evidence.cpuSamples == 4)
    #expect(evidence.ioWaitSamples == 2)
  }

  @Test func `each run is a series of its own`() {
    var evidence = Evidence()
    for run in 0..<3 {
      evidence.add(
        RunEvidence(
          latency: LatencyHistogram(), samples: [Sample(.queueDepth, elapsed: 0.5, value: Double(run))], wallSeconds: 1,
          cpuSeconds: 0, cores: 1, ioWaitSeconds: 0))
    }
    #expect(evidence.queueDepth == (0..<3).map { TrendSummary(TrendSeries(times: [0.5], values: [Double($0)])) })
  }

  @Test func `of memory the first quarter of a run is left out`() {
    var evidence = Evidence()
    let samples = (0..<8).map { Sample(.memory, elapsed: Double($0), value: Double($0) * 100) }
    evidence.add(
      RunEvidence(
        latency: LatencyHistogram(), samples: samples, wallSeconds: 8, cpuSeconds: 0, cores: 1, ioWaitSeconds: 0))
    #expect(RunEvidence.warmUpShare == 0.25)
    #expect(evidence.memory == [TrendSummary(TrendSeries(times: [2, 3, 4, 5, 6, 7], values: [200, 300, 400, 500, 600, 700]))])
  }

  @Test func `a queue is judged only while items arrive, since afterwards every queue drains`() {
    var evidence = Evidence()
    let samples = (0..<8).map { Sample(.queueDepth, elapsed: Double($0), value: Double($0) * 10) }
    evidence.add(
      RunEvidence(
        latency: LatencyHistogram(), samples: samples, wallSeconds: 8, cpuSeconds: 0, cores: 1, ioWaitSeconds: 0,
        arrivalSeconds: 4))
    #expect(evidence.queueDepth == [TrendSummary(TrendSeries(times: [1, 2, 3, 4], values: [10, 20, 30, 40]))])
  }
}
