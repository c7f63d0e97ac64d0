import ServiceLifecycle

/// Why a part of the agent ended before the agent was stopped. The others are then stopped as well.
package struct ServiceFailure: Error, CustomStringConvertible {
  /// Type of the part.
  package let service: String
  /// Description of the error that ended it.
  package let reason: String

  package var description: String { "the agent had to stop, because its \(service) failed: \(reason)" }
}

extension Service {
  /// Does work until it is done, or until the agent is stopped, which cancels it; then does what is left to do, also if the work failed.
  ///
  /// - Throws: `ServiceFailure` for any error of the work but its cancellation.
  func runUntilShutdown(
    _ work: @escaping @Sendable () async throws -> Void, atEnd: () async -> Void = {}
  ) async throws(ServiceFailure) {
    var failure: ServiceFailure?
    do {
      try await cancelWhenGracefulShutdown(work)
    } catch is CancellationError {
    } catch {
      failure = ServiceFailure(service: "\(Self.self)", reason: "\(error)")
    }
    await atEnd()
    if let failure { throw failure }
  }
}
