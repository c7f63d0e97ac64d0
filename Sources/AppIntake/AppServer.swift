package import Glibc
package import NIOCore
import NIOPosix
import Processes
package import Scheduling
package import Telemetry

/// Listens on a Unix socket to the probes of applications.
///
/// Applications are not trusted: lines are bounded, so are their number and that of connections, and a connection that says what cannot be is
/// closed. What comes faster than it may is read later, so that the probe drops it and counts that.
///
/// Who connects is heard at once. From then on all connections are read together, some times a second, on a thread that there is only if
/// there is a connection: one wake-up for all of them, and none without them.
package struct AppServer: Sendable {
  /// Connections at the same time, at the most.
  package static let mostConnections = 256
  private static let mostOfProcess = 4
  private static let bytesAtOnce = 8192

  private let path: String
  private let mode: mode_t
  private let group: String?
  private let greeting: AgentGreeting?
  private let connections: Int
  private let connectionsOfProcess: Int
  private let pace: TimeAmount
  private let loop: any EventLoop
  private let time: any TimeSource
  private let admits: @Sendable (AppPeer) -> Bool

  /// - Parameters:
  ///   - path: of the socket. A socket that is there and that no process listens to is replaced.
  ///   - mode: of the socket: who may connect.
  ///   - group: that the socket is given to; `nil`: as the kernel does.
  ///   - greeting: what a command is told that asks; `nil`: nothing.
  ///   - connections: at the same time, at the most. While their first line is waited for, there may be as many besides.
  ///   - connectionsOfProcess: the same of one process; `nil`: it needs one, and another if it has lost that without knowing.
  ///   - pace: the time between two readings of all connections.
  ///   - admits: whether a process may report.
  package init(
    path: String, mode: mode_t, group: String? = nil, greeting: AgentGreeting? = nil,
    connections: Int = AppServer.mostConnections, connectionsOfProcess: Int? = nil, pace: TimeAmount = .milliseconds(500),
    loop: any EventLoop, time: any TimeSource, admits: @escaping @Sendable (AppPeer) -> Bool
  ) {
    self.path = path
    self.mode = mode
    self.group = group
    self.greeting = greeting
    self.connections = min(connections, AppServer.mostConnections)
    self.connectionsOfProcess = connectionsOfProcess ?? AppServer.mostOfProcess
    self.pace = pace
    self.loop = loop
    self.time = time
    self.admits = admits
  }

  /// Listens until the task is cancelled, and hands out what is said, of each connection in its order.
  ///
  /// - Parameters:
  ///   - ready: called when connections are taken.
  ///   - handle: called on a thread that may be blocked.
  /// - Throws: `AppSocketError`, and what taking connections throws.
  package func run(ready: @escaping @Sendable () -> Void = {}, _ handle: @escaping @Sendable (AppEvent) -> Void) async throws {
    try await run(ready: ready, listener: AllListener(handle: handle))
  }

  /// Listens until the task is cancelled.
  ///
  /// - Parameters:
  ///   - ready: called when connections are taken.
  ///   - listener: called on a thread that may be blocked.
  /// - Throws: `AppSocketError`, and what taking connections throws.
  package func run(ready: @escaping @Sendable () -> Void = {}, listener: any AppListener) async throws {
    let socket = try AppSocket(path, mode: mode, group: group)
    do {
      try await serve(socket.descriptor, ready, listener)
    } catch {
      socket.remove()
      throw error
    }
    socket.remove()
  }

  private func serve(_ descriptor: Int32, _ ready: @escaping @Sendable () -> Void, _ listener: any AppListener) async throws {
    let book = ConnectionBook(most: connections, ofProcess: connectionsOfProcess)
    let reception = Reception(SeatingPlan(book), greeting: greeting, time: time, listener: listener, admits: admits)
    let server = try await channel(descriptor, reception)
    ready()
    let room = ReadingRoom(SeatingPlan(book), for: listener, time: time, pace: .nanoseconds(pace.nanoseconds))
    // One for those who come, and one for those who are there.
    let threads = WorkerThreads(2)
    var failure: (any Error)?
    do {
      try await take(server, reception, room, threads)
    } catch {
      failure = error
    }
    server.close(promise: nil)
    reception.close()
    threads.submit { room.close() }
    await threads.shutDown()
    try? await server.closeFuture.get()
    if let failure { throw failure }
  }

  private func channel(_ descriptor: Int32, _ reception: Reception) async throws -> any Channel {
    try await ServerBootstrap(group: loop)
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(AcceptPause()) }
      }
      .childChannelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: AppServer.bytesAtOnce))
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(FirstLineHandler(reception)) }
      }
      .withBoundSocket(descriptor).get()
  }

  /// Returns when the server takes no more connections, or throws if the task is cancelled.
  private func take(
    _ server: any Channel, _ reception: Reception, _ room: ReadingRoom, _ threads: WorkerThreads
  ) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      defer { group.cancelAll() }
      group.addTask { try await AppServer.close(of: server) }
      group.addTask {
        for await guest in reception.guests {
          let isFirst = try await threads.run {
            guest.seat.leave()
            return room.enter(guest.connection)
          }
          if isFirst { threads.submit { room.readOn() } }
        }
      }
      try await group.next()
    }
    try Task.checkCancellation()
  }

  private static func close(of server: any Channel) async throws {
    try await withTaskCancellationHandler {
      try await server.closeFuture.get()
    } onCancel: {
      server.close(promise: nil)
    }
  }
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
