/// Asks a server for the same thing again and again.
protocol StepClient: Sendable {
  /// Asks, and reads the answer to its end.
  ///
  /// - Throws: `StepFailure` or `AttemptError` unless the server did what it was asked for; `CancellationError`.
  nonisolated(nonsending) func get() async throws
  /// Closes its connections; none is in use.
  func close() async throws
}
