import Foundation

/// Does something that blocks on a thread of its own: the pool of Swift's tasks has one thread a core, and the code under test
/// needs it.
package func offThePool<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
  try await withCheckedThrowingContinuation { continuation in
    // The global queues add a thread a second where all of theirs block.
    Thread.detachNewThread { continuation.resume(with: Swift.Result(catching: body)) }
  }
}
