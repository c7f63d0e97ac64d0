/// An I/O step of the user's own.
struct UserIOStep: Sendable {
  let name: String
  let body: StepCatalog.IO

  /// Waits, and computes beside it where the caller does.
  nonisolated(nonsending) func perform(_ item: UInt64) async throws {
    do {
      try await body(Int(item))
    } catch {
      if Task.isCancelled { throw CancellationError() }
      throw StepFailure("\(name): \(error)")
    }
  }
}
