import NIOCore
import NIOPosix

/// An I/O step that is awaited on an event loop, which turns meanwhile.
enum AwaitedIO: Sendable {
  case timer(any EventLoop, nanoseconds: Int64)
  /// Files and databases have no readiness to wait for: their steps block a thread of a pool.
  case blocking(ResourcePool, NIOThreadPool)
  case external(ExternalIO)
  case step(UserIOStep)

  nonisolated(nonsending) func perform(_ item: UInt64) async throws {
    switch self {
    case .timer(let loop, let nanoseconds): try await loop.wait(nanoseconds: nanoseconds)
    case .blocking(let pool, let threads): try await threads.runIfActive { try pool.perform(item) }
    case .external(let io): try await io.perform()
    case .step(let step): try await step.perform(item)
    }
  }
}
