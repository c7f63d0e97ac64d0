import NIOCore

/// Stands before TLS, and tells a client that speaks plain HTTP so in words that it understands.
final class PlainTextSniffer: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundOut = ByteBuffer

  /// The first byte of every TLS handshake (RFC 8446, section 5.1).
  private static let handshake: UInt8 = 22

  private let events: @Sendable (ServerEvent) -> Void
  private var isRefused = false

  init(events: @escaping @Sendable (ServerEvent) -> Void) { self.events = events }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let bytes = Self.unwrapInboundIn(data)
    guard !isRefused, let first = bytes.getInteger(at: bytes.readerIndex, as: UInt8.self) else { return }
    if first == Self.handshake {
      context.fireChannelRead(data)
      context.pipeline.syncOperations.removeHandler(self, promise: nil)
    } else {
      isRefused = true
      events(.refused(.plainTextOnTLS))
      context.writeAndFlush(Self.wrapOutboundOut(ErrorAnswer.refusal(.plainTextOnTLS)), promise: nil)
      context.close(mode: .output, promise: nil)
      context.fireUserInboundEventTriggered(ConnectionEvent.linger)
    }
  }
}
