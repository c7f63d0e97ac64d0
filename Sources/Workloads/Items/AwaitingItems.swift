import LoopProbe
import NIOCore

/// `async` and `hybrid`: I/O is awaited on the loop; the CPU step computes on it, or in a worker process.
struct AwaitingItems: ItemExecutor {
  private let policy: AttemptPolicy
  private let loopExecutor: LoopExecutor
  private let io: AwaitedIO?
  private let cpu: CPUWork?
  private let pool: ProcessPool?
  private let account: WaitAccount

  /// - Parameter pool: where the CPU step is done; `nil`: on the loop.
  init(
    _ work: RunOrder.Work, on loopExecutor: LoopExecutor, io: AwaitedIO?, cpu: CPUWork?, pool: ProcessPool?, account: WaitAccount
  ) {
    policy = AttemptPolicy(work)
    self.cpu = cpu
    self.loopExecutor = loopExecutor
    self.io = io
    self.pool = pool
    self.account = account
  }

  nonisolated(nonsending) func execute(_ item: UInt64) async -> ItemOutcome {
    var outcome = ItemOutcome()
    for attempt in 1...policy.attempts {
      do {
        if attempt > 1 {
          outcome.retries += 1
          try await loop.wait(nanoseconds: policy.backoff(item: item, before: attempt))
        }
        let attempt = await executeInTime(item, attempt: attempt)
        if let io = attempt.io { outcome.ioNanoseconds.append(io) }
        outcome.cpuNanoseconds += attempt.cpu
        if let error = attempt.error { throw error }
        outcome.result = .ok
        break
      } catch {
        outcome.failed(error)
      }
    }
    return outcome
  }

  private var loop: any EventLoop { loopExecutor.loop }

  /// What an attempt took, and why it failed.
  private struct Attempt: Sendable {
    var io: Int64?
    var cpu: Int64 = 0
    var error: (any Error)?
  }

  nonisolated(nonsending) private func executeInTime(_ item: UInt64, attempt: Int) async -> Attempt {
    guard let timeout = policy.timeoutNanoseconds else { return await execute(item, attempt: attempt) }
    return await withTaskGroup(of: Attempt?.self) { group in
      group.addTask(executorPreference: loopExecutor) { await execute(item, attempt: attempt) }
      group.addTask(executorPreference: loopExecutor) {
        try? await loop.wait(nanoseconds: timeout)
        return nil
      }
      let inTime = await group.next() ?? nil
      group.cancelAll()
      if let inTime { return inTime }
      // What was given up has ended by now, too, and its I/O step counts as far as it came.
      var late = (await group.next() ?? nil) ?? Attempt()
      late.error = AttemptError.timeout
      return late
    }
  }

  nonisolated(nonsending) private func execute(_ item: UInt64, attempt: Int) async -> Attempt {
    var outcome = Attempt()
    do {
      switch policy.injection(item: item, attempt: attempt) {
      case .none: break
      case .failure: throw AttemptError.injected
      case .hang: try await loop.wait(nanoseconds: .max / 2)
      }
      if let io {
        let start = MonotonicClock.now()
        defer { outcome.io = MonotonicClock.now() - start }
        try await io.perform(item)
      }
      if let cpu { outcome.cpu = try await compute(cpu, item) }
    } catch {
      outcome.error = error
    }
    return outcome
  }

  nonisolated(nonsending) private func compute(_ cpu: CPUWork, _ item: UInt64) async throws -> Int64 {
    account.computationStarted(at: MonotonicClock.now())
    defer { account.computationEnded(at: MonotonicClock.now()) }
    let before = ThreadClock.now()
    let result: UInt64
    if let pool {
      result = try await pool.compute(seed: item)
    } else {
      result = try cpu.compute(item)
    }
    try cpu.check(result, of: item)
    return pool == nil ? ThreadClock.now() - before : 0
  }
}

extension EventLoop {
  /// Waits on a timer of the loop, until then or until the task is cancelled.
  nonisolated(nonsending) func wait(nanoseconds: Int64) async throws {
    let timer = scheduleTask(in: .nanoseconds(nanoseconds)) {}
    try await withTaskCancellationHandler {
      try await timer.futureResult.get()
    } onCancel: {
      timer.cancel()
    }
  }
}
