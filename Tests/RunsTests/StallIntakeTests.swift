import CalcmonTesting
import Procfs
import Processes
import Runs
import Samples
import Sampling
import Telemetry
import Testing
import Workloads

/// What becomes of the stalls that a child tells, and of what could not be read of it.
@Suite struct StallIntakeTests {
  private let now = Timestamp(milliseconds: 5000)

  @Test func `Stalls get what the host and the process tree showed meanwhile`() throws {
    var intake = try started()
    intake.receive(HostReading(nanoseconds: 900, stealSeconds: 1, throttledSeconds: 1))
    try intake.receive(.stall(stall(1000, 2000)), at: now)
    intake.receive(reading("T"), elapsed: 0.1, at: 1500)
    intake.receive(HostReading(nanoseconds: 2100, stealSeconds: 1, throttledSeconds: 1))
    try intake.receive(.stall(stall(5000, 6000)), at: now)
    intake.receive(reading("S"), elapsed: 0.2, at: 5500)
    let latency = Records.latency(milliseconds: 7, count: 20)
    let record = record(intake, control: ControlReading(late: [5200...6500], latency: latency))
    #expect(record.controlLatency == latency)
    #expect(record.stalls.map(\.wasStopped) == [true, false])
    #expect(record.stalls.map(\.controlWasLate) == [false, true])
    #expect(record.stalls.map(\.startedNanoseconds) == [1000, 5000])
    #expect(record.workStartedNanoseconds == 100)
  }

  @Test func `A run that did not complete keeps its stalls`() throws {
    var intake = try started()
    try intake.receive(.stall(stall(1000, 2000)), at: now)
    intake.end(because: .deadline(seconds: 5))
    let record = record(intake)
    #expect(record.outcome == .timeout)
    #expect(record.stalls.count == 1)
  }

  @Test func `Stalls that overlap are no stalls of one loop`() throws {
    var intake = try started()
    try intake.receive(.stall(stall(1000, 2000)), at: now)
    #expect(throws: TelemetryError.unexpected("a 'stall' that begins before the last one ended")) {
      try intake.receive(.stall(stall(1999, 3000)), at: now)
    }
  }

  @Test func `Stalls of several servers may overlap, are told in order of time, and each has its budget`() throws {
    var intake = try started(servers: 3)
    for (server, from, to) in [(2, 1500, 4000), (0, 1000, 2000), (1, 1000, 1200), (0, 2000, 2500)] as [(Int, Int64, Int64)] {
      try intake.receive(.stall(stall(from, to, server: server)), at: now)
    }
    let record = record(intake)
    #expect(record.stalls.map(\.startedNanoseconds) == [1000, 1000, 1500, 2000])
    #expect(record.stalls.map(\.endedNanoseconds) == [1200, 2000, 4000, 2500])
    #expect(abs(record.stalls.reduce(0) { $0 + $1.budget[.callback] } - 4200e-9) < 1e-12)
  }

  @Test(
    arguments: [
      (0, 1999, 3000, "a 'stall' that begins before the last one ended"), (1, 100, 900, nil), (0, 2000, 3000, nil),
      (2, 5000, 6000, "a 'stall' of server 2, of 2"), (nil, 1999, 3000, "a 'stall' that begins before the last one ended"),
    ] as [(Int?, Int64, Int64, String?)])
  func `Of each server stalls follow each other`(server: Int?, from: Int64, to: Int64, problem: String?) throws {
    var intake = try started(servers: 2)
    try intake.receive(.stall(stall(1000, 2000, server: 0)), at: now)
    try intake.receive(.late(.init(intervals: [stall(5000, 6000, server: 1)])), at: now)
    guard let problem else { return try intake.receive(.stall(stall(from, to, server: server)), at: now) }
    #expect(throws: TelemetryError.unexpected(problem)) {
      try intake.receive(.stall(stall(from, to, server: server)), at: now)
    }
  }

  @Test func `What is late in several servers comes from one at a time`() throws {
    var intake = try started(servers: 2)
    try intake.receive(.late(.init(intervals: [stall(100, 200, server: 1), stall(200, 300, server: 1)])), at: now)
    try intake.receive(.late(.init(intervals: [stall(100, 200, server: 0)])), at: now)
    #expect(throws: TelemetryError.unexpected("a 'late' of several servers")) {
      try intake.receive(.late(.init(intervals: [stall(300, 400, server: 0), stall(400, 500, server: 1)])), at: now)
    }
    #expect(throws: TelemetryError.unexpected("a 'late' that begins before the last one ended")) {
      try intake.receive(.late(.init(intervals: [stall(299, 400, server: 1)])), at: now)
    }
  }

  @Test func `What was late and no stall is summed up, with what the host and the control showed meanwhile`() throws {
    let ms: Int64 = 1_000_000
    var intake = try started(latencyLimit: 0.03)
    intake.receive(HostReading(nanoseconds: 90 * ms, stealSeconds: 0, throttledSeconds: 1))
    try intake.receive(.late(.init(intervals: [stall(100 * ms, 140 * ms)])), at: now)
    intake.receive(HostReading(nanoseconds: 200 * ms, stealSeconds: 0, throttledSeconds: 1))
    intake.receive(HostReading(nanoseconds: 300 * ms, stealSeconds: 0, throttledSeconds: 1.1))
    let waited = TelemetryMessage.StallReport(startedNs: 210 * ms, endedNs: 250 * ms, onCpuNs: 0, runqueueNs: 40 * ms)
    try intake.receive(.late(.init(intervals: [waited, stall(250 * ms, 290 * ms)])), at: now)
    try intake.receive(.stall(stall(300 * ms, 500 * ms)), at: now)
    // Late for 20 ms as the loop was: more than half of the first interval, and too short to count beside a stall.
    let control = ControlReading(
      late: [110 * ms...135 * ms, 300 * ms...345 * ms, 400 * ms...475 * ms], latency: LatencyHistogram())
    let record = record(intake, control: control)
    let late = try #require(record.late)
    #expect(late.count == 3)
    #expect(late.limitSeconds == 0.03 && late.stallLimitSeconds == 0.1)
    #expect(abs(late.budget[.callback] - 0.08) < 1e-9 && abs(late.budget[.throttled] - 0.04) < 1e-9)
    #expect(abs(late.hostSeconds - 0.08) < 1e-9)
    #expect(record.stalls.map { Int((($0.controlLateSeconds ?? 0) * 1000).rounded()) } == [75])
  }

  @Test func `Nothing is told of what was late where the target allows a stall`() throws {
    for limit in [nil, 0.1, 0.5] {
      #expect(record(try started(latencyLimit: limit)).late == nil)
    }
  }

  @Test func `Of a loop that is late for hours the first intervals are kept, and the run goes on`() throws {
    var intake = try started(latencyLimit: 0.03)
    for message in 0..<110 {
      let intervals = (0..<1000).map { stall(Int64(message * 1000 + $0) * 10, Int64(message * 1000 + $0) * 10 + 10) }
      try intake.receive(.late(.init(intervals: intervals)), at: now)
    }
    #expect(record(intake).late?.count == 100_000)
    #expect(throws: TelemetryError.unexpected("a 'late' that begins before the last one ended")) {
      try intake.receive(.late(.init(intervals: [stall(0, 1)])), at: now)
    }
    #expect(throws: TelemetryError.self) { try intake.receive(.late(.init(intervals: [])), at: now) }
  }

  @Test func `A disturbance that nobody ordered is refused`() throws {
    var intake = try started()
    #expect(throws: TelemetryError.unexpected("an 'injected' that was not ordered")) {
      try intake.receive(.injected(.init(kind: "sleep", startedNs: 1, endedNs: 2)), at: now)
    }
  }

  @Test func `What cannot be read is told, with the file; that the child had ended is not`() throws {
    var intake = try started()
    intake.receive(reading("S"), elapsed: 0.1, at: 1)
    intake.cannotRead(.processTree, .gone(path: "/proc/7/stat"))
    intake.cannotRead(.runHost, .malformed(path: "/proc/stat", reason: "line 'cpu' has no number"))
    #expect(record(intake).failedReadings == ["run_host": "/proc/stat: line 'cpu' has no number"])
  }

  @Test func `A child that was never seen is told`() throws {
    var intake = try started()
    intake.cannotRead(.processTree, .gone(path: "/other/7/stat"))
    #expect(record(intake).failedReadings == ["process_tree": "/other/7/stat: no such file or process"])
    intake.cannotRead(.processTree, .malformed(path: "/other/7/stat", reason: "does not begin with a pid"))
    intake.cannotRead(.processTree, .gone(path: "/other/7/stat"))
    #expect(record(intake).failedReadings == ["process_tree": "/other/7/stat: does not begin with a pid"])
  }

  @Test(arguments: [(kinds: [true, true], isPSS: true), (kinds: [true, false], isPSS: false)])
  func `Memory is RSS where one reading was`(kinds: [Bool], isPSS: Bool) throws {
    var intake = try started()
    for (index, kind) in kinds.enumerated() {
      intake.receive(
        .init(cpuSeconds: 1, memoryBytes: 100, memoryIsProportional: kind, processes: 1), elapsed: 0.1 * Double(index + 1), at: 1)
    }
    try intake.receive(
      .result(
        .init(
          seconds: 2, itemsOk: 1, itemsFailed: 0, itemsTimeout: 0, itemsDropped: 0, retries: 0, queuePeak: 1, ioWaitSeconds: 0,
          cpuStepSeconds: 1)), at: now)
    #expect(record(intake).measurements?.memoryIsProportional == isPSS)
  }

  private func started(latencyLimit: Double? = nil, servers: Int? = nil) throws -> RunIntake {
    var mix = Mix.mixed
    mix.servers = servers
    var sampling = RunPlan.Sampling.standard
    sampling.latencyLimit = latencyLimit
    var intake = RunIntake(
      RunPlan(mix, strategy: .hybrid, runtime: .swift, cores: 2, operationsPerSecond: 1e9, sampling: sampling), cores: 2)
    try intake.receive(.hello(.init(pid: 7, version: "0")), at: now)
    try intake.receive(.started(.init(cpuUserSeconds: 0, cpuSystemSeconds: 0)), at: now)
    return intake
  }

  private func stall(_ from: Int64, _ to: Int64, server: Int? = nil) -> TelemetryMessage.StallReport {
    .init(startedNs: from, endedNs: to, onCpuNs: to - from, runqueueNs: 0, server: server)
  }

  private func reading(_ state: Character) -> ProcessTreeReading {
    ProcessTreeReading(cpuSeconds: 1, memoryBytes: 1, memoryIsProportional: true, processes: 1, rootState: state)
  }

  private func record(_ intake: RunIntake, control: ControlReading? = nil) -> RunRecord {
    intake.record(
      exit: ChildExit(status: .exited(0), cpu: .init(userSeconds: 1, systemSeconds: 0)), diagnostics: "", workStarted: 100,
      control: control, startedAt: now, endedAt: now)
  }
}
