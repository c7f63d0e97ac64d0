package import HTTPServer
package import Logging
import NIOPosix
package import NIOSSL
import ServiceLifecycle

/// Serves on one socket until it is told to stop. A bad address is an error of `run`, before anything was served.
package struct EndpointService: Service {
  private let socket: HTTPService.Socket
  private let responder: EndpointResponder
  private let limits: ServerLimits
  private let tls: (@Sendable () -> NIOSSLServerHandler?)?
  private let events: @Sendable (ServerEvent) -> Void
  private let logger: Logger
  private let listening: @Sendable (ListenAddress) -> Void

  /// - Parameters:
  ///   - tls: speaks TLS for one new connection; `nil`: nothing is encrypted.
  ///   - listening: told the address, with the real port, once connections are accepted.
  package init(
    _ socket: HTTPService.Socket, content: EndpointContent, options: EndpointOptions = EndpointOptions(),
    limits: ServerLimits = ServerLimits(), tls: (@Sendable () -> NIOSSLServerHandler?)? = nil, logger: Logger,
    listening: @escaping @Sendable (ListenAddress) -> Void
  ) {
    self.socket = socket
    var options = options
    if case .address(let address) = socket { options.hosts.insert(address.host) }
    responder = EndpointResponder(content, options)
    self.limits = limits
    self.tls = tls
    let (responded, connection) = (options.responded, options.connection)
    events = { event in if case .refused(let refusal) = event { responded(refusal.code) } else { connection(event) } }
    self.logger = logger
    self.listening = listening
  }

  package func run() async throws {
    do {
      try await server.run()
    } catch let error as HTTPServiceError {
      throw EndpointError(error)
    }
  }

  private var server: HTTPService {
    var quiet = logger
    quiet.logLevel = max(.warning, logger.logLevel)
    return HTTPService(
      socket, limits: limits, tls: tls, events: events, group: MultiThreadedEventLoopGroup.singleton, logger: quiet,
      responder: responder.respond, listening: listening)
  }
}
