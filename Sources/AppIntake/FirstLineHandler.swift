import Glibc
import NIOCore
import Telemetry

/// Hears the first line of a connection. A command that asks who listens is answered at once; whatever else is said is read with the rest of
/// that connection, and not on the event loop.
final class FirstLineHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  /// By then a connection has said who it is.
  private static let greetingTime = TimeAmount.seconds(10)

  private let reception: Reception
  private var caller: Reception.Caller?
  private var heard: [UInt8] = []
  private var deadline: Scheduled<Void>?

  init(_ reception: Reception) { self.reception = reception }

  func channelActive(context: ChannelHandlerContext) {
    // At once: of a process that ends at once neither what it says must be lost, nor who it was.
    guard let peer = descriptor(context).flatMap(UnixConnection.peer), let caller = reception.admit(peer, context.channel) else {
      return context.close(promise: nil)
    }
    self.caller = caller
    deadline = context.eventLoop.assumeIsolated().scheduleTask(in: FirstLineHandler.greetingTime) { [self] in
      reception.refused(.silent)
      leave(context)
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard let caller else { return }
    heard += unwrapInboundIn(data).readableBytesView
    let end = heard.firstIndex(of: UInt8(ascii: "\n"))
    guard end != nil || heard.count > AppCoding.longestLine else { return }
    if let end, AgentGreeting.isQuestion(Array(heard[..<end])) { return answer(context) }
    // A descriptor of its own: the channel's is closed with the channel.
    if let own = descriptor(context).map({ fcntl($0, F_DUPFD_CLOEXEC, 0) }), own >= 0 {
      reception.pass(ProbeConnection(caller.number, caller.peer, descriptor: own, heard: heard), of: caller)
    } else {
      reception.refused(.connections)
    }
    leave(context)
  }

  func channelInactive(context: ChannelHandlerContext) { forget(context) }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { leave(context) }

  private func answer(_ context: ChannelHandlerContext) {
    forget(context)
    guard let greeting = reception.greeting else { return context.close(promise: nil) }
    context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: greeting.line))).assumeIsolated().whenComplete { _ in
      context.close(promise: nil)
    }
  }

  private func leave(_ context: ChannelHandlerContext) {
    forget(context)
    context.close(promise: nil)
  }

  private func forget(_ context: ChannelHandlerContext) {
    deadline?.cancel()
    reception.left(context.channel)
    (caller, heard, deadline) = (nil, [], nil)
  }

  private func descriptor(_ context: ChannelHandlerContext) -> Int32? {
    try? context.pipeline.syncOperations.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) { $0 }
  }
}
