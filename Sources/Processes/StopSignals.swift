import Glibc
import UnixSignals

/// SIGINT and SIGTERM: the first asks for an end in order, the second for an end at once.
///
/// An end in order takes as long as a disk that hangs, since what was measured is to be written. Only a second signal shows that it is not
/// worth the wait.
package struct StopSignals: Sendable {
  /// The exit status of a program that was interrupted.
  package static let interrupted: Int32 = 130

  private let sequence: UnixSignalsSequence

  /// Traps the signals: from here on they end nothing by themselves.
  package init() async { sequence = await UnixSignalsSequence(trapping: .sigint, .sigterm) }

  /// Returns what the work returns. Ends the process at the second signal, with status 130, whatever it is doing.
  ///
  /// - Parameters:
  ///   - work: not cancelled by a signal.
  ///   - stop: called at the first signal; has the work end.
  /// - Throws: what the work throws.
  package func during<Value: Sendable>(
    _ work: @escaping @Sendable () async throws -> Value, stop: @escaping @Sendable () async -> Void
  ) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
      defer { group.cancelAll() }
      group.addTask { try await work() }
      group.addTask {
        var isStopping = false
        for await _ in sequence {
          if isStopping { _exit(StopSignals.interrupted) }
          isStopping = true
          await stop()
        }
        return nil
      }
      for try await value in group { if let value { return value } }
      throw CancellationError()
    }
  }
}
