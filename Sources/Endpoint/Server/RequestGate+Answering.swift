import Logging
import NIOCore

/// What goes out, how a connection ends, and by when.
extension RequestGate {
  /// The request as the parser understood it: its version, and whether the connection can outlive its answer.
  var answerIsHTTP10: Bool { head.isHTTP10 }

  /// Whether the connection outlives the answer.
  var keepsAlive: Bool { head.keepsAlive && !isQuiescing }

  /// Whether a request is with the responder.
  var isAnswering: Bool {
    if case .answering = phase { true } else { false }
  }

  /// After the present answer.
  func closeAfterAnswer() { head.keepsAlive = false }

  /// The parser has seen the end of the request.
  func requestEnded() {
    if phase != .closing { phase = .answering(.awaited) }
  }

  /// - Parameter isStream: its header does not tell where it ends.
  func answerBegins(isStream: Bool) {
    if isAnswering { phase = .answering(isStream ? .streams : .begun) }
  }

  /// The responder has written everything; it may still wait for the peer.
  func answerWritten() {
    if isAnswering { phase = .answering(.written) }
  }

  /// The kernel has taken everything.
  func answerSent() {
    guard phase == .answering(.written), let context else { return }
    guard keepsAlive, !(isInputClosed && pending.readableBytes == 0) else { return finish(context) }
    phase = .idle
    if pending.readableBytes > 0 {
      advance(context)
      context.fireChannelReadComplete()
    }
    if phase == .idle { becomeIdle() }
    if isReadHeld {
      isReadHeld = false
      read(context: context)
    }
  }

  /// Bytes of a stream went out.
  func streamed() {
    if isInputClosed { arm() }
  }

  /// Answers in the route's place, and closes.
  func refuse(_ refusal: RequestRefusal) {
    guard phase != .closing, let context else { return }
    logger.debug("a request is refused", metadata: ["reason": "\(refusal.rawValue)"])
    events(.refused(refusal))
    context.writeAndFlush(Self.wrapOutboundOut(.byteBuffer(ErrorAnswer.refusal(refusal))), promise: nil)
    finish(context)
  }

  // MARK: Closing

  /// What comes from behind: the responder's task is done with the connection, by end, error or cancellation.
  func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
    switch (mode, phase) {
    case (.input, _), (_, .answering(.written)), (_, .closing): promise?.succeed()
    case (_, .answering(.awaited)):
      refuse(.noAnswer)
      promise?.succeed()
    default:
      abort()
      promise?.succeed()
    }
  }

  /// Closes for writing. Closing both ways with bytes unread would make the kernel take back what was just written.
  func finish(_ context: ChannelHandlerContext) {
    linger()
    context.close(mode: .output, promise: nil)
    isReadHeld = false
    context.read()
  }

  func linger() {
    phase = .closing
    pending = ByteBuffer()
    becomeEvictable()
    timer?.move(to: .now() + TimeAmount(limits.lingerTimeout))
  }

  func quiesce() {
    isQuiescing = true
    if phase == .idle || phase == .handshaking { abort() }
  }

  // MARK: Deadlines

  func becomeIdle() {
    guard phase != .closing else { return }
    phase = .idle
    becomeEvictable()
    arm()
  }

  private func becomeEvictable() {
    idleStart = .now()
    slot.becomeIdle(since: idleStart)
  }

  func arm() {
    switch phase {
    case .handshaking: timer?.move(to: idleStart + TimeAmount(limits.headerTimeout))
    case .idle: timer?.move(to: idleStart + TimeAmount(limits.idleTimeout))
    case .header: timer?.move(to: requestStart + TimeAmount(limits.headerTimeout))
    case .body, .chunks: timer?.move(to: requestStart + TimeAmount(limits.requestTimeout))
    // The peer has either left or only closed its side: the next bytes that are written tell, and they have to come.
    case .answering(.streams) where isInputClosed: timer?.move(to: .now() + TimeAmount(limits.headerTimeout))
    case .answering: timer?.move(to: nil)
    case .closing: break
    }
  }

  func expired() {
    switch phase {
    case .handshaking:
      events(.handshakeFailed)
      abort()
    case .idle:
      events(.idled)
      abort()
    case .header: refuse(.headerTimeout)
    case .body, .chunks: refuse(.requestTimeout)
    case .answering, .closing: abort()
    }
  }
}
