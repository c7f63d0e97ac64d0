package import NIOCore

/// What a connection is in the middle of, and what follows from what happens to it. A value: events and instants in, actions out.
///
/// It lets one request at a time through to the parser, as whole header and body, and refuses what is no request. `RequestGate`
/// tells it what happens on a channel and carries out what it says. Each call of `on` takes one step: if the action has a
/// successor among the events, that event comes next, before anything else does.
package struct RequestPhase: Sendable {
  /// Why bytes that were kept are taken up.
  private enum Resumption {
    case opened
    case responded
  }

  /// A chunk of one byte takes six.
  private static let chunkOverhead = 8

  private let limits: ServerLimits
  private(set) var state: State
  /// The request that is under way, or was the last.
  private(set) var head = RequestHead()
  private var pending = ByteBuffer()
  private var isOpen = false
  private var isReadHeld = false
  private var isInputClosed = false
  private var isQuiescing = false
  private var resumption: Resumption?
  /// When what the connection is in the middle of began: the handshake, the pause, the request, the farewell.
  private var start: NIODeadline
  /// The next part of a stream is to be written by then, since it shows whether a peer that closed its side still reads.
  private var streamDeadline: NIODeadline?

  /// Begins with the handshake, or idle.
  package init(limits: ServerLimits, isTLS: Bool, now: NIODeadline) {
    self.limits = limits
    state = isTLS ? .handshaking : .idle
    start = now
  }

  /// By then something has to happen, or `Event.expired` comes; `nil`: nothing has to.
  package var deadline: NIODeadline? {
    switch state {
    case .handshaking, .header: start + TimeAmount(limits.headerTimeout)
    case .idle: start + TimeAmount(limits.idleTimeout)
    case .body, .chunks: start + TimeAmount(limits.requestTimeout)
    case .responding: streamDeadline
    case .closing: start + TimeAmount(limits.lingerTimeout)
    case .closed: nil
    }
  }

  /// Whether a request is with the responder.
  package var isResponding: Bool {
    if case .responding = state { true } else { false }
  }

  /// Whether only the peer's leaving is waited for.
  var isClosing: Bool {
    if case .closing = state { true } else { false }
  }

  /// Whether the connection outlives the response.
  package var keepsAlive: Bool { head.keepsAlive && !isQuiescing }

  /// Takes one step.
  package mutating func on(_ event: Event, now: NIODeadline) -> Action {
    switch event {
    case .opened: open(now)
    case .received(let bytes): receive(bytes, now)
    case .forwarded: step(now)
    case .claimed: begin(now)
    case .readCompleted: resumed(now)
    case .requestEnded, .responseBegan, .streamed, .responseWritten, .responseSent, .lastResponse:
      onResponse(event, now)
    case .refused(let refusal): refuse(refusal, now)
    case .readWanted: readWanted()
    case .inputClosed: inputClosed(now)
    case .lingering: linger(now, .release(thenRead: false))
    case .handshakeCompleted: handshakeCompleted(now)
    case .evicted, .responderLeft, .quiescing, .aborted, .failed, .expired, .closed: onEnd(event, now)
    }
  }
}

// MARK: Request

extension RequestPhase {
  private mutating func handshakeCompleted(_ now: NIODeadline) -> Action {
    guard case .handshaking = state else { return .none }
    return pause(now)
  }

  private mutating func open(_ now: NIODeadline) -> Action {
    isOpen = true
    guard pending.readableBytes > 0 else { return .none }
    resumption = .opened
    return step(now)
  }

  private mutating func receive(_ bytes: ByteBuffer, _ now: NIODeadline) -> Action {
    switch state {
    case .closing, .closed: return .none
    default: break
    }
    if pending.readableBytes == 0 {
      pending = bytes
    } else {
      pending.writeImmutableBuffer(bytes)
    }
    return step(now)
  }

  /// Does the next thing to be done with the bytes that there are.
  private mutating func step(_ now: NIODeadline) -> Action {
    guard pending.readableBytes > 0 else { return stepped() }
    switch state {
    case .idle where isOpen: return seekRequest()
    case .header(let scanner): return scanHeader(scanner, now)
    case .body(let missing): return passBody(missing: missing, now)
    case .chunks(let received): return passChunks(received: received, now)
    case .handshaking, .idle, .responding: return stepped()
    case .closing, .closed:
      pending = ByteBuffer()
      return stepped()
    }
  }

  /// Nothing more is to be done with the bytes that there are.
  private mutating func stepped() -> Action {
    if pending.readableBytes == 0 { pending = ByteBuffer() }
    return resumption == nil ? .none : .completeRead
  }

  /// Some clients end a body with an empty line too many (RFC 9112, section 2.2).
  private mutating func seekRequest() -> Action {
    let isLineEnd = { (byte: UInt8) in byte == .carriageReturn || byte == .lineFeed }
    pending.moveReaderIndex(forwardBy: pending.readableBytesView.prefix(while: isLineEnd).count)
    return pending.readableBytes > 0 ? .claim : stepped()
  }

  private mutating func begin(_ now: NIODeadline) -> Action {
    guard case .idle = state else { return stepped() }
    start = now
    streamDeadline = nil
    state = .header(RequestHeadScanner(limits: limits))
    return step(now)
  }

  private mutating func scanHeader(_ scanner: RequestHeadScanner, _ now: NIODeadline) -> Action {
    var scanner = scanner
    do throws(RequestRefusal) {
      guard let head = try scan(&scanner), let bytes = pending.readSlice(length: head.length) else {
        state = .header(scanner)
        return stepped()
      }
      self.head = head
      switch head.body {
      case .none: state = .body(missing: 0)
      case .length(let length): state = .body(missing: length)
      case .chunked: state = .chunks(received: 0)
      }
      return .forward(bytes, afterContinue: head.body != .none && head.expectsContinue && pending.readableBytes == 0)
    } catch {
      return refuse(error, now)
    }
  }

  private func scan(_ scanner: inout RequestHeadScanner) throws(RequestRefusal) -> RequestHead? {
    try pending.withUnsafeReadableBytes { bytes in
      Result { () throws(RequestRefusal) in try scanner.scan(bytes) }
    }.get()
  }

  private mutating func passBody(missing: Int, _ now: NIODeadline) -> Action {
    guard missing > 0, let bytes = pending.readSlice(length: min(missing, pending.readableBytes)) else {
      return refuse(.malformed, now)
    }
    state = .body(missing: missing - bytes.readableBytes)
    return .forward(bytes, afterContinue: false)
  }

  private mutating func passChunks(received: Int, _ now: NIODeadline) -> Action {
    let total = received + pending.readableBytes
    guard total <= Self.chunkOverhead * limits.maxBody + limits.maxHeaderBytes else { return refuse(.bodyTooLarge, now) }
    state = .chunks(received: total)
    let bytes = pending
    pending = ByteBuffer()
    return .forward(bytes, afterContinue: false)
  }
}

// MARK: Response

extension RequestPhase {
  private mutating func onResponse(_ event: Event, _ now: NIODeadline) -> Action {
    switch (event, state) {
    case (.requestEnded, .closing), (.requestEnded, .closed): break
    case (.requestEnded, _): state = .responding(.awaited)
    case (.responseBegan(let isStream), .responding): state = .responding(isStream ? .streaming : .begun)
    case (.responseWritten, .responding): state = .responding(.written)
    case (.responseSent, .responding(.written)): return responded(now)
    case (.streamed, .responding(.streaming)) where isInputClosed: streamDeadline = now + TimeAmount(limits.headerTimeout)
    case (.lastResponse, _): head.keepsAlive = false
    default: break
    }
    return .none
  }

  private mutating func responded(_ now: NIODeadline) -> Action {
    guard keepsAlive, !(isInputClosed && pending.readableBytes == 0) else { return linger(now, .finish) }
    guard pending.readableBytes > 0 else { return pause(now) }
    state = .idle
    resumption = .responded
    return step(now)
  }

  /// The bytes that were kept are taken up, and the pipeline knows.
  private mutating func resumed(_ now: NIODeadline) -> Action {
    let reason = resumption
    resumption = nil
    if reason == .opened { return isInputClosed ? inputClosed(now) : .none }
    if case .idle = state { return pause(now) }
    return isReadHeld ? readWanted() : .none
  }

  /// Waits for a request.
  private mutating func pause(_ now: NIODeadline) -> Action {
    state = .idle
    start = now
    defer { isReadHeld = false }
    return .release(thenRead: isReadHeld)
  }

  /// A peer that pipelines waits until what it sent before is responded to.
  private mutating func readWanted() -> Action {
    isReadHeld = isResponding && pending.readableBytes > 0
    return isReadHeld ? .none : .read
  }
}

// MARK: End

extension RequestPhase {
  private mutating func refuse(_ refusal: RequestRefusal, _ now: NIODeadline) -> Action {
    switch state {
    case .closing, .closed: .none
    default: linger(now, .refuse(refusal))
    }
  }

  private mutating func linger(_ now: NIODeadline, _ action: Action) -> Action {
    if case .closed = state { return .none }
    state = .closing
    start = now
    pending = ByteBuffer()
    isReadHeld = false
    return action
  }

  private mutating func abort(_ event: ServerEvent? = nil) -> Action {
    if case .closed = state { return .none }
    state = .closed
    pending = ByteBuffer()
    return .abort(event)
  }

  private mutating func inputClosed(_ now: NIODeadline) -> Action {
    isInputClosed = true
    switch state {
    case .responding(.streaming): streamDeadline = now + TimeAmount(limits.headerTimeout)
    case .responding: break
    case .idle where !isOpen && pending.readableBytes > 0: break
    case .handshaking, .idle, .header, .body, .chunks, .closing, .closed: return abort()
    }
    return .none
  }

  private mutating func onEnd(_ event: Event, _ now: NIODeadline) -> Action {
    switch (event, state) {
    case (.evicted, _):
      // The command to close is on its way.
      state = .closing
      start = now
      return step(now)
    case (.responderLeft, .responding(.awaited)): return refuse(.noAnswer, now)
    case (.responderLeft, .responding(.written)), (.responderLeft, .closing): return .none
    case (.quiescing, .idle), (.quiescing, .handshaking): return abort()
    case (.quiescing, _):
      isQuiescing = true
      return .none
    case (.failed, .handshaking), (.expired, .handshaking): return abort(.handshakeFailed)
    case (.expired, .idle): return abort(.idled)
    case (.expired, .header): return refuse(.headerTimeout, now)
    case (.expired, .body), (.expired, .chunks): return refuse(.requestTimeout, now)
    case (.closed, _):
      state = .closed
      return .none
    default: return abort()
    }
  }
}
