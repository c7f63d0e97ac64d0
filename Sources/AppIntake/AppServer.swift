package import Glibc
package import NIOCore
import NIOPosix
package import Scheduling
import Synchronization
package import Telemetry

/// Listens on a Unix socket to the probes of applications.
///
/// Applications are not trusted: lines are bounded, so are their number and that of connections, and a connection that says what cannot be is
/// closed. What comes faster than it may is read later, so that the probe drops it and counts that.
package struct AppServer: Sendable {
  /// Connections at the same time, at the most.
  package static let mostConnections = 256
  private static let mostOfProcess = 4
  /// Lines a second of a connection, and at once.
  private static let linesPerSecond = 20.0
  private static let burst = 60.0
  /// By then a connection has said who it is.
  private static let greetingTime = TimeAmount.seconds(10)
  /// After so long a connection that is not listened to is closed: when it comes again, there may be room.
  private static let patience = Duration.seconds(60)
  private static let bytesAtOnce = 8192

  private let path: String
  private let mode: mode_t
  private let group: String?
  private let greeting: AgentGreeting?
  private let connections: Int
  private let connectionsOfProcess: Int
  private let loop: any EventLoop
  private let time: any TimeSource
  private let admits: @Sendable (AppPeer) -> Bool

  /// - Parameters:
  ///   - path: of the socket. A socket that is there and that no process listens to is replaced.
  ///   - mode: of the socket: who may connect.
  ///   - group: that the socket is given to; `nil`: as the kernel does.
  ///   - greeting: what a command is told that asks; `nil`: nothing.
  ///   - connections: at the same time, at the most.
  ///   - connectionsOfProcess: the same of one process; `nil`: it needs one, and another if it has lost that without knowing.
  ///   - admits: whether a process may report.
  package init(
    path: String, mode: mode_t, group: String? = nil, greeting: AgentGreeting? = nil,
    connections: Int = AppServer.mostConnections, connectionsOfProcess: Int? = nil, loop: any EventLoop, time: any TimeSource,
    admits: @escaping @Sendable (AppPeer) -> Bool
  ) {
    self.path = path
    self.mode = mode
    self.group = group
    self.greeting = greeting
    self.connections = min(connections, AppServer.mostConnections)
    self.connectionsOfProcess = connectionsOfProcess ?? AppServer.mostOfProcess
    self.loop = loop
    self.time = time
    self.admits = admits
  }

  /// Listens until the task is cancelled, and hands out what is said, of each connection in its order.
  ///
  /// - Parameters:
  ///   - ready: called when connections are taken.
  ///   - handle: called on tasks of the connections.
  /// - Throws: `AppSocketError`, and what taking connections throws.
  package func run(ready: @escaping @Sendable () -> Void = {}, _ handle: @escaping @Sendable (AppEvent) -> Void) async throws {
    try await run(ready: ready, listener: AllListener(handle: handle))
  }

  /// Listens until the task is cancelled.
  ///
  /// - Parameters:
  ///   - ready: called when connections are taken.
  ///   - listener: called on tasks of the connections.
  /// - Throws: `AppSocketError`, and what taking connections throws.
  package func run(ready: @escaping @Sendable () -> Void = {}, listener: any AppListener) async throws {
    let socket = try AppSocket(path, mode: mode, group: group)
    do {
      let server = try await channel(socket.descriptor)
      ready()
      try await take(server, listener)
    } catch {
      socket.remove()
      throw error
    }
    socket.remove()
  }

  /// Nothing is written in its way: then one that no task has taken when the server ends need not be ended.
  private typealias Connection = NIOAsyncChannel<ByteBuffer, Never>

  private func channel(_ descriptor: Int32) async throws -> NIOAsyncChannel<(Connection, AppPeer?), Never> {
    try await ServerBootstrap(group: loop)
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(AcceptPause()) }
      }
      .childChannelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: AppServer.bytesAtOnce))
      .bind(descriptor) { channel in
        // At once: of a process that ends at once neither what it says must be lost, nor who it was.
        let peer = AppServer.peer(of: channel)
        return channel.eventLoop.makeCompletedFuture {
          try Connection(
            wrappingChannelSynchronously: channel,
            configuration: .init(backPressureStrategy: .init(lowWatermark: 1, highWatermark: 2)))
        }.and(peer)
      }
  }

  private func take(_ server: NIOAsyncChannel<(Connection, AppPeer?), Never>, _ listener: any AppListener) async throws {
    let open = OpenConnections(ConnectionBook(most: connections, ofProcess: connectionsOfProcess))
    try await withThrowingDiscardingTaskGroup { group in
      try await server.executeThenClose { connections in
        var number = 0
        for try await (connection, peer) in connections {
          number += 1
          let number = number
          group.addTask {
            // How a connection ends is its own affair.
            try? await admit(connection, peer, number, open, listener)
          }
        }
      }
    }
  }

  private func admit(
    _ connection: Connection, _ peer: AppPeer?, _ number: Int, _ open: OpenConnections, _ listener: any AppListener
  ) async throws {
    try await connection.executeThenClose { input in
      guard let peer else { return }
      guard admits(peer) else { return listener.refused(.user) }
      if let refusal = open.book.withLock({ $0.open(peer, at: time.uptime) }) { return listener.refused(refusal) }
      defer { open.book.withLock { $0.close(peer) } }
      // The greeting is waited for on the loop, whatever the task does.
      let channel = connection.channel
      let deadline = channel.eventLoop.scheduleTask(in: AppServer.greetingTime) {
        listener.refused(.silent)
        channel.close(promise: nil)
      }
      defer { deadline.cancel() }
      var reader = Reader(server: self, number: number, peer: peer, listener: listener, greeted: { deadline.cancel() })
      if let error = try await reader.read(input, channel) {
        open.book.withLock { $0.holdOff(peer, at: time.uptime) }
        if case .unknownVersion = error { listener.refused(.version) } else { listener.refused(.nonsense) }
      }
    }
  }

  private static func peer(of channel: any Channel) -> EventLoopFuture<AppPeer?> {
    guard let options = channel as? any SocketOptionProvider else { return channel.eventLoop.makeSucceededFuture(nil) }
    let name = NIOBSDSocket.Option(rawValue: SO_PEERCRED)
    let found: EventLoopFuture<Credentials> = options.unsafeGetSocketOption(level: .socket, name: name)
    return found.map { AppPeer(pid: $0.pid, uid: $0.uid) }.recover { _ in nil }
  }
}

extension AppServer {
  /// Reads one connection.
  private struct Reader {
    let server: AppServer
    let number: Int
    let peer: AppPeer
    let listener: any AppListener
    let greeted: () -> Void
    private var conversation = Conversation()
    private var isWanted = true

    init(server: AppServer, number: Int, peer: AppPeer, listener: any AppListener, greeted: @escaping () -> Void) {
      self.server = server
      self.number = number
      self.peer = peer
      self.listener = listener
      self.greeted = greeted
    }

    /// Returns what ended it, if that was what it said.
    mutating func read(
      _ input: NIOAsyncChannelInboundStream<ByteBuffer>, _ channel: any Channel
    ) async throws -> TelemetryError? {
      let time = server.time
      var allowance = LineAllowance(perSecond: AppServer.linesPerSecond, burst: AppServer.burst, at: time.uptime)
      let leave = time.uptime + AppServer.patience
      do {
        for try await buffer in input {
          for line in try conversation.lines(buffer.readableBytesView) {
            if let wait = allowance.take(at: time.uptime) { try await time.sleep(until: time.uptime + wait) }
            if !isWanted, time.uptime > leave { return end(.ended) }
            guard isWanted else { continue }
            if try take(line) { return try await answer(channel) }
          }
        }
        return end(.ended)
      } catch let error as TelemetryError {
        return end(.refused(error))
      } catch {
        _ = end(.ended)
        throw error
      }
    }

    /// Returns whether it is a question.
    private mutating func take(_ line: [UInt8]) throws(TelemetryError) -> Bool {
      switch try conversation.step(line) {
      case .opened(let hello):
        greeted()
        isWanted = tell(.opened(hello, peer))
      case .message(let message): isWanted = tell(.message(message))
      case .dropped: isWanted = tell(.dropped)
      case .question:
        greeted()
        return true
      }
      return false
    }

    private func answer(_ channel: any Channel) async throws -> TelemetryError? {
      if let greeting = server.greeting { try await channel.writeAndFlush(ByteBuffer(bytes: greeting.line)) }
      return nil
    }

    private func tell(_ kind: AppEvent.Kind) -> Bool { listener.receive(AppEvent(connection: number, kind: kind)) }

    private func end(_ ending: AppEvent.Ending) -> TelemetryError? {
      if conversation.isOpen { _ = tell(.closed(ending)) }
      return if case .refused(let error) = ending { error } else { nil }
    }
  }
}

/// `struct ucred` of the kernel, which Glibc shows to C programs alone.
private struct Credentials {
  let pid: pid_t
  let uid: uid_t
  let gid: gid_t
}

/// Those that are open.
private final class OpenConnections: Sendable {
  let book: Mutex<ConnectionBook>

  init(_ book: ConnectionBook) { self.book = Mutex(book) }
}

/// Wants all that is said.
private struct AllListener: AppListener {
  let handle: @Sendable (AppEvent) -> Void

  func receive(_ event: AppEvent) -> Bool {
    handle(event)
    return true
  }

  func refused(_ reason: AppRefusal) {}
}
