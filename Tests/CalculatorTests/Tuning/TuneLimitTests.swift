import Calculator
import Prediction
import Samples
import Testing
import Workloads

@Suite struct TuneLimitTests {
  private func limit(
    _ bottleneck: Bottleneck, _ io: IOKind?, flat: Bool = false, cpu: Double = 0.1, hasPool: Bool = true,
    isLocked: Bool = false
  ) -> TuneLimit {
    TuneLimit(
      bottleneck, io: io, isLocked: isLocked, hasPool: hasPool, .init(isFlat: flat, cpuUtilization: cpu, cores: 2))
  }

  @Test func `What the model knows is its word`() {
    #expect(limit(.cores, .timer) == .cores)
    #expect(limit(.processes, nil) == .processes)
    #expect(limit(.loop, .timer, hasPool: false) == .loop)
    #expect(limit(.loop, .timer, hasPool: false, isLocked: true) == .gil)
  }

  @Test func `Where all wait and more still do more, it is the waiting`() {
    #expect(limit(.concurrency, .timer) == .waiting)
    #expect(limit(.concurrency, .http) == .connections)
    #expect(limit(.concurrency, .disk) == .waiting)
  }

  @Test func `Where more do no more, it is what is busy, else what is waited for`() {
    #expect(limit(.concurrency, .http, flat: true, cpu: 0.58, hasPool: false) == .loop)
    #expect(limit(.concurrency, .http, flat: true, cpu: 0.95, hasPool: false) == .cores)
    #expect(limit(.concurrency, .http, flat: true, cpu: 0.2, hasPool: false) == .connections)
    #expect(limit(.concurrency, .disk, flat: true, cpu: 0.58) == .disk)
    #expect(limit(.concurrency, .sqlite, flat: true, cpu: 0.2, hasPool: false) == .database)
  }
}
