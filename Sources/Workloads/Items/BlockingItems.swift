import Glibc
import LoopProbe

/// Executes items by blocking the calling thread from their first step to their last.
struct BlockingItems: Sendable {
  private let policy: AttemptPolicy
  private let io: BlockingIO?
  private let cpu: CPUWork?
  private let account: WaitAccount

  init(_ work: RunOrder.Work, io: BlockingIO?, cpu: CPUWork?, account: WaitAccount) {
    policy = AttemptPolicy(work)
    self.cpu = cpu
    self.io = io
    self.account = account
  }

  func execute(_ item: UInt64) -> ItemOutcome {
    var outcome = ItemOutcome()
    for attempt in 1...policy.attempts {
      if attempt > 1 {
        outcome.retries += 1
        sleepNanoseconds(policy.backoff(item: item, before: attempt))
      }
      do {
        try execute(item, attempt: attempt, into: &outcome)
        outcome.result = .ok
        break
      } catch {
        outcome.failed(error)
      }
    }
    return outcome
  }

  private func execute(_ item: UInt64, attempt: Int, into outcome: inout ItemOutcome) throws {
    switch policy.injection(item: item, attempt: attempt) {
    case .none: break
    case .failure: throw AttemptError.injected
    case .hang:
      sleepNanoseconds(policy.timeoutNanoseconds ?? 0)
      throw AttemptError.timeout
    }
    if let io {
      let start = MonotonicClock.now()
      defer { outcome.ioNanoseconds.append(MonotonicClock.now() - start) }
      let result = Result { try io.perform(item) }
      if let limit = policy.timeoutNanoseconds, MonotonicClock.now() - start > limit { throw AttemptError.timeout }
      try result.get()
    }
    if let cpu {
      account.computationStarted(at: MonotonicClock.now())
      defer { account.computationEnded(at: MonotonicClock.now()) }
      let before = ThreadClock.now()
      let result = Result { () throws(StepFailure) in try cpu.compute(item) }
      outcome.cpuNanoseconds += ThreadClock.now() - before
      try cpu.check(result.get(), of: item)
    }
  }
}

/// Blocks the calling thread.
func sleepNanoseconds(_ nanoseconds: Int64) {
  var rest = timespec(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
  var left = timespec()
  while nanosleep(&rest, &left) != 0, errno == EINTR { rest = left }
}
