#if Agent
  import Glibc
  import NIOCore
  import NIOHTTP1
  import NIOPosix
  import Processes

  /// The loopback server of `http` steps, a process of its own: `GET /wait/<nanoseconds>` is answered after that time.
  package enum HTTPStepServer {
    /// Serves until standard input is closed. Says its port on standard output, as a line, once it accepts connections.
    package static func run() async throws {
      let group = try EventLoops.one()
      let server = try await ServerBootstrap(group: group)
        .serverChannelOption(.backlog, value: 4096)
        .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
        .childChannelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.configureHTTPServerPipeline()
            try channel.pipeline.syncOperations.addHandler(WaitingHandler())
          }
        }
        .bind(host: "127.0.0.1", port: 0)
        .get()
      let line = Array("\(server.localAddress?.port ?? 0)\n".utf8)
      _ = write(1, line, line.count)
      try await WorkerThreads(1).run {
        var byte: UInt8 = 0
        while read(0, &byte, 1) > 0 {}
      }
      try await server.close()
      try await group.shutdownGracefully()
    }
  }

  private final class WaitingHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private var wait: Int64?

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .head(let head): wait = head.uri.split(separator: "/").last.flatMap { Int64($0) }
      case .body: break
      case .end:
        guard let wait, wait >= 0 else { return answer(.badRequest, context) }
        context.eventLoop.assumeIsolated().scheduleTask(in: .nanoseconds(wait)) { self.answer(.ok, context) }
      }
    }

    private func answer(_ status: HTTPResponseStatus, _ context: ChannelHandlerContext) {
      let body = ByteBuffer(string: HTTPSteps.body)
      let headers: HTTPHeaders = ["content-length": "\(body.readableBytes)", "content-type": "text/plain"]
      context.write(wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers))), promise: nil)
      context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
  }
#endif
