import DequeModule
import Glibc
package import NIOCore
import NIOPosix
package import Processes

/// Worker processes of the same binary that do the CPU steps of the hybrid strategy, driven from one event loop.
///
/// An item goes to the worker with the fewest under way; each has at most two, so that it need not wait for the next while its
/// answer travels, and no more, so that a worker that dies takes little with it. What does not fit waits here, in order. A worker
/// that dies fails the items that it had, and is replaced.
package actor ProcessPool {
  private static let itemsPerWorker = 2

  private let loop: any EventLoop
  private let spawner: Spawner
  private let command: Command
  private var workers: [Worker] = []
  private var pending: Deque<(PoolFrame.Request, CheckedContinuation<UInt64, any Error>)> = []
  private var nextID: UInt64 = 0
  private var replacementsLeft: Int
  private var beingReplaced = 0
  private var stopping = false

  /// The pool's executor is the event loop.
  package nonisolated var unownedExecutor: UnownedSerialExecutor { loop.executor.asUnownedSerialExecutor() }

  /// - Parameters:
  ///   - loop: the loop that the sockets are read on.
  ///   - command: starts a worker, which serves the socket on its standard input; see `PoolWorker`.
  ///   - replacements: how many dead workers are replaced before the pool gives up.
  package init(loop: any EventLoop, spawner: Spawner, command: Command, replacements: Int) {
    self.loop = loop
    self.spawner = spawner
    self.command = command
    replacementsLeft = replacements
  }

  /// Starts the workers.
  package func start(workers count: Int) async throws {
    for _ in 0..<count { workers.append(try await makeWorker()) }
  }

  /// Does a CPU step in a worker.
  ///
  /// - Throws: `ProcessPoolError` where the worker died over it, or none is left.
  package func compute(seed: UInt64, operations: UInt64) async throws -> UInt64 {
    nextID += 1
    let request = PoolFrame.Request(id: nextID, seed: seed, operations: operations)
    return try await withCheckedThrowingContinuation { continuation in
      guard !workers.isEmpty || beingReplaced > 0 else { return continuation.resume(throwing: ProcessPoolError.noWorkers) }
      pending.append((request, continuation))
      dispatch()
    }
  }

  /// Closes the sockets and waits until every worker has ended and was reaped.
  package func stop() async {
    stopping = true
    for worker in workers { worker.channel.close(promise: nil) }
    for worker in workers { await worker.reaped.value }
    workers = []
  }

  private func dispatch() {
    while !pending.isEmpty {
      guard let worker = workers.min(by: { $0.underWay.count < $1.underWay.count }),
        worker.underWay.count < ProcessPool.itemsPerWorker
      else { return }
      let (request, continuation) = pending.removeFirst()
      worker.underWay.append((request.id, continuation))
      var buffer = worker.channel.allocator.buffer(capacity: PoolFrame.Request.size)
      request.write(to: &buffer)
      worker.channel.writeAndFlush(buffer, promise: nil)
    }
  }

  fileprivate func received(_ reply: PoolFrame.Reply, from worker: Worker) {
    guard worker.underWay.first?.id == reply.id else { return worker.channel.close(promise: nil) }
    let (_, continuation) = worker.underWay.removeFirst()
    continuation.resume(returning: reply.result)
    dispatch()
  }

  fileprivate func lost(_ worker: Worker) {
    guard !stopping, let index = workers.firstIndex(where: { $0 === worker }) else { return }
    workers.remove(at: index)
    for (_, continuation) in worker.underWay { continuation.resume(throwing: ProcessPoolError.workerDied) }
    worker.underWay = []
    guard replacementsLeft > 0 else { return failPendingIfAlone() }
    replacementsLeft -= 1
    beingReplaced += 1
    Task { await replace() }
  }

  private func replace() async {
    let worker = try? await makeWorker()
    beingReplaced -= 1
    guard let worker else { return failPendingIfAlone() }
    guard !stopping else { return worker.channel.close(promise: nil) }
    workers.append(worker)
    dispatch()
  }

  private func failPendingIfAlone() {
    guard workers.isEmpty, beingReplaced == 0 else { return }
    for (_, continuation) in pending { continuation.resume(throwing: ProcessPoolError.noWorkers) }
    pending = []
  }

  private func makeWorker() async throws -> Worker {
    let (mine, theirs) = try Descriptors.sockets()
    let child: ChildProcess
    do {
      let null = try Descriptors.null()
      child = try await spawner.start(command, input: theirs, output: null, error: 2, newGroup: false)
    } catch {
      close(mine)
      throw error
    }
    let handler = WorkerHandler(pool: self)
    let channel = try await ClientBootstrap(group: loop)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(handler) }
      }
      .withConnectedSocket(mine)
      .get()
    let spawner = spawner
    let reaped = Task {
      try? await spawner.waitForEnd(of: child)
      _ = spawner.reap(child)
    }
    let worker = Worker(channel: channel, reaped: reaped)
    handler.worker = worker
    // It may have died before the handler knew whom to report.
    guard channel.isActive else { throw ProcessPoolError.workerDied }
    return worker
  }
}

/// Why an item got no result.
package enum ProcessPoolError: Error, Equatable, CustomStringConvertible {
  case workerDied
  case noWorkers

  package var description: String {
    switch self {
    case .workerDied: "the worker process died"
    case .noWorkers: "no worker process is left"
    }
  }
}

/// One worker process. Lives on the pool's loop; unchecked `Sendable` for that reason alone.
private final class Worker: @unchecked Sendable {
  let channel: any Channel
  let reaped: Task<Void, Never>
  /// In the order in which the worker answers.
  var underWay: Deque<(id: UInt64, CheckedContinuation<UInt64, any Error>)> = []

  init(channel: any Channel, reaped: Task<Void, Never>) {
    self.channel = channel
    self.reaped = reaped
  }
}

/// Cuts a worker's answers out of its socket. Lives on the pool's loop; unchecked `Sendable` for that reason alone.
private final class WorkerHandler: ChannelInboundHandler, @unchecked Sendable {
  typealias InboundIn = ByteBuffer

  private let pool: ProcessPool
  private var received = ByteBuffer()
  var worker: Worker?

  init(pool: ProcessPool) { self.pool = pool }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var bytes = unwrapInboundIn(data)
    received.writeBuffer(&bytes)
    guard let worker else { return }
    pool.assumeIsolated { pool in
      while let reply = PoolFrame.Reply(from: &received) { pool.received(reply, from: worker) }
    }
    received.discardReadBytes()
  }

  func channelInactive(context: ChannelHandlerContext) {
    guard let worker else { return }
    self.worker = nil
    pool.assumeIsolated { $0.lost(worker) }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}
