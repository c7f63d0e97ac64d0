import Logging
import NIOCore
import NIOTLS

/// Stands between the socket and the parser. It lets one request at a time through to the parser, as whole header and body, and
/// refuses what is no request; it knows what the connection is in the middle of, and for how long it may be. Its counterpart
/// behind the parser is `ExchangeHandler`. Confined to the connection's event loop. This file is what comes in; what goes out, the end and the
/// deadlines are in `RequestGate+Answering`.
final class RequestGate: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundIn = IOData
  typealias OutboundOut = IOData

  enum Phase: Equatable {
    case handshaking
    case idle
    case header
    /// Bytes that are missing.
    case body(Int)
    /// Bytes that have come.
    case chunks(Int)
    case answering(Answer)
    /// Everything is written; what comes is thrown away until the peer has closed too.
    case closing
  }

  enum Answer: Equatable {
    case awaited
    case begun
    /// A stream has no end that its header tells: only the peer's leaving ends it.
    case streams
    case written
  }

  /// A chunk of one byte takes six.
  private static let chunkOverhead = 8
  private static let continuation = ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")

  let limits: ServerLimits
  let slot: ConnectionSlot
  let events: @Sendable (ServerEvent) -> Void
  let logger: Logger
  let abort: () -> Void
  var context: ChannelHandlerContext?
  var timer: DeadlineTimer?
  var phase: Phase
  private var scanner: RequestHeadScanner
  var head = RequestHead()
  var pending = ByteBuffer()
  var requestStart = NIODeadline.distantPast
  var idleStart = NIODeadline.distantPast
  /// Whether there is somebody behind the parser. A peer that closes its side is read at once, also before.
  private var isOpen = false
  var isReadHeld = false
  var isInputClosed = false
  var isQuiescing = false

  /// - Parameter abort: closes the connection without another word.
  init(
    limits: ServerLimits, isTLS: Bool, slot: ConnectionSlot, logger: Logger, events: @escaping @Sendable (ServerEvent) -> Void,
    abort: @escaping () -> Void
  ) {
    self.limits = limits
    self.slot = slot
    self.events = events
    self.logger = logger
    self.abort = abort
    phase = isTLS ? .handshaking : .idle
    scanner = RequestHeadScanner(limits: limits)
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    timer = DeadlineTimer(context.eventLoop) { [unowned self] in expired() }
    idleStart = .now()
    arm()
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
    timer?.stop()
    timer = nil
  }

  func channelInactive(context: ChannelHandlerContext) {
    timer?.stop()
    phase = .closing
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    logger.debug("a connection failed", metadata: ["error": "\(error)"])
    if phase == .handshaking { events(.handshakeFailed) }
    abort()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case ConnectionEvent.open: open(context)
    case ConnectionEvent.quiesce: quiesce()
    case ConnectionEvent.abort: abort()
    case ConnectionEvent.linger: linger()
    case ChannelEvent.inputClosed: inputClosed()
    case TLSUserEvent.handshakeCompleted: becomeIdle()
    default: context.fireUserInboundEventTriggered(event)
    }
  }

  // MARK: Reading

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard phase != .closing else { return }
    var bytes = Self.unwrapInboundIn(data)
    if pending.readableBytes == 0 {
      pending = bytes
    } else {
      pending.writeBuffer(&bytes)
    }
    advance(context)
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    context.fireChannelReadComplete()
    // The responder's task may have stopped to ask for more.
    if phase == .closing { context.read() }
  }

  /// A peer that pipelines waits while what it sent before is answered.
  func read(context: ChannelHandlerContext) {
    if case .answering = phase, pending.readableBytes > 0 {
      isReadHeld = true
    } else {
      context.read()
    }
  }

  func advance(_ context: ChannelHandlerContext) {
    while pending.readableBytes > 0, step(context) {}
    if pending.readableBytes == 0 { pending = ByteBuffer() }
    arm()
  }

  /// - Returns: whether there may be more to do with what there is.
  private func step(_ context: ChannelHandlerContext) -> Bool {
    switch phase {
    case .idle where !isOpen: false
    case .idle: beginRequest(context)
    case .header: scanHeader(context)
    case .body(let missing): passBody(context, missing: missing)
    case .chunks(let count): passChunks(context, count: count)
    case .handshaking, .answering: false
    case .closing: dropPending()
    }
  }

  private func beginRequest(_ context: ChannelHandlerContext) -> Bool {
    // Some clients end a body with an empty line too many (RFC 9112, section 2.2).
    let first = pending.getInteger(at: pending.readerIndex, as: UInt8.self)
    if first == .carriageReturn || first == .lineFeed {
      pending.moveReaderIndex(forwardBy: 1)
      return true
    }
    guard slot.becomeBusy() else {
      phase = .closing
      return true
    }
    requestStart = .now()
    scanner = RequestHeadScanner(limits: limits)
    phase = .header
    return true
  }

  private func scanHeader(_ context: ChannelHandlerContext) -> Bool {
    do throws(RequestRefusal) {
      guard let head = try scan(), let bytes = pending.readSlice(length: head.length) else { return false }
      self.head = head
      switch head.body {
      case .none: phase = .body(0)
      case .length(let length): phase = .body(length)
      case .chunked: phase = .chunks(0)
      }
      if head.body != .none, head.expectsContinue, pending.readableBytes == 0 {
        context.writeAndFlush(Self.wrapOutboundOut(.byteBuffer(Self.continuation)), promise: nil)
      }
      context.fireChannelRead(Self.wrapInboundOut(bytes))
    } catch {
      refuse(error)
    }
    return true
  }

  private func scan() throws(RequestRefusal) -> RequestHead? {
    try pending.withUnsafeReadableBytes { bytes in
      Result { () throws(RequestRefusal) in try scanner.scan(bytes) }
    }.get()
  }

  private func passBody(_ context: ChannelHandlerContext, missing: Int) -> Bool {
    guard let bytes = pending.readSlice(length: min(missing, pending.readableBytes)), missing > 0 else {
      refuse(.malformed)
      return true
    }
    phase = .body(missing - bytes.readableBytes)
    context.fireChannelRead(Self.wrapInboundOut(bytes))
    return true
  }

  private func passChunks(_ context: ChannelHandlerContext, count: Int) -> Bool {
    let total = count + pending.readableBytes
    guard total <= Self.chunkOverhead * limits.maxBody + limits.maxHeaderBytes else {
      refuse(.bodyTooLarge)
      return true
    }
    phase = .chunks(total)
    let bytes = pending
    pending = ByteBuffer()
    context.fireChannelRead(Self.wrapInboundOut(bytes))
    return true
  }

  private func dropPending() -> Bool {
    pending = ByteBuffer()
    return false
  }

  /// What has come before is taken up.
  private func open(_ context: ChannelHandlerContext) {
    isOpen = true
    guard pending.readableBytes > 0 else { return }
    advance(context)
    context.fireChannelReadComplete()
    if isInputClosed { inputClosed() }
  }

  private func inputClosed() {
    isInputClosed = true
    switch phase {
    case .answering: arm()
    case .idle where !isOpen && pending.readableBytes > 0: break
    case .handshaking, .idle, .header, .body, .chunks, .closing: abort()
    }
  }
}
