import CalcmonTesting
import Processes
import Runs
import Samples
import Sampling
import Telemetry
import Testing
import Workloads

@Suite struct RunIntakeTests {
  @Test func `A whole transcript gives a completed record`() throws {
    var intake = intake()
    try receive(Transcript.good, into: &intake)
    let record = record(intake, .exited(0))
    #expect(record.outcome == .completed)
    #expect(record.reason == nil)
    #expect(record.workStartedAt == Timestamp(milliseconds: 5000))
    let measured = try #require(record.measurements)
    #expect(measured.cpuUserSeconds == 2.75)
    #expect(measured.cpuSystemSeconds == 0.4)
    #expect(measured.cpuUtilization == (2.75 + 0.4) / (2 * 2))
    #expect(measured.ioWaitRatio == 0.25)
    #expect(measured.idealSeconds == 1.6)
    #expect(measured.idealRatio == 1.25)
    #expect(measured.histograms[.eventLoopLatency]?.count == 3)
    #expect(record.costSeconds == 3.5)
  }

  @Test func `Samples are what happened between two messages`() throws {
    var intake = intake()
    try receive(Transcript.good, into: &intake)
    let samples = record(intake, .exited(0)).samples
    #expect(samples.filter { $0.quantity == .queueDepth }.map(\.value) == [90, 40])
    let waits = samples.filter { $0.quantity == .ioWait }.map(\.value)
    #expect(waits.count == 2)
    #expect(abs(waits[0] - 0.5) < 1e-9 && abs(waits[1] - 0.25) < 1e-9)
    #expect(samples.filter { $0.quantity == .eventLoopLatency }.map(\.value) == [0.002, 0.005])
  }

  @Test func `Readings of the process tree become memory, its peak, and CPU utilisation of the cores`() throws {
    var intake = intake()
    try receive(Array(Transcript.good.prefix(2)), into: &intake)
    for (elapsed, cpu, memory) in [(0.1, 1.0, 100), (0.2, 1.1, 300), (0.3, 1.3, 200)] as [(Double, Double, UInt64)] {
      intake.receive(.init(cpuSeconds: cpu, memoryBytes: memory, memoryIsProportional: true, processes: 1), elapsed: elapsed)
    }
    try receive(Array(Transcript.good.dropFirst(2)), into: &intake)
    let record = record(intake, .exited(0))
    #expect(record.measurements?.memoryPeakBytes == 300)
    #expect(record.samples.filter { $0.quantity == .memory }.map(\.value) == [100, 300, 200])
    let utilization = record.samples.filter { $0.quantity == .cpuUtilization }.map(\.value)
    #expect(utilization.count == 2)
    #expect(abs(utilization[0] - 0.5) < 1e-9 && abs(utilization[1] - 1) < 1e-9)
  }

  @Test func `CPU time that vanished with a worker is not negative utilisation`() throws {
    var intake = intake()
    try receive(Array(Transcript.good.prefix(2)), into: &intake)
    for (elapsed, cpu) in [(0.1, 5.0), (0.2, 1.0)] {
      intake.receive(.init(cpuSeconds: cpu, memoryBytes: 1, memoryIsProportional: true, processes: 1), elapsed: elapsed)
    }
    #expect(record(intake, .exited(0)).samples.filter { $0.quantity == .cpuUtilization }.map(\.value) == [0])
  }

  @Test func `Two samples of a series never fall into one millisecond, which history could not keep`() throws {
    var intake = intake()
    try receive(Array(Transcript.good.prefix(2)), into: &intake)
    for elapsed in [0.1001, 0.1002, 0.1003, 0.2] {
      try intake.receive(
        .progress(.init(elapsed: elapsed, queueDepth: 1, inFlight: 1, done: 0, ioWaitSeconds: 0, eventLoopLatencySeconds: 0)),
        at: Timestamp(milliseconds: 5000))
      intake.receive(.init(cpuSeconds: 1, memoryBytes: 1, memoryIsProportional: true, processes: 1), elapsed: elapsed)
    }
    let samples = record(intake, .exited(0)).samples
    #expect(samples.filter { $0.quantity == .queueDepth }.map(\.elapsed) == [0.1, 0.2])
    #expect(samples.filter { $0.quantity == .memory }.map(\.elapsed) == [0.1, 0.2])
  }

  @Test func `Readings before the work begins do not count`() {
    var intake = intake()
    intake.receive(.init(cpuSeconds: 1, memoryBytes: 1, memoryIsProportional: true, processes: 1), elapsed: 0.1)
    #expect(record(intake, .exited(0)).samples.isEmpty)
  }

  @Test(arguments: [
    (ChildExit.Status.exited(0), RunOutcome.failed, "ended with status 0 and without a result"),
    (.exited(4), .failed, "ended with status 4 and without a result"),
    (.signalled(11), .crashed, "ended by signal 11"),
  ])
  func `Without a result no exit is good`(status: ChildExit.Status, outcome: RunOutcome, reason: String) throws {
    var intake = intake()
    try receive(Array(Transcript.good.dropLast()), into: &intake)
    let record = record(intake, status)
    #expect(record.outcome == outcome)
    #expect(record.reason == reason)
    #expect(record.measurements == nil)
  }

  @Test func `A result does not make up for a bad exit`() throws {
    var intake = intake()
    try receive(Transcript.good, into: &intake)
    #expect(record(intake, .exited(1)).outcome == .failed)
    #expect(record(intake, .signalled(9)).outcome == .crashed)
  }

  @Test(arguments: [
    (ChildEnding.cancelled, RunOutcome.cancelled, "calcmon was stopped"),
    (.deadline(seconds: 30), .timeout, "still running at its deadline of 30 s"),
    (.protocolBroken(.unknownVersion(2)), .failed, "telemetry of version 2; this calcmon speaks version 1"),
  ])
  func `Where calcmon ended the child, its reason is the run's`(ending: ChildEnding, outcome: RunOutcome, reason: String)
    throws
  {
    var intake = intake()
    try receive(Array(Transcript.good.prefix(2)), into: &intake)
    intake.end(because: ending)
    intake.end(because: .deadline(seconds: 99))
    let record = record(intake, .signalled(9))
    #expect(record.outcome == outcome)
    #expect(record.reason == reason)
  }

  @Test func `What the child says of its failure is the reason, with the last line of its standard error`() throws {
    var intake = intake()
    try intake.receive(.failed(.init(message: "no order")), at: Timestamp(milliseconds: 0))
    let record = intake.record(
      exit: ChildExit(status: .exited(4), cpu: .init(userSeconds: 0, systemSeconds: 0)), diagnostics: "one\ntwo\n",
      startedAt: Timestamp(milliseconds: 0), endedAt: Timestamp(milliseconds: 1))
    #expect(record.outcome == .failed)
    #expect(record.reason == "no order (stderr: two)")
  }

  @Test(
    arguments: [
      ([3], "'progress' where hello or failed should follow"),
      ([0, 0], "'hello' where started or failed should follow"),
      ([0, 1, 1], "'started' where progress or stall or late or injected or histogram or result or failed should follow"),
      ([0, 1, 5, 3], "'progress' where nothing should follow"),
      ([0, 1, 3, 2], "a 'progress' that goes back in time"),
    ] as [([Int], String)])
  func `Messages out of order are refused`(order: [Int], complaint: String) {
    var intake = intake()
    #expect(throws: TelemetryError.unexpected(complaint)) {
      for index in order { try intake.receive(Transcript.good[index], at: Timestamp(milliseconds: 0)) }
    }
  }

  @Test func `A calibration has no place in a run`() throws {
    var intake = intake()
    try intake.receive(Transcript.good[0], at: Timestamp(milliseconds: 0))
    #expect(throws: TelemetryError.unexpected("'calibrated' where started or failed should follow")) {
      try intake.receive(.calibrated(.init(kernel: "integer", operationsPerSecond: 1e9)), at: Timestamp(milliseconds: 0))
    }
  }

  @Test func `A run that is ended early keeps how far it was`() throws {
    var intake = intake()
    try receive(Array(Transcript.good.prefix(4)), into: &intake)
    intake.end(because: .cancelled)
    let record = record(intake, .signalled(9))
    #expect(record.lastProgress?.done == 50)
    #expect(record.measurements == nil)
  }

  // MARK: Support

  private func intake() -> RunIntake {
    RunIntake(RunPlan(.mixed, strategy: .hybrid, runtime: .swift, cores: 2, operationsPerSecond: 1e9), cores: 2)
  }

  private func receive(_ messages: [TelemetryMessage], into intake: inout RunIntake) throws {
    for message in messages { try intake.receive(message, at: Timestamp(milliseconds: 5000)) }
  }

  private func record(_ intake: RunIntake, _ status: ChildExit.Status) -> RunRecord {
    intake.record(
      exit: ChildExit(status: status, cpu: .init(userSeconds: 3, systemSeconds: 0.5)), diagnostics: "",
      startedAt: Timestamp(milliseconds: 4000), endedAt: Timestamp(milliseconds: 7000))
  }
}

private enum Transcript {
  static let good: [TelemetryMessage] = [
    .hello(.init(pid: 1, version: "0")),
    .started(.init(cpuUserSeconds: 0.25, cpuSystemSeconds: 0.1)),
    .progress(
      .init(elapsed: 0.1, queueDepth: 90, inFlight: 10, done: 0, ioWaitSeconds: 0.05, eventLoopLatencySeconds: 0.002)),
    .progress(
      .init(elapsed: 0.3, queueDepth: 40, inFlight: 10, done: 50, ioWaitSeconds: 0.1, eventLoopLatencySeconds: 0.005)),
    .histogram(.init(of: .eventLoopLatency, histogram: Records.latency(milliseconds: 2, count: 3))),
    .result(
      .init(
        seconds: 2, itemsOk: 99, itemsFailed: 1, itemsTimeout: 0, itemsDropped: 0, retries: 0, queuePeak: 100,
        ioWaitSeconds: 0.5, cpuStepSeconds: 3.2)),
  ]
}
