public import NIOCore
import NIOPosix
public import ServiceLifecycle
import Synchronization
import Telemetry

/// Watches the event loops and the cooperative pool of a service, and tells calcmon's agent.
///
/// Give it to a `ServiceGroup`, or call ``start()``:
///
/// ```swift
/// let watch = CalcmonWatch(app: "shop")
/// watch.gauge("jobs") { queue.count }
/// let group = ServiceGroup(services: [server, watch], logger: logger)
/// ```
///
/// Nothing that it does blocks or ends the service. While there is no agent it counts, and looks for one each second.
public final class CalcmonWatch: Service, Sendable {
  private let identity: ServiceIdentity
  private let groups: [any EventLoopGroup]
  private let isPoolWatched: Bool
  private let takesStacks: Bool
  private let gauges = GaugeBoard()
  private let steps = TimedSteps()
  private let watcher = Mutex<ServiceWatcher?>(nil)

  /// Names what is to be watched; ``run()`` and ``start()`` begin.
  ///
  /// - Parameters:
  ///   - app: the name that all processes of the application share: letters, digits, `_`, `.` and `-`, at most 64. Others become dashes.
  ///   - version: of the application.
  ///   - groups: whose loops are watched; `nil`: those of NIO's singleton, which most services use.
  ///   - socket: where the agent listens; `nil`: what `CALCMON_SOCKET` says, else `/run/calcmon/apps.sock`.
  ///   - watchesPool: whether the threads are watched that Swift's tasks run on.
  ///   - takesStacks: whether a stall tells the functions that held the thread. The stack of a thread that sleeps is read without disturbing it; a
  ///     loop that computes is asked by a real-time signal that nothing else uses: a `usleep` or `poll` that begins in that moment may return early.
  public init(
    app: String, version: String? = nil, groups: [any EventLoopGroup]? = nil, socket: String? = nil, watchesPool: Bool = true,
    takesStacks: Bool = false
  ) {
    identity = ServiceIdentity(app: app, version: version, socket: AgentSocket.path(named: socket))
    self.groups = groups ?? [.singletonMultiThreadedEventLoopGroup]
    isPoolWatched = watchesPool
    self.takesStacks = takesStacks
  }

  deinit {
    guard let watcher = watcher.withLock({ $0 }) else { return }
    watcher.askToStop()
  }

  /// Watches until the service shuts down gracefully, or its task is cancelled. It neither returns nor throws before.
  public func run() async throws {
    start()
    let (never, continuation) = AsyncStream<Never>.makeStream()
    await cancelWhenGracefulShutdown { for await _ in never {} }
    continuation.finish()
    await stop()
  }

  /// Begins to watch, in a program without `ServiceLifecycle`. Does nothing if it has begun.
  ///
  /// - Returns: `false` if the process may have no thread or timer more; then nothing is watched.
  @discardableResult public func start() -> Bool {
    watcher.withLock { watcher in
      if watcher != nil { return true }
      let made = ServiceWatcher(
        identity.renewed(), groups: groups, isPoolWatched: isPoolWatched, takesStacks: takesStacks, gauges: gauges, steps: steps)
      guard let made, made.start() else { return false }
      watcher = made
      return true
    }
  }

  /// Lets go of the loops, says farewell to the agent, and returns. It can be started again.
  public func stop() async {
    let stopped = watcher.withLock { watcher in
      defer { watcher = nil }
      return watcher
    }
    await stopped?.stop()
  }

  /// Tells how many items wait in a queue: depth, trend and, with a capacity, whether it is full.
  ///
  /// It is asked once a second, on a thread that is neither a loop's nor the pool's. One that blocks is told of no more until it returns, and
  /// holds no other gauge. A trap in it ends the process, as anywhere.
  ///
  /// - Parameters:
  ///   - name: as `app`; a gauge of the same name is replaced. There can be 32.
  ///   - capacity: how many items may wait; `nil`: there is no limit.
  ///   - depth: how many wait by now.
  public func gauge(_ name: String, capacity: Int? = nil, _ depth: @escaping @Sendable () -> Int) {
    gauges.add(AppName.clean(name) ?? "queue", capacity: max(0, capacity ?? 0), depth)
  }

  /// Times an I/O step, such as a query: while all that the service does is wait for such steps, it waits for I/O.
  ///
  /// - Parameter step: as `app`; there can be 32, others are told of as `other`.
  public func timed<Result>(
    _ step: String, isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Result
  ) async rethrows -> Result {
    let began = steps.begin()
    defer { steps.end(AppName.clean(step) ?? "step", began: began) }
    return try await body()
  }
}
