import CalcmonTesting
import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS
import WebSecurity

/// Says hello over TLS, as a configuration says at the time.
final class TLSServer: Sendable {
  private let channel: any Channel
  let port: Int

  init(_ security: WebSecurity) async throws {
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          guard let handler = security.makeServerHandler() else { throw Tool.Failure(description: "there is no TLS") }
          try channel.pipeline.syncOperations.addHandlers([handler, Hello()])
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    port = channel.localAddress?.port ?? 0
  }

  func close() async { try? await channel.close().get() }
}

private final class Hello: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    guard case TLSUserEvent.handshakeCompleted = event else { return }
    let context = NIOLoopBound(context, eventLoop: context.eventLoop)
    context.value.writeAndFlush(wrapOutboundOut(ByteBuffer(string: "hello"))).whenComplete { _ in
      context.value.close(promise: nil)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

/// One connection to a server.
struct TLSClient: Sendable {
  var certificate: (file: String, keyFile: String)?
  var minimum = TLSVersion.tlsv12
  var maximum = TLSVersion.tlsv13
  var cipherSuites: [NIOTLSCipher] = []
  var curves: [NIOTLSCurve]?

  /// What was met.
  struct Meeting: Sendable {
    /// Of the certificate that the server showed.
    var certificate: NIOSSLCertificate?
    /// Whether the server said hello.
    var isWelcome = false
  }

  /// Always returns, however the connection ends.
  func meet(port: Int) async throws -> Meeting {
    var configuration = TLSConfiguration.makeClientConfiguration()
    // A callback decides; it only remembers.
    configuration.certificateVerification = .noHostnameVerification
    configuration.trustRoots = .certificates([])
    (configuration.minimumTLSVersion, configuration.maximumTLSVersion) = (minimum, maximum)
    if !cipherSuites.isEmpty { configuration.cipherSuiteValues = cipherSuites }
    if let curves { configuration.curves = curves }
    if let certificate {
      configuration.certificateChain = try NIOSSLCertificate.fromPEMFile(certificate.file).map { .certificate($0) }
      configuration.privateKey = .privateKey(try NIOSSLPrivateKey(file: certificate.keyFile, format: .pem))
    }
    let context = try NIOSSLContext(configuration: configuration)
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    let promise = loop.makePromise(of: Meeting.self)
    let channel = try await ClientBootstrap(group: loop)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let listener = Listener(promise)
          let bound = NIOLoopBound(listener, eventLoop: channel.eventLoop)
          let handler = try NIOSSLClientHandler(context: context, serverHostname: nil) { certificates, verified in
            bound.value.meeting.certificate = certificates.first
            verified.succeed(.certificateVerified)
          }
          try channel.pipeline.syncOperations.addHandlers([handler, listener])
        }
      }
      .connect(host: "127.0.0.1", port: port).get()
    let meeting = try await promise.futureResult.get()
    try? await channel.close().get()
    return meeting
  }
}

private final class Listener: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  var meeting = TLSClient.Meeting()
  private let promise: EventLoopPromise<TLSClient.Meeting>

  init(_ promise: EventLoopPromise<TLSClient.Meeting>) { self.promise = promise }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    meeting.isWelcome = true
    context.close(promise: nil)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  func channelInactive(context: ChannelHandlerContext) { promise.succeed(meeting) }

  func handlerRemoved(context: ChannelHandlerContext) { promise.succeed(meeting) }
}
