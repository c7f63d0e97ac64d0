import CalcmonTesting
import Processes
import Procfs
import Runs
import Samples
import Sampling
import Telemetry
import Workloads

/// A run as the agent would record it, from what a child would say and what the fixture trees hold at two moments.
enum FixtureRun {
  static func record(_ plan: RunPlan, at start: Timestamp) -> RunRecord {
    var intake = RunIntake(plan, cores: 2)
    do {
      for message in beginning { try intake.receive(message, at: start.advanced(bySeconds: 0.2)) }
      for (moment, elapsed) in [(1, 0.5), (2, 1)] {
        let proc = try ProcRoot(procfs: "\(Repository.procFixtures)/tree/\(moment)")
        intake.receive(try ProcessTreeReader(proc: proc).read(root: 2000), elapsed: elapsed)
      }
      // Throttled for 0.1 s between two readings, in which the loop stood still for 0.25 s and waited for a core for 0.15 s.
      intake.receive(HostReading(nanoseconds: 1_000_000_000, stealSeconds: 2, throttledSeconds: 5))
      try intake.receive(
        .stall(
          .init(
            startedNs: 1_050_000_000, endedNs: 1_300_000_000, onCpuNs: 100_000_000, runqueueNs: 150_000_000, looks: 8,
            noticedNs: 1_160_000_000)), at: start.advanced(bySeconds: 1.3))
      intake.receive(HostReading(nanoseconds: 1_310_000_000, stealSeconds: 2, throttledSeconds: 5.1))
      for message in ending { try intake.receive(message, at: start.advanced(bySeconds: 2.2)) }
    } catch {
      intake.end(because: .cancelled)
    }
    return intake.record(
      exit: ChildExit(status: .exited(0), cpu: CPUTime(userSeconds: 3, systemSeconds: 0.5)), diagnostics: "",
      control: ControlReading(late: [], latency: Records.latency(milliseconds: 1, count: 150)), startedAt: start,
      endedAt: start.advanced(bySeconds: 2.25))
  }

  /// Ten reports a tenth of a second apart, with a queue that drains and a little waiting for I/O.
  private static var beginning: [TelemetryMessage] {
    [.hello(.init(pid: 2000, version: "1.2.3")), .started(.init(cpuUserSeconds: 0.25, cpuSystemSeconds: 0.05))]
      + (1...10).map { step in
        .progress(
          .init(
            elapsed: Double(step) / 10, queueDepth: 1000 - 100 * step, inFlight: 50, done: 100 * step - 50,
            ioWaitSeconds: Double(step) / 128, eventLoopLatencySeconds: 0.004))
      }
  }

  private static var ending: [TelemetryMessage] {
    let latency = LatencyHistogram(ascending: [
      .init(upperMicroseconds: 60, count: 150), .init(upperMicroseconds: 4000, count: 40),
      .init(upperMicroseconds: 120_000, count: 10),
    ])
    return [
      .histogram(.init(of: .eventLoopLatency, histogram: latency ?? LatencyHistogram())),
      .histogram(.init(of: .itemDuration, histogram: Records.latency(milliseconds: 8, count: 1000))),
      .histogram(.init(of: .ioStepDuration, histogram: Records.latency(milliseconds: 4, count: 1000))),
      .histogram(.init(of: .queueWait, histogram: Records.latency(milliseconds: 900, count: 1000))),
      .result(
        .init(
          seconds: 2, itemsOk: 995, itemsFailed: 2, itemsTimeout: 2, itemsDropped: 1, retries: 7, queuePeak: 950,
          ioWaitSeconds: 0.25, cpuStepSeconds: 3)),
    ]
  }
}
