import NIOCore

/// Closes the connection of a peer that does not read what is written to it. A slow peer is no stalled one: any byte that the
/// kernel takes is progress. Nothing is scheduled while nothing waits. First in the pipeline, where bytes are counted as they go out.
final class StalledPeerHandler: ChannelOutboundHandler, ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = IOData

  private let timeout: TimeAmount
  private let stalled: () -> Void
  /// Whether there may be bytes that wait. To ask the channel for them costs more than all else that is done here.
  var mayWait: () -> Bool = { true }
  private var context: ChannelHandlerContext?
  private var timer: DeadlineTimer?
  private var written = 0
  private var sentBefore: Int?

  init(timeout: Duration, stalled: @escaping () -> Void) {
    self.timeout = TimeAmount(timeout)
    self.stalled = stalled
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    timer = DeadlineTimer(context.eventLoop) { [unowned self] in look(context) }
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
    timer?.stop()
    timer = nil
  }

  func channelInactive(context: ChannelHandlerContext) {
    timer?.stop()
    context.fireChannelInactive()
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    written += Self.unwrapOutboundIn(data).readableBytes
    context.write(data, promise: promise)
  }

  func flush(context: ChannelHandlerContext) {
    context.flush()
    guard sentBefore == nil, mayWait(), context.channel.isActive else { return }
    watch(context)
  }

  /// Closes the connection without the farewell of TLS, whose answer a peer can keep back.
  func abort() { context?.close(promise: nil) }

  private func look(_ context: ChannelHandlerContext) {
    guard context.channel.isActive else { return }
    if let before = sentBefore, waiting(context) > 0, written - waiting(context) == before {
      stalled()
      abort()
    } else {
      watch(context)
    }
  }

  private func watch(_ context: ChannelHandlerContext) {
    let waiting = waiting(context)
    sentBefore = waiting > 0 ? written - waiting : nil
    if waiting > 0 { timer?.move(to: .now() + timeout) }
  }

  private func waiting(_ context: ChannelHandlerContext) -> Int {
    (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
  }
}
