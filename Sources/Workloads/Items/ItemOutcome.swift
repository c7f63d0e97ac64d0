/// How an item ended, and what its steps took.
package struct ItemOutcome: Sendable {
  /// By its last attempt.
  enum Result { case ok, error, timeout }

  var result = Result.ok
  /// Attempts after the first.
  var retries = 0
  /// Of each I/O step that ended.
  var ioNanoseconds: [Int64] = []
  /// CPU time of the CPU steps in this process; what worker processes used is theirs to tell.
  var cpuNanoseconds: Int64 = 0
  /// What the first attempt that failed said, if the step is of the user's own.
  var firstError: String?

  mutating func failed(_ error: any Error) {
    if case AttemptError.timeout = error { result = .timeout } else { result = .error }
    if firstError == nil, let failure = error as? StepFailure { firstError = failure.description }
  }
}

/// Executes one item, with all its attempts, as a strategy has it done.
package protocol ItemExecutor: Sendable {
  /// Called on the event loop under test; returns there.
  nonisolated(nonsending) func execute(_ item: UInt64) async -> ItemOutcome
}
