import Processes

/// Work that Ctrl-C ends.
enum Interruption {
  /// Does the work until it is done or SIGINT or SIGTERM comes, which cancels it; a second one ends the process. Returns what it has kept by
  /// then, and whether it was interrupted.
  static func untilInterrupted<Element: Sendable>(
    _ work: @escaping @Sendable (_ keep: (Element) -> Void) async throws -> Void
  ) async throws -> ([Element], Bool) {
    let signals = await StopSignals()
    let task = Task {
      var kept: [Element] = []
      do {
        try await work { kept.append($0) }
        return (kept, false)
      } catch is CancellationError {
        return (kept, true)
      }
    }
    return try await withTaskCancellationHandler {
      try await signals.during {
        try await task.value
      } stop: {
        task.cancel()
      }
    } onCancel: {
      task.cancel()
    }
  }
}
