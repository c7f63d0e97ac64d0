import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// Somebody on loopback who is told of alerts, and answers as a test wants.
final class Receiver: Sendable {
  enum Answer: Sendable {
    case status(Int, [String: String] = [:], String = "")
    /// Closes the connection, by a reset or in order.
    case reset, close
    case nothing
    /// A status, then bytes as fast as they are read.
    case endless(Int)
    /// A status, then a byte, and no more.
    case stalled(Int)
    case noHTTP
  }

  struct Request: Sendable {
    var method = ""
    var path = ""
    var headers = HTTPHeaders()
    var body = ""
  }

  let port: Int
  private let channel: any Channel
  private let log: RequestLog

  var requests: [Request] { log.requests }
  var url: String { "http://127.0.0.1:\(port)" }

  init(_ answers: Answer..., tls: NIOSSLContext? = nil) async throws {
    let log = RequestLog(answers)
    self.log = log
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(AnsweringHandler(log))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    port = channel.localAddress?.port ?? 0
  }

  func close() async { try? await channel.close() }
}

private final class RequestLog: Sendable {
  private let state: Mutex<(answers: [Receiver.Answer], requests: [Receiver.Request])>

  init(_ answers: [Receiver.Answer]) { state = Mutex((answers, [])) }

  var requests: [Receiver.Request] { state.withLock { $0.requests } }

  /// The last answer is given for ever.
  func answer(_ request: Receiver.Request) -> Receiver.Answer {
    state.withLock { state in
      state.requests.append(request)
      return state.answers.count > 1 ? state.answers.removeFirst() : state.answers[0]
    }
  }
}

private final class AnsweringHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let log: RequestLog
  private var request = Receiver.Request()
  private var isEndless = false

  init(_ log: RequestLog) { self.log = log }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      request = Receiver.Request(method: head.method.rawValue, path: head.uri, headers: head.headers)
    case .body(let part): request.body += String(buffer: part)
    case .end: give(log.answer(request), context)
    }
  }

  private func give(_ answer: Receiver.Answer, _ context: ChannelHandlerContext) {
    switch answer {
    case .status(let code, let headers, let body):
      head(code, headers.merging(["Content-Length": "\(body.utf8.count)"]) { $1 }, context)
      write(body, context)
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    case .reset:
      let provider = context.channel as? any SocketOptionProvider
      provider?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).assumeIsolated().whenComplete { _ in context.close(promise: nil) }
    case .close: context.close(promise: nil)
    case .nothing: break
    case .endless(let code):
      head(code, ["Content-Length": "1000000000000"], context)
      isEndless = true
      writeMore(context)
    case .stalled(let code):
      head(code, ["Content-Length": "1000"], context)
      write("x", context)
      context.flush()
    case .noHTTP:
      let encoder = try? context.pipeline.syncOperations.context(handlerType: HTTPResponseEncoder.self)
      encoder?.writeAndFlush(NIOAny(ByteBuffer(string: "SSH-2.0-OpenSSH\r\n\r\n")), promise: nil)
    }
  }

  private func head(_ code: Int, _ headers: [String: String], _ context: ChannelHandlerContext) {
    let head = HTTPResponseHead(
      version: .http1_1, status: HTTPResponseStatus(statusCode: code), headers: HTTPHeaders(headers.map { ($0.key, $0.value) }))
    context.write(wrapOutboundOut(.head(head)), promise: nil)
  }

  private func write(_ text: String, _ context: ChannelHandlerContext) {
    context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
  }

  private func writeMore(_ context: ChannelHandlerContext) {
    guard isEndless, context.channel.isWritable else { return }
    write(String(repeating: "y", count: 16_384), context)
    context.flush()
    context.eventLoop.assumeIsolated().execute { self.writeMore(context) }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) { writeMore(context) }
  func channelInactive(context: ChannelHandlerContext) { isEndless = false }
  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
