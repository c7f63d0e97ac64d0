import HTTPTypes
package import HTTPServer
import HummingbirdCore
package import Logging
import NIOCore
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

  /// Without Hummingbird's `Application`, whose clock for the `Date` header wakes an idle process every second.
  private var server: HTTPService {
    var quiet = logger
    quiet.logLevel = max(.warning, logger.logLevel)
    return HTTPService(
      socket, limits: limits, tls: tls, events: events, group: MultiThreadedEventLoopGroup.singleton, logger: quiet,
      responder: { [responder] request, writer, channel in
        let response = await responder.respond(to: request, isLoopback: channel.isLoopback)
        try await writer.write(response: response.head, body: response.body)
      }, listening: listening)
  }
}

extension Channel {
  /// Whether the other side is this host, and came over an address that only this host has.
  fileprivate var isLoopback: Bool {
    guard let host = localAddress?.ipAddress else { return false }
    return host == "::1" || HostCheck.isLoopback(host) || host.hasPrefix("::ffff:127.")
  }
}
