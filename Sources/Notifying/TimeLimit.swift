import Scheduling

/// Gives up what takes too long.
enum TimeLimit {
  /// What `body` returns, which is cancelled at the instant; then, or where the task is cancelled, `nil`.
  static func run<Result: Sendable>(
    until instant: Duration, _ time: any TimeSource, _ body: @escaping @Sendable () async -> Result
  ) async -> Result? {
    await withTaskGroup(of: Result?.self) { group in
      group.addTask { await body() }
      group.addTask {
        try? await time.sleep(until: instant)
        return nil
      }
      let first = await group.next()
      group.cancelAll()
      return first ?? nil
    }
  }
}
