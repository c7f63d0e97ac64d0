package import Logging
package import NIOCore
import NIOPosix
package import NIOSSL
import ServiceLifecycle

/// An HTTP/1.1 server for untrusted networks: it bounds connections, bytes and time, answers what is no request with an error, and
/// evicts idle connections if a new one finds no place.
///
/// A request reaches the responder when all of it has come. A responder is cancelled when its connection is gone. When the server
/// is to stop, responders run to their end for `ServerLimits.stopTimeout`; one that streams ends its stream by
/// `cancelWhenGracefulShutdown` or `cancelOnGracefulShutdown`, which work in it as in any service.
package struct HTTPService: Service {
  /// Where connections come from.
  package enum Socket: Sendable, CustomStringConvertible {
    case address(ListenAddress)
    /// Bound and listening, inherited from the process that started this one. The server owns and closes it.
    case inherited(fd: Int32)

    package var description: String {
      switch self {
      case .address(let address): "\(address)"
      case .inherited(let fd): "the inherited socket \(fd)"
      }
    }
  }

  /// Makes the response to a request.
  package typealias Responder = @Sendable (Request) async throws -> Response

  private static let backlog: Int32 = 256
  /// What the kernel keeps for a peer that does not read: it would grow to megabytes a connection by itself.
  private static let sendBuffer: ChannelOptions.Types.SocketOption.Value = 128 << 10

  private let socket: Socket
  private let limits: ServerLimits
  private let tls: (@Sendable () -> NIOSSLServerHandler?)?
  private let events: @Sendable (ServerEvent) -> Void
  private let group: any EventLoopGroup
  private let logger: Logger
  private let responder: Responder
  private let listening: @Sendable (ListenAddress) -> Void

  /// - Parameters:
  ///   - tls: `nil` for plain HTTP; asked for each connection, so that certificates can change while the server runs. A connection
  ///     for which it has none is closed.
  ///   - events: called from any thread, and must be quick.
  ///   - listening: told the address, with the real port, once connections are accepted.
  package init(
    _ socket: Socket, limits: ServerLimits = ServerLimits(), tls: (@Sendable () -> NIOSSLServerHandler?)? = nil,
    events: @escaping @Sendable (ServerEvent) -> Void = { _ in }, group: any EventLoopGroup, logger: Logger,
    responder: @escaping Responder, listening: @escaping @Sendable (ListenAddress) -> Void
  ) {
    self.socket = socket
    self.limits = limits
    self.tls = tls
    self.events = events
    self.group = group
    self.logger = logger
    self.responder = responder
    self.listening = listening
  }

  /// Until graceful shutdown; then idle connections close at once, and the others after their answers, within
  /// `ServerLimits.stopTimeout`. Cancellation cuts everything off.
  /// - Throws: `HTTPServiceError`, and what else NIO throws.
  package func run() async throws {
    let table = ConnectionTable(limits, events: events)
    let (connections, accepted) = AsyncStream<any Channel>.makeStream()
    let listener = try await listen(table, accepted)
    listener.closeFuture.whenComplete { _ in accepted.finish() }
    let stop = ServerStop(listener: listener, table: table, timeout: limits.stopTimeout)
    listening(address(of: listener))
    await withTaskCancellationHandler {
      await withGracefulShutdownHandler {
        await serve(connections)
      } onGracefulShutdown: {
        stop.gracefully()
      }
    } onCancel: {
      stop.atOnce()
    }
    guard stop.end() else { throw HTTPServiceError.stoppedListening(address(of: listener)) }
  }

  private func serve(_ connections: AsyncStream<any Channel>) async {
    await withDiscardingTaskGroup { group in
      for await channel in connections {
        group.addTask { await serve(channel) }
      }
    }
  }

  /// Until the connection is gone; a responder that is still at work is cancelled then.
  private func serve(_ channel: any Channel) async {
    guard let exchanges = try? await channel.eventLoop.submit({ try Exchanges(opening: channel) }).get() else {
      return channel.close(promise: nil)
    }
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        do {
          try await exchanges.respond(responder)
        } catch {
          logger.trace("a connection ended early", metadata: ["error": "\(error)"])
        }
      }
      group.addTask { try? await channel.closeFuture.get() }
      await group.next()
      group.cancelAll()
    }
  }

  private func listen(
    _ table: ConnectionTable, _ accepted: AsyncStream<any Channel>.Continuation
  ) async throws -> any Channel {
    let setup = ConnectionSetup(limits: limits, tls: tls, table: table, events: events, logger: logger)
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: Self.backlog)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .serverChannelInitializer { [events, logger] channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(AcceptGuard(table: table, logger: logger, events: events))
        }
      }
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelOption(.autoRead, value: false)
      .childChannelOption(.maxMessagesPerRead, value: 1)
      .childChannelOption(.socketOption(.so_sndbuf), value: Self.sendBuffer)
      .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if try setup.prepare(channel) { accepted.yield(channel) }
        }
      }
    do {
      return switch socket {
      case .address(let address): try await bootstrap.bind(to: Self.resolve(address)).get()
      case .inherited(let fd): try await bootstrap.withBoundSocket(fd).get()
      }
    } catch let error as IOError {
      throw HTTPServiceError.cannotListen("\(socket)", errno: error.errnoCode)
    } catch is SocketAddressError.UnknownHost {
      throw HTTPServiceError.unknownHost("\(socket)")
    }
  }

  /// A name server can take its time.
  private static func resolve(_ address: ListenAddress) async throws -> SocketAddress {
    try await NIOThreadPool.singleton.runIfActive {
      try SocketAddress.makeAddressResolvingHost(address.host, port: address.port)
    }
  }

  private func address(of listener: any Channel) -> ListenAddress {
    let local = listener.localAddress
    return switch socket {
    case .address(let address): ListenAddress(host: address.host, port: local?.port ?? address.port)
    case .inherited: ListenAddress(host: local?.ipAddress ?? "localhost", port: local?.port ?? 0)
    }
  }
}
