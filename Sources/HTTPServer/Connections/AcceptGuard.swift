import Glibc
import Logging
import NIOCore

/// Keeps a listening socket alive that cannot accept, for want of descriptors or memory. NIO reports such an error and tries
/// again at once, for ever; this closes an idle connection to free its descriptor, and waits before the next try.
final class AcceptGuard: ChannelInboundHandler {
  typealias InboundIn = any Channel

  /// Long enough to cost nothing, short enough that nobody sees it.
  private static let pause = TimeAmount.milliseconds(100)
  /// Long enough for a connection to close.
  private static let pauseForEviction = TimeAmount.milliseconds(1)

  private let table: ConnectionTable
  private let logger: Logger
  private let events: @Sendable (ServerEvent) -> Void
  private var resumption: Scheduled<Void>?
  private var warned: NIODeadline?

  init(table: ConnectionTable, logger: Logger, events: @escaping @Sendable (ServerEvent) -> Void) {
    self.table = table
    self.logger = logger
    self.events = events
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard let error = error as? IOError else {
      logger.debug("a connection could not be set up", metadata: ["error": "\(error)"])
      return
    }
    events(.acceptFailed(errno: error.errnoCode))
    warn(error)
    guard resumption == nil else { return }
    let pause = table.evictOldest() ? Self.pauseForEviction : Self.pause
    setAutoRead(context, false)
    resumption = context.eventLoop.assumeIsolated().scheduleTask(in: pause) { [self] in
      resumption = nil
      setAutoRead(context, true)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    resumption?.cancel()
    context.fireChannelInactive()
  }

  /// At most once a minute: a shortage comes with many errors.
  private func warn(_ error: IOError) {
    let now = NIODeadline.now()
    if let warned, now < warned + .minutes(1) { return }
    warned = now
    logger.warning("cannot accept connections, but goes on trying: \(String(cString: strerror(error.errnoCode)))")
  }

  private func setAutoRead(_ context: ChannelHandlerContext, _ value: Bool) {
    try? context.channel.syncOptions?.setOption(.autoRead, value: value)
  }
}
