import NIOCore
import NIOHTTP1

/// The requests of one connection and the responses to them, one after the other.
struct Exchanges: Sendable {
  private let channel: NIOAsyncChannel<Request, ResponsePart>

  /// Ends the pipeline, and lets the connection read. On its event loop.
  init(opening channel: any Channel) throws {
    self.channel = try NIOAsyncChannel(
      wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
    channel.pipeline.syncOperations.fireUserInboundEventTriggered(ConnectionEvent.open)
    try channel.syncOptions?.setOption(.autoRead, value: true)
  }

  /// Returns when the connection is gone, or a response cannot be made or written; then the connection is closed.
  func respond(_ responder: HTTPService.Responder) async throws {
    try await channel.executeThenClose { requests, outbound in
      for try await request in requests {
        try await Self.write(try await responder(request), to: outbound)
      }
    }
  }

  private static func write(_ response: Response, to outbound: NIOAsyncChannelOutboundWriter<ResponsePart>) async throws {
    let head = ResponsePart.head(HTTPResponseHead(version: .http1_1, status: response.status, headers: response.headers))
    switch response.body {
    case .none: try await outbound.write(contentsOf: [head, .end])
    case .bytes(let bytes): try await outbound.write(contentsOf: [head, .body(bytes), .end])
    case .stream(let write):
      try await outbound.write(head)
      try await write(StreamWriter(outbound: outbound))
      try await outbound.write(.end)
    }
  }
}
