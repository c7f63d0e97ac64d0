import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix

/// An I/O step that is awaited on an event loop, which turns meanwhile.
enum AwaitedIO: Sendable {
  case timer(any EventLoop, nanoseconds: Int64)
  case http(HTTPClient, url: String)
  /// Files and databases have no readiness to wait for: their steps block a thread of a pool.
  case blocking(ResourcePool, NIOThreadPool)
  case external(ExternalIO)

  nonisolated(nonsending) func perform(_ item: UInt64) async throws {
    switch self {
    case .timer(let loop, let nanoseconds): try await loop.wait(nanoseconds: nanoseconds)
    case .http(let client, let url): try await get(url, from: client)
    case .blocking(let pool, let threads): try await threads.runIfActive { try pool.perform(item) }
    case .external(let io): try await io.perform()
    }
  }

  nonisolated(nonsending) private func get(_ url: String, from client: HTTPClient) async throws {
    let response = try await client.execute(HTTPClientRequest(url: url), deadline: .distantFuture)
    let body = try await response.body.collect(upTo: 64)
    guard response.status == .ok, body.readableBytesView.elementsEqual(HTTPStepServer.body.utf8) else {
      throw AttemptError.wrongAnswer("status \(response.status.code)")
    }
  }
}
