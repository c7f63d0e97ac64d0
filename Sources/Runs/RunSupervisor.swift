import FoundationEssentials
import Glibc
package import NIOCore
import NIOPosix
package import Processes
import Samples
package import Sampling
package import Scheduling
import Synchronization
import Telemetry
package import Workloads

/// Executes runs: starts the child, gives it its order, listens to it, samples its process tree, ends it at its deadline.
///
/// Whatever a child does costs that run and nothing else: every run gives a record, and no process of it is left when that is there.
package struct RunSupervisor: Sendable {
  /// Between two readings of the child's process tree.
  package static let samplingInterval = Duration.milliseconds(100)
  /// How long a pipe is read after the child has ended: something that escaped its process group may hold the other end.
  private static let afterlife = TimeAmount.seconds(1)

  private let command: Command
  private let spawner: Spawner
  private let reader: ProcessTreeReader
  private let time: any TimeSource
  private let loop: any EventLoop

  /// - Parameters:
  ///   - command: starts a child that speaks the line protocol.
  ///   - loop: the loop that the child's pipes are read on.
  package init(
    command: Command, spawner: Spawner, reader: ProcessTreeReader, time: any TimeSource, loop: any EventLoop
  ) {
    self.command = command
    self.spawner = spawner
    self.reader = reader
    self.time = time
    self.loop = loop
  }

  /// Executes one run. Cancelling the task ends it with the outcome `cancelled`.
  ///
  /// - Parameters:
  ///   - cores: available to the run.
  ///   - deadline: after which the child is killed.
  ///   - queueDepth: told whenever the child says it.
  package func run(
    _ order: RunOrder, cores: Double, deadline: Duration, queueDepth: @escaping @Sendable (Int) -> Void
  ) async -> RunRecord {
    let run = LiveRun(RunIntake(identity: order.identity, kind: order.mix.kind, cores: cores), queueDepth: queueDepth)
    let startedAt = time.wall
    do {
      let pipes = try await start(order, as: run)
      return await withTaskCancellationHandler {
        async let diagnostics = pipes.error.readTail()
        async let heard: Void = listen(to: pipes.output, of: run)
        let exit = await superviseUntilEnd(run, deadline: deadline)
        pipes.close(after: RunSupervisor.afterlife)
        await heard
        let intake = run.intake.withLock { $0 }
        return intake.record(exit: exit, diagnostics: await diagnostics, startedAt: startedAt, endedAt: time.wall)
      } onCancel: {
        run.end(because: .agentStops)
      }
    } catch {
      if error is CancellationError { run.end(because: .agentStops) }
      return run.intake.withLock { $0 }
        .record(exit: nil, startFailure: "\(error)", diagnostics: "", startedAt: startedAt, endedAt: time.wall)
    }
  }

  /// Starts the child and writes its order. The order is smaller than any pipe's buffer, so writing cannot block.
  private func start(_ order: RunOrder, as run: LiveRun) async throws -> ChildPipes {
    let line = try Array(JSONEncoder().encode(order)) + [UInt8(ascii: "\n")]
    let made = try Descriptors.pipes(3)
    let (input, output, error) = (made[0], made[1], made[2])
    defer { close(input.writing) }
    let pipes = try await ChildPipes(output: output.reading, error: error.reading, loop: loop)
    do {
      let child = try await spawner.start(
        command, input: input.reading, output: output.writing, error: error.writing, newGroup: true)
      run.child.withLock { $0 = child }
    } catch {
      await pipes.drain()
      throw error
    }
    _ = write(input.writing, line, line.count)
    return pipes
  }

  private func listen(to output: ChildOutput, of run: LiveRun) async {
    do {
      var splitter = LineSplitter()
      try await output.forEachChunk { chunk in
        for line in try splitter.receive(chunk.readableBytesView) { try run.receive(line, at: time) }
      }
      if run.intake.withLock({ $0.ending }) == nil { try splitter.finish() }
    } catch let error as TelemetryError {
      run.end(because: .protocolBroken(error))
    } catch {
      // The pipe was closed: there is nothing more to hear, and the record tells what was missing.
    }
  }

  /// Samples the process tree until the child has ended, by itself or at its deadline, and reaps it.
  private func superviseUntilEnd(_ run: LiveRun, deadline: Duration) async -> ChildExit? {
    guard let child = run.child.withLock({ $0 }) else { return nil }
    return await withTaskGroup(of: Void.self) { group in
      group.addTask {
        try? await time.sleep(until: time.uptime + deadline)
        if !Task.isCancelled { run.end(because: .deadline(seconds: deadline.seconds)) }
      }
      group.addTask { await sampleTree(of: child, run) }
      try? await spawner.waitForEnd(of: child)
      run.child.withLock { $0 = nil }
      group.cancelAll()
      return spawner.reap(child)
    }
  }

  private func sampleTree(of child: ChildProcess, _ run: LiveRun) async {
    var next = time.uptime
    while !Task.isCancelled {
      if let start = run.workStart.withLock({ $0 }), let reading = try? reader.read(root: child.pid) {
        let elapsed = (time.uptime - start).seconds
        run.intake.withLock { $0.receive(reading, elapsed: elapsed) }
      }
      // After a pause there is a gap, and no burst.
      next = max(next + RunSupervisor.samplingInterval, time.uptime)
      try? await time.sleep(until: next)
    }
  }
}

/// A run under way, shared by the tasks that attend to it.
private final class LiveRun: Sendable {
  let intake: Mutex<RunIntake>
  /// `nil` before it is started and from when it is to be reaped: nobody else's process is ever signalled.
  let child = Mutex<ChildProcess?>(nil)
  /// Uptime at which the child said `started`.
  let workStart = Mutex<Duration?>(nil)
  private let queueDepth: @Sendable (Int) -> Void

  init(_ intake: RunIntake, queueDepth: @escaping @Sendable (Int) -> Void) {
    self.intake = Mutex(intake)
    self.queueDepth = queueDepth
  }

  func receive(_ line: [UInt8], at time: any TimeSource) throws(TelemetryError) {
    let message = try TelemetryCoding.decode(line)
    let now = time.wall
    if case .started = message { workStart.withLock { $0 = time.uptime } }
    let depth = try intake.withLock { (intake) throws(TelemetryError) in
      try intake.receive(message, at: now)
      return intake.queueDepth
    }
    queueDepth(depth)
  }

  func end(because ending: RunIntake.Ending) {
    intake.withLock { $0.end(because: ending) }
    child.withLock { $0?.signal(SIGKILL) }
  }
}
