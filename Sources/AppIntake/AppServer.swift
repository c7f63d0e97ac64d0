package import Glibc
package import NIOCore
import NIOPosix
package import Scheduling
import Synchronization
import Telemetry

/// Listens on a Unix socket to the probes of applications.
///
/// Applications are not trusted: lines are bounded, so are their number and that of connections, and a connection that says what cannot be is
/// closed. What comes faster than it may is read later, so that the probe drops it and counts that.
package struct AppServer: Sendable {
  /// Connections at the same time.
  private static let mostConnections = 256
  /// Lines a second of a connection, and at once.
  private static let linesPerSecond = 20.0
  private static let burst = 60.0

  private let path: String
  private let mode: mode_t
  private let loop: any EventLoop
  private let time: any TimeSource
  private let admits: @Sendable (AppPeer) -> Bool

  /// - Parameters:
  ///   - path: of the socket. A socket that is there and that no process listens to is replaced.
  ///   - mode: of the socket: who may connect.
  ///   - admits: whether a process may report.
  package init(
    path: String, mode: mode_t, loop: any EventLoop, time: any TimeSource, admits: @escaping @Sendable (AppPeer) -> Bool
  ) {
    self.path = path
    self.mode = mode
    self.loop = loop
    self.time = time
    self.admits = admits
  }

  /// Listens until the task is cancelled, and hands out what is said, of each connection in its order.
  ///
  /// - Parameters:
  ///   - ready: called when connections are taken.
  ///   - handle: called on tasks of the connections.
  /// - Throws: what binding the socket throws.
  package func run(ready: @escaping @Sendable () -> Void = {}, _ handle: @escaping @Sendable (AppEvent) -> Void) async throws {
    let server = try await ServerBootstrap(group: loop).serverChannelOption(.backlog, value: 128)
      .bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true) { channel in
        // At once: of a process that ends at once neither what it says must be lost, nor who it was.
        let peer = Self.peer(of: channel)
        return channel.eventLoop.makeCompletedFuture { try Connection(wrappingChannelSynchronously: channel) }.and(peer)
      }
    chmod(path, mode)
    ready()
    defer { unlink(path) }
    let open = Connections()
    try await withThrowingDiscardingTaskGroup { group in
      try await server.executeThenClose { connections in
        var number = 0
        for try await (connection, peer) in connections {
          number += 1
          let (number, isFull) = (number, open.count.withLock { $0 >= AppServer.mostConnections })
          guard !isFull else {
            // What is never read has to be closed in this way.
            try? await connection.executeThenClose { _ in }
            continue
          }
          open.count.withLock { $0 += 1 }
          group.addTask {
            defer { open.count.withLock { $0 -= 1 } }
            guard let peer, admits(peer) else {
              try? await connection.executeThenClose { _ in }
              return
            }
            // How a connection ends is its own affair.
            try? await read(connection, peer, number, handle)
          }
        }
      }
    }
  }

  /// Nothing is written: then one that no task has taken when the server ends need not be ended.
  private typealias Connection = NIOAsyncChannel<ByteBuffer, Never>

  private func read(
    _ connection: Connection, _ peer: AppPeer, _ number: Int, _ handle: @Sendable (AppEvent) -> Void
  ) async throws {
    try await connection.executeThenClose { input in
      var conversation = Conversation(number: number, peer: peer)
      var allowance = Allowance(perSecond: AppServer.linesPerSecond, burst: AppServer.burst, at: time.uptime)
      do {
        for try await buffer in input {
          for line in try conversation.lines(buffer.readableBytesView) {
            if let wait = allowance.take(at: time.uptime) { try await time.sleep(until: time.uptime + wait) }
            if let event = try conversation.event(line) { handle(event) }
          }
        }
        conversation.end(.ended, handle)
      } catch let error as TelemetryError {
        conversation.end(.refused(error), handle)
      } catch {
        conversation.end(.ended, handle)
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

/// `struct ucred` of the kernel, which Glibc shows to C programs alone.
private struct Credentials {
  let pid: pid_t
  let uid: uid_t
  let gid: gid_t
}

/// How many are open.
private final class Connections: Sendable {
  let count = Mutex(0)
}

/// The lines of one connection: a greeting, and then the rest.
private struct Conversation {
  let number: Int
  let peer: AppPeer
  private var splitter = LineSplitter(limit: AppCoding.longestLine)
  private var isOpen = false

  init(number: Int, peer: AppPeer) {
    self.number = number
    self.peer = peer
  }

  mutating func lines(_ bytes: some Sequence<UInt8>) throws(TelemetryError) -> [[UInt8]] { try splitter.receive(bytes) }

  mutating func event(_ line: [UInt8]) throws(TelemetryError) -> AppEvent? {
    let message = try AppCoding.decode(line)
    switch message {
    case .hello(let hello) where !isOpen:
      isOpen = true
      return AppEvent(connection: number, kind: .opened(hello, peer))
    case .hello: throw .unexpected("a second greeting")
    case _ where isOpen: return AppEvent(connection: number, kind: .message(message))
    default: throw .unexpected("a line before the greeting")
    }
  }

  func end(_ ending: AppEvent.Ending, _ handle: (AppEvent) -> Void) {
    if isOpen { handle(AppEvent(connection: number, kind: .closed(ending))) }
  }
}

/// A token bucket of lines.
private struct Allowance {
  private let perSecond: Double
  private let burst: Double
  private var tokens: Double
  private var at: Duration

  init(perSecond: Double, burst: Double, at now: Duration) {
    self.perSecond = perSecond
    self.burst = burst
    tokens = burst
    at = now
  }

  /// Takes one. Returns how long it has to be waited for, if at all.
  mutating func take(at now: Duration) -> Duration? {
    tokens = min(burst, tokens + (now - at).seconds * perSecond) - 1
    at = now
    return tokens >= 0 ? nil : .seconds(-tokens / perSecond)
  }
}
