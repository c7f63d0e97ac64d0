import HTTPTypes
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Listens on one address until it is told to stop. A bad address is an error of `run`, before anything was served.
package struct EndpointService: Service {
  private let address: ListenAddress
  private let content: EndpointContent
  private let logger: Logger
  private let listening: @Sendable (ListenAddress) -> Void

  /// - Parameter listening: told the address, with the real port, once connections are accepted.
  package init(
    address: ListenAddress, content: EndpointContent, logger: Logger,
    listening: @escaping @Sendable (ListenAddress) -> Void
  ) {
    self.address = address
    self.content = content
    self.logger = logger
    self.listening = listening
  }

  package func run() async throws {
    do {
      try await server().run()
    } catch let error as IOError {
      throw EndpointError.cannotListen(address, errno: error.errnoCode)
    } catch is SocketAddressError.UnknownHost {
      throw EndpointError.unknownHost(address)
    }
  }

  /// Hummingbird's server and router without its `Application`, whose clock for the `Date` header wakes an idle process every second.
  private func server() throws -> any Service {
    var quiet = logger
    quiet.logLevel = max(.warning, logger.logLevel)
    let responder = EndpointRouter.make(content).buildResponder()
    return try HTTPServerBuilder.http1().buildServer(
      configuration: ServerConfiguration(address: .hostname(address.host, port: address.port)),
      eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: quiet
    ) { [quiet] request, writer, channel in
      let context = BasicRequestContext(source: ApplicationRequestContextSource(channel: channel, logger: quiet))
      var response = try await responder.respond(to: request, context: context)
      response.headers[.date] = HTTPDate.now
      try await writer.write(response: response.head, body: response.body)
    } onServerRunning: { channel in
      listening(ListenAddress(host: address.host, port: channel.localAddress?.port ?? address.port))
    }
  }
}

/// Why nothing can be served. Each is one line that says what to do.
package enum EndpointError: Error, Equatable, CustomStringConvertible {
  case cannotListen(ListenAddress, errno: Int32)
  case unknownHost(ListenAddress)

  package var description: String {
    let advice = "name another address with --web.listen-address"
    return switch self {
    case .cannotListen(let address, let errno): "cannot listen on \(address): \(errorText(errno)); \(advice)"
    case .unknownHost(let address): "cannot listen on \(address): no such host; \(advice)"
    }
  }
}
