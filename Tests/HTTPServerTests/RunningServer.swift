import CalcmonTesting
import HTTPServer
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import ServiceLifecycle
import Synchronization
import Testing

/// A server under test: a few paths that answer, and what it says of itself.
final class RunningServer: Sendable {
  static let largeBody = 32 << 20

  let log = LogLines()
  private let heard = Mutex<[ServerEvent]>([])
  private let hearing = AsyncStream<Void>.makeStream()
  private let cancelled = AsyncStream<Void>.makeStream()
  private let streamed = AsyncStream<String>.makeStream()
  private let large = ByteBuffer(repeating: UInt8(ascii: "x"), count: largeBody)

  /// What it has counted so far.
  var events: [ServerEvent] { heard.withLock { $0 } }

  /// Returns when it has counted an event so often.
  func heard(_ event: ServerEvent, times: Int) async {
    var iterator = hearing.stream.makeAsyncIterator()
    while events.count(where: { $0 == event }) < times, await iterator.next() != nil {}
  }

  /// Adds to the answer of `/stream`, of which there is one at a time.
  func stream(_ text: String) { streamed.continuation.yield(text) }

  /// Returns when the responder of `/stream` has ended.
  func streamEnded() async {
    for await _ in cancelled.stream { return }
  }

  /// Runs it while `body` runs.
  /// - Parameter body: gets the port, and a closure that stops the server in order.
  static func run(
    limits: ServerLimits = ServerLimits(), tls: (@Sendable () -> NIOSSLContext?)? = nil, socket: HTTPService.Socket? = nil,
    _ body: @escaping @Sendable (RunningServer, Int, @escaping @Sendable () async -> Void) async throws -> Void
  ) async throws {
    let served = RunningServer()
    var handler: (@Sendable () -> NIOSSLServerHandler?)?
    if let tls { handler = { tls().map { NIOSSLServerHandler(context: $0) } } }
    let (ports, continuation) = AsyncStream<Int>.makeStream()
    let server = HTTPService(
      socket ?? .address(ListenAddress(host: "127.0.0.1", port: 0)), limits: limits, tls: handler,
      events: served.hear, group: MultiThreadedEventLoopGroup.singleton,
      logger: served.log.logger, responder: served.respond, listening: { continuation.yield($0.port) })
    let group = ServiceGroup(services: [server], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      var iterator = ports.makeAsyncIterator()
      let port = try #require(await iterator.next())
      try await body(served, port) { await group.triggerGracefulShutdown() }
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
      #expect(try OpenSockets.count(port: port) == 0)
    }
    #expect(served.log.aboveDebug == [])
  }

  @Sendable private func hear(_ event: ServerEvent) {
    heard.withLock { $0.append(event) }
    hearing.continuation.yield()
  }

  @Sendable private func respond(_ request: Request) async throws -> Response {
    switch request.target.path {
    case "/large": return Response(status: .ok, body: .bytes(large))
    case "/endless":
      return Response(
        status: .ok,
        body: .stream { writer in while true { try await writer.write(ByteBuffer(repeating: 0, count: 65536)) } })
    case "/echo": return Response(status: .ok, body: .bytes(request.body))
    case "/throws": throw CancellationError()
    case "/stream":
      return Response(
        status: .ok, headers: ["Content-Type": "text/event-stream"],
        body: .stream { [cancelled, streamed] writer in
          defer { cancelled.continuation.yield() }
          for await text in streamed.stream.cancelOnGracefulShutdown() { try await writer.write(ByteBuffer(string: text)) }
        })
    default: return Response(status: .ok, body: .bytes(ByteBuffer(string: "\(request.method.rawValue) \(request.target.path)\n")))
    }
  }
}
