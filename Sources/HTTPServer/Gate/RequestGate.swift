import Logging
import NIOCore
import NIOTLS

/// Stands between the socket and the parser: tells `RequestPhase` what happens on the channel and when, and carries out what it
/// says. Its counterpart behind the parser is `ExchangeHandler`. Confined to the connection's event loop.
final class RequestGate: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundIn = IOData
  typealias OutboundOut = IOData

  private static let continuation = ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")

  private(set) var phase: RequestPhase
  private let slot: ConnectionSlot
  private let events: @Sendable (ServerEvent) -> Void
  private let logger: Logger
  private let abort: () -> Void
  private var context: ChannelHandlerContext?
  private var timer: DeadlineTimer?

  /// - Parameter abort: closes the connection without another word.
  init(
    phase: RequestPhase, slot: ConnectionSlot, logger: Logger, events: @escaping @Sendable (ServerEvent) -> Void,
    abort: @escaping () -> Void
  ) {
    self.phase = phase
    self.slot = slot
    self.events = events
    self.logger = logger
    self.abort = abort
  }

  /// Takes an event, with all that follows from it.
  func on(_ event: RequestPhase.Event) {
    var following: RequestPhase.Event? = event
    while let event = following { following = carryOut(phase.on(event, now: .now())) }
    timer?.move(to: phase.deadline)
  }

  /// - Returns: the event that follows from what was done.
  private func carryOut(_ action: RequestPhase.Action) -> RequestPhase.Event? {
    switch action {
    case .none: break
    case .forward(let bytes, let afterContinue):
      if afterContinue { write(Self.continuation) }
      context?.fireChannelRead(Self.wrapInboundOut(bytes))
      return .forwarded
    case .claim: return slot.becomeBusy() ? .claimed : .evicted
    case .release(let thenRead):
      slot.becomeIdle(since: .now())
      if thenRead { context?.read() }
    case .completeRead:
      context?.fireChannelReadComplete()
      return .readCompleted
    case .read: context?.read()
    case .refuse(let refusal): refuse(refusal)
    case .finish: finish()
    case .abort(let event):
      if let event { events(event) }
      abort()
    }
    return nil
  }

  private func refuse(_ refusal: RequestRefusal) {
    logger.debug("a request is refused", metadata: ["reason": "\(refusal.rawValue)"])
    events(.refused(refusal))
    write(ErrorAnswer.refusal(refusal))
    finish()
  }

  /// Closes for writing. Closing both ways with bytes unread would make the kernel take back what was just written.
  private func finish() {
    slot.becomeIdle(since: .now())
    context?.close(mode: .output, promise: nil)
    context?.read()
  }

  private func write(_ bytes: ByteBuffer) {
    context?.writeAndFlush(Self.wrapOutboundOut(.byteBuffer(bytes)), promise: nil)
  }

  // MARK: Channel

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    timer = DeadlineTimer(context.eventLoop) { [unowned self] in on(.expired) }
    timer?.move(to: phase.deadline)
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
    timer?.stop()
    timer = nil
  }

  func channelInactive(context: ChannelHandlerContext) {
    on(.closed)
    timer?.stop()
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    logger.debug("a connection failed", metadata: ["error": "\(error)"])
    on(.failed)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case ConnectionEvent.open: on(.opened)
    case ConnectionEvent.quiesce: on(.quiescing)
    case ConnectionEvent.abort: on(.aborted)
    case ConnectionEvent.linger: on(.lingering)
    case ChannelEvent.inputClosed: on(.inputClosed)
    case TLSUserEvent.handshakeCompleted: on(.handshakeCompleted)
    default: context.fireUserInboundEventTriggered(event)
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) { on(.received(Self.unwrapInboundIn(data))) }

  func channelReadComplete(context: ChannelHandlerContext) {
    context.fireChannelReadComplete()
    // The responder's task may have stopped to ask for more.
    if phase.isClosing { context.read() }
  }

  func read(context: ChannelHandlerContext) { on(.readWanted) }

  /// What comes from behind: the responder's task is done with the connection, by end, error or cancellation.
  func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
    if mode != .input { on(.responderLeft) }
    promise?.succeed()
  }
}
