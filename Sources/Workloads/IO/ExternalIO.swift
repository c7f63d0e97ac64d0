import NIOPosix
import Processes
import Samples

/// What I/O steps are done with that go to servers and to programs.
struct ExternalIO: Sendable {
  private enum Step {
    case client(any StepClient)
    /// Each process has a thread that waits for its end.
    case command(CommandRunner, waiting: WorkerThreads)
  }

  private let step: Step
  /// For strategies whose items block.
  private let calls: BlockingCalls?
  private let timeoutNanoseconds: Int64?

  /// - Returns: `nil` if the order has no such step.
  /// - Throws: `StepFailure` if it can never succeed, `ResourceError`.
  init?(_ work: RunOrder.Work, on group: MultiThreadedEventLoopGroup, spawner: Spawner) async throws {
    guard let io = work.io, io.kind == .url || io.kind == .command || io.kind == .http && work.strategy.awaitsIO else {
      return nil
    }
    timeoutNanoseconds = work.timeoutNs
    calls = work.strategy.awaitsIO ? nil : try BlockingCalls()
    if io.kind != .command {
      step = .client(try await ExternalIO.client(io, on: calls?.loops ?? group, connections: work.concurrency))
    } else {
      let waiting = WorkerThreads(calls == nil ? work.concurrency : 0)
      step = .command(try CommandRunner(io.command ?? [], spawner: spawner), waiting: waiting)
      try waiting.start()
    }
  }

  /// Does a step, while the loop turns.
  nonisolated(nonsending) func perform() async throws {
    switch step {
    case .client(let client): try await client.get()
    case .command(let runner, let waiting): try runner.check(await end(of: try await runner.start(), waiting))
    }
  }

  private nonisolated(nonsending) func end(of command: RunningCommand, _ waiting: WorkerThreads) async -> RunningCommand.End {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        waiting.submit { continuation.resume(returning: command.waitForEnd()) }
      }
    } onCancel: {
      command.kill()
    }
  }

  /// Does a step, and blocks the calling thread meanwhile.
  ///
  /// - Throws: `AttemptError.timeout`, `StepFailure`.
  func performBlocking() throws {
    guard let calls else { return }
    switch step {
    case .client(let client): try calls.perform(within: timeoutNanoseconds) { try await client.get() }
    case .command(let runner, _):
      let end = try calls.perform { try await runner.start() }.waitForEnd(within: timeoutNanoseconds)
      if end.isTimeout { throw AttemptError.timeout }
      try runner.check(end)
    }
  }

  /// Ends everything that was started; no step is under way.
  func close() async throws {
    switch step {
    case .client(let client): try await client.close()
    case .command(_, let waiting): await waiting.shutDown()
    }
    try await calls?.close()
  }
}
