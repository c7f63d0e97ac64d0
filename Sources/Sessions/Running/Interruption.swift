import UnixSignals

/// Work that Ctrl-C ends.
enum Interruption {
  /// Does the work until it is done or SIGINT or SIGTERM comes, which cancels it. Returns what it has kept by then, and whether it was
  /// interrupted.
  static func untilInterrupted<Element: Sendable>(
    _ work: @escaping @Sendable (_ keep: (Element) -> Void) async throws -> Void
  ) async throws -> ([Element], Bool) {
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    return try await withThrowingTaskGroup(of: ([Element], Bool)?.self) { group in
      group.addTask {
        var kept: [Element] = []
        do {
          try await work { kept.append($0) }
          return (kept, false)
        } catch is CancellationError {
          return (kept, true)
        }
      }
      group.addTask {
        for await _ in signals { return nil }
        return nil
      }
      while let outcome = try await group.next() {
        group.cancelAll()
        if let outcome { return outcome }
      }
      return ([], true)
    }
  }
}
