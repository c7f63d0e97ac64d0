import NIOCore

/// All that a connection gets that finds every place taken: 503, and a moment to read it.
final class TurnedAwayHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let linger: TimeAmount
  private var timeout: Scheduled<Void>?

  init(linger: Duration) { self.linger = TimeAmount(linger) }

  func channelActive(context: ChannelHandlerContext) {
    timeout = context.eventLoop.assumeIsolated().scheduleTask(in: linger) { context.close(promise: nil) }
    context.writeAndFlush(Self.wrapOutboundOut(ErrorAnswer.busy), promise: nil)
    context.close(mode: .output, promise: nil)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {}

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case ChannelEvent.inputClosed = event { context.close(promise: nil) }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  func channelInactive(context: ChannelHandlerContext) { timeout?.cancel() }
}
