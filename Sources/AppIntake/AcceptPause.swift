import NIOCore

/// Keeps the socket alive if a connection cannot be taken, for want of descriptors or memory: NIO tells of it, and would try again at once, for
/// ever.
final class AcceptPause: ChannelInboundHandler {
  typealias InboundIn = any Channel

  private static let pause = TimeAmount.milliseconds(100)

  private var resumption: Scheduled<Void>?

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard resumption == nil else { return }
    setAutoRead(context, false)
    resumption = context.eventLoop.assumeIsolated().scheduleTask(in: AcceptPause.pause) { [self] in
      resumption = nil
      setAutoRead(context, true)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    resumption?.cancel()
    context.fireChannelInactive()
  }

  private func setAutoRead(_ context: ChannelHandlerContext, _ value: Bool) {
    try? context.channel.syncOptions?.setOption(.autoRead, value: value)
  }
}
