import NIOCore
import NIOHTTP1

/// Stands behind the parser. It hands a request on when its last byte has come, so that no responder waits for a slow peer, and
/// makes the response fit what the connection can do. Its counterpart before the parser is `RequestGate`.
final class ExchangeHandler: ChannelDuplexHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = Request
  typealias OutboundIn = ResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  private let gate: RequestGate
  private let maxBody: Int
  private var head: HTTPRequestHead?
  private var body = ByteBuffer()
  private var isStream = false
  private var localHost: String?

  init(gate: RequestGate, maxBody: Int) {
    self.gate = gate
    self.maxBody = maxBody
  }

  // MARK: Request

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    // What follows a chunked body in the same bytes: nobody knows its end, so it is left for another connection.
    if gate.phase.isResponding { return gate.on(.lastResponse) }
    switch Self.unwrapInboundIn(data) {
    case .head(let head): self.head = head
    case .body(var bytes): collect(&bytes)
    case .end: pass(context)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    gate.on(gate.phase.isResponding ? .lastResponse : .refused(.malformed))
  }

  private func collect(_ bytes: inout ByteBuffer) {
    guard head != nil else { return }
    guard body.readableBytes + bytes.readableBytes <= maxBody else {
      (head, body) = (nil, ByteBuffer())
      return gate.on(.refused(.bodyTooLarge))
    }
    body.writeBuffer(&bytes)
  }

  private func pass(_ context: ChannelHandlerContext) {
    guard let head else { return }
    gate.on(.requestEnded)
    localHost = localHost ?? context.localAddress?.ipAddress
    let request = Request(head, body: body, localHost: localHost)
    (self.head, body) = (nil, ByteBuffer())
    context.fireChannelRead(Self.wrapInboundOut(request))
  }

  // MARK: Response

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard gate.phase.isResponding else {
      promise?.fail(ChannelError.ioOnClosedChannel)
      return
    }
    switch Self.unwrapOutboundIn(data) {
    case .head(let head): begin(context, head, promise: promise)
    case .body(let bytes):
      context.write(Self.wrapOutboundOut(.body(.byteBuffer(bytes))), promise: promise)
      if isStream { gate.on(.streamed) }
    case .end: end(context, promise: promise)
    }
  }

  private func begin(_ context: ChannelHandlerContext, _ head: HTTPResponseHead, promise: EventLoopPromise<Void>?) {
    var head = head
    isStream = head.status.mayHaveBody && !head.headers.contains(name: "content-length")
    if gate.phase.head.isHTTP10 {
      // HTTP/1.0 has no chunks: the end of a stream is the end of the connection.
      head.version = .http1_0
      if isStream { gate.on(.lastResponse) }
    }
    if head.headers[canonicalForm: "connection"].contains("close") { gate.on(.lastResponse) }
    head.headers.replaceOrAdd(name: "Date", value: HTTPDate.now)
    if !gate.phase.keepsAlive {
      head.headers.replaceOrAdd(name: "Connection", value: "close")
    } else if gate.phase.head.isHTTP10 {
      head.headers.replaceOrAdd(name: "Connection", value: "keep-alive")
    }
    gate.on(.responseBegan(isStream: isStream))
    context.write(Self.wrapOutboundOut(.head(head)), promise: promise)
  }

  private func end(_ context: ChannelHandlerContext, promise: EventLoopPromise<Void>?) {
    gate.on(.responseWritten)
    let sent = promise ?? context.eventLoop.makePromise()
    sent.futureResult.assumeIsolated().whenSuccess { [gate] in gate.on(.responseSent) }
    context.write(Self.wrapOutboundOut(.end(nil)), promise: sent)
  }
}

extension HTTPResponseStatus {
  fileprivate var mayHaveBody: Bool { code != 204 && code != 304 }
}
