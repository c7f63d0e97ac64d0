import Glibc
import NIOCore
import NIOPosix
import Processes
import Scheduling
import Synchronization
import Telemetry
import Workloads

/// Starts a child, gives it its order, listens to it, ends it at its deadline, reaps it. No process of it is left afterwards.
struct ChildRunner: Sendable {
  /// How long a pipe is read after the child has ended: something that escaped its process group may hold the other end.
  private static let afterlife = TimeAmount.seconds(1)

  let spawner: Spawner
  let time: any TimeSource
  let loop: any EventLoop

  /// Cancelling the task ends the child.
  ///
  /// - Parameters:
  ///   - place: where it runs, and whether it gives way.
  ///   - heard: told every message, after the intake has taken it.
  ///   - beside: goes on while the child lives, and is cancelled when it has ended.
  /// - Returns: how it ended, and the end of what it wrote to standard error.
  /// - Throws: where it could not be started.
  func run<Intake: ChildIntake>(
    _ program: ChildProgram, at place: ProcessPlace, _ order: RunOrder, as live: LiveChild<Intake>, deadline: Duration,
    heard: @escaping @Sendable (TelemetryMessage) -> Void = { _ in },
    beside: @escaping @Sendable (ChildProcess) async -> Void
  ) async throws -> (exit: ChildExit?, diagnostics: String) {
    let pipes = try await start(program, at: place, order, as: live)
    return await withTaskCancellationHandler {
      async let diagnostics = pipes.error.readTail()
      async let end: Void = listen(to: pipes.output, of: live, heard: heard)
      let exit = await superviseUntilEnd(live, deadline: deadline, beside: beside)
      pipes.close(after: ChildRunner.afterlife)
      await end
      return (exit, await diagnostics)
    } onCancel: {
      live.end(because: .cancelled)
    }
  }

  /// Starts the child with all that it has to read as its standard input.
  private func start<Intake: ChildIntake>(
    _ program: ChildProgram, at place: ProcessPlace, _ order: RunOrder, as live: LiveChild<Intake>
  ) async throws -> ChildPipes {
    let input = try Descriptors.file(holding: program.preamble + (try RunOrderCoding.encode(order)))
    let made = try Descriptors.closing([input]) { () throws(DescriptorError) in try Descriptors.pipes(2) }
    let (output, errors) = (made[0], made[1])
    let pipes: ChildPipes
    do {
      pipes = try await ChildPipes(output: output.reading, error: errors.reading, loop: loop)
    } catch {
      Descriptors.closeAll([input, output.writing, errors.writing])
      throw error
    }
    do {
      let child = try await spawner.start(
        program.command, at: place, input: input, output: output.writing, error: errors.writing, newGroup: true)
      live.child.withLock { $0 = child }
    } catch {
      await pipes.drain()
      throw error
    }
    return pipes
  }

  private func listen<Intake: ChildIntake>(
    to output: ChildOutput, of live: LiveChild<Intake>, heard: (TelemetryMessage) -> Void
  ) async {
    do {
      var splitter = LineSplitter()
      try await output.forEachChunk { chunk in
        for line in try splitter.receive(chunk.readableBytesView) { heard(try live.receive(line, at: time)) }
      }
      if live.intake.withLock({ $0.ending }) == nil { try splitter.finish() }
    } catch let error as TelemetryError {
      live.end(because: .protocolBroken(error))
    } catch {
      // The pipe was closed: there is nothing more to hear, and the intake tells what was missing.
    }
  }

  /// Waits until the child has ended, by itself or at its deadline, and reaps it.
  private func superviseUntilEnd<Intake: ChildIntake>(
    _ live: LiveChild<Intake>, deadline: Duration, beside: @escaping @Sendable (ChildProcess) async -> Void
  ) async -> ChildExit? {
    guard let child = live.child.withLock({ $0 }) else { return nil }
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        try? await time.sleep(until: time.uptime + deadline)
        if !Task.isCancelled { live.end(because: .deadline(seconds: deadline.seconds)) }
      }
      group.addTask { await beside(child) }
      try? await spawner.waitForEnd(of: child)
      live.child.withLock { $0 = nil }
      group.cancelAll()
    }
    // Only now: until then somebody might signal it, and its pid must still be its own.
    return spawner.reap(child)
  }
}
