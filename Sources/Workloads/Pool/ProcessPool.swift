import DequeModule
import Glibc
import NIOCore
import NIOPosix
package import Processes

/// Worker processes of the same binary that do the CPU steps of the hybrid strategy, driven from one event loop.
///
/// Items go to workers in batches. A worker without work gets what is waiting, at most a chunk and no more than its share; one that
/// has a batch gets a second as soon as a full chunk is waiting, so that it need not wait while its answer travels; none gets a third.
/// What does not fit waits here, in order.
///
/// A worker that dies fails the items that it had, and is replaced, later and later while nothing succeeds in between. An item that is
/// cancelled while it waits is taken out; one that a worker already has is given up, and a worker whose whole batch was given up is killed.
package actor ProcessPool {
  /// Workers that may die one after another, with no batch completed in between, before the pool gives up.
  package static let deathsAllowed = 5

  private struct Item {
    let id: UInt64
    let seed: UInt64
    let continuation: CheckedContinuation<UInt64, any Error>
  }

  struct Batch {
    let id: UInt64
    var items: [(id: UInt64, continuation: CheckedContinuation<UInt64, any Error>?)]
  }

  private let loopExecutor: LoopExecutor
  private let spawner: Spawner
  private let command: Command
  private let place: ProcessPlace
  private let cpu: KernelWork?
  private let chunk: Int
  private var workers: [PoolConnection] = []
  private var waiting: Deque<Item> = []
  private var nextID: UInt64 = 0
  private var nextBatch: UInt64 = 0
  private var dispatchIsScheduled = false
  private var deaths = 0
  private var beingReplaced = 0
  private var stopping = false
  /// CPU time that the workers spent on items.
  package private(set) var cpuNanoseconds: Int64 = 0

  /// The pool's executor is the event loop.
  package nonisolated var unownedExecutor: UnownedSerialExecutor { loopExecutor.asUnownedSerialExecutor() }

  /// - Parameters:
  ///   - loopExecutor: of the loop that the sockets are read on.
  ///   - command: starts a worker, which serves the socket on its standard input; see `PoolWorker`.
  ///   - place: where workers run, and whether they give way.
  ///   - cpu: what every item computes; `nil`: the step that the worker's command names.
  ///   - chunk: items of a batch at the most.
  package init(
    on loopExecutor: LoopExecutor, spawner: Spawner, command: Command, at place: ProcessPlace = .inherited, cpu: KernelWork?,
    chunk: Int
  ) {
    self.place = place
    self.loopExecutor = loopExecutor
    self.spawner = spawner
    self.command = command
    self.cpu = cpu
    self.chunk = chunk
  }

  private nonisolated var loop: any EventLoop { loopExecutor.loop }

  /// Starts the workers.
  package func start(workers count: Int) async throws {
    for _ in 0..<count { workers.append(try await makeWorker()) }
  }

  /// Does an item's CPU step in a worker.
  ///
  /// - Throws: `ProcessPoolError` where the worker died over it, or none is left; `CancellationError`.
  package func compute(seed: UInt64) async throws -> UInt64 {
    nextID += 1
    let id = nextID
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        // Whoever was cancelled before this point is not found by `giveUp`.
        guard !Task.isCancelled else { return continuation.resume(throwing: CancellationError()) }
        guard !workers.isEmpty || beingReplaced > 0 else { return continuation.resume(throwing: ProcessPoolError.noWorkers) }
        waiting.append(Item(id: id, seed: seed, continuation: continuation))
        scheduleDispatch()
      }
    } onCancel: {
      loop.execute { self.assumeIsolated { $0.giveUp(id) } }
    }
  }

  /// CPU seconds of all workers until now, their start included.
  package func cpuSecondsOfWorkers() -> Double { workers.reduce(0) { $0 + CPUTime.seconds(ofProcess: $1.pid) } }

  /// Ends the workers, whatever they are doing, and returns when each was reaped.
  package func stop() async {
    stopping = true
    for worker in workers {
      worker.channel.close(promise: nil)
      worker.kill()
    }
    for worker in workers { await worker.reaped.value }
    workers = []
  }

  // MARK: Handing out

  /// Once for all items that come in one turn of the loop.
  private func scheduleDispatch() {
    guard !dispatchIsScheduled else { return }
    dispatchIsScheduled = true
    loop.execute {
      self.assumeIsolated {
        $0.dispatchIsScheduled = false
        $0.dispatch()
      }
    }
  }

  private func dispatch() {
    while let worker = workers.min(by: { $0.batches.count < $1.batches.count }), let size = batchSize(for: worker) {
      send(size, to: worker)
    }
  }

  private func batchSize(for worker: PoolConnection) -> Int? {
    switch worker.batches.count {
    case 0: waiting.isEmpty ? nil : min(chunk, (waiting.count + workers.count - 1) / workers.count)
    case 1: waiting.count >= chunk ? chunk : nil
    default: nil
    }
  }

  private func send(_ count: Int, to worker: PoolConnection) {
    let items = waiting.prefix(count)
    nextBatch += 1
    worker.batches.append(Batch(id: nextBatch, items: items.map { ($0.id, $0.continuation) }))
    let batch = PoolFrame.Batch(id: nextBatch, work: cpu, seeds: items.map(\.seed))
    waiting.removeFirst(count)
    var buffer = worker.channel.allocator.buffer(capacity: 24 + 8 * count)
    batch.write(to: &buffer)
    worker.channel.writeAndFlush(buffer, promise: nil)
  }

  func received(_ reply: PoolFrame.Reply, from worker: PoolConnection) {
    guard let batch = worker.batches.first, batch.id == reply.id, batch.items.count == reply.results.count else {
      return worker.channel.close(promise: nil)
    }
    worker.batches.removeFirst()
    deaths = 0
    cpuNanoseconds += reply.cpuNanoseconds
    dispatch()
    for (item, result) in zip(batch.items, reply.results) {
      if let complaint = reply.complaint, result == PoolFrame.Reply.failed {
        item.continuation?.resume(throwing: StepFailure(complaint))
      } else {
        item.continuation?.resume(returning: result)
      }
    }
  }

  private func giveUp(_ id: UInt64) {
    if let index = waiting.firstIndex(where: { $0.id == id }) {
      waiting.remove(at: index).continuation.resume(throwing: CancellationError())
      return
    }
    for worker in workers {
      for batch in worker.batches.indices {
        guard let index = worker.batches[batch].items.firstIndex(where: { $0.id == id }) else { continue }
        worker.batches[batch].items[index].continuation?.resume(throwing: CancellationError())
        worker.batches[batch].items[index].continuation = nil
        if worker.batches[0].items.allSatisfy({ $0.continuation == nil }) { worker.kill() }
        return
      }
    }
  }

  // MARK: Workers that die

  func lost(_ worker: PoolConnection) {
    guard !stopping, let index = workers.firstIndex(where: { $0 === worker }) else { return }
    workers.remove(at: index)
    for batch in worker.batches {
      for item in batch.items { item.continuation?.resume(throwing: ProcessPoolError.workerDied) }
    }
    worker.batches = []
    // A worker that only closed its socket would live on.
    worker.kill()
    replaceOne()
  }

  private func replaceOne() {
    deaths += 1
    guard deaths <= ProcessPool.deathsAllowed else { return failWaitingIfAlone() }
    beingReplaced += 1
    let delay: Int64 = deaths == 1 ? 0 : 25 << Int64(deaths)
    loop.scheduleTask(in: .milliseconds(delay)) { Task { await self.replace() } }
  }

  private func replace() async {
    let worker = stopping ? nil : try? await makeWorker()
    beingReplaced -= 1
    // One that could not be started, or died at once, is a death like any other.
    guard let worker else { return stopping ? failWaitingIfAlone() : replaceOne() }
    workers.append(worker)
    if stopping { await stop() } else { dispatch() }
  }

  private func failWaitingIfAlone() {
    guard workers.isEmpty, beingReplaced == 0 else { return }
    for item in waiting { item.continuation.resume(throwing: ProcessPoolError.noWorkers) }
    waiting = []
  }

  private func makeWorker() async throws -> PoolConnection {
    let (mine, theirs) = try Descriptors.sockets()
    let child: ChildProcess
    do {
      let null = try Descriptors.closing([theirs]) { () throws(DescriptorError) in try Descriptors.null() }
      child = try await spawner.start(command, at: place, input: theirs, output: null, error: 2, newGroup: false)
    } catch {
      close(mine)
      throw error
    }
    let handler = PoolConnectionHandler(pool: self)
    let channel = try await ClientBootstrap(group: loop)
      // The kernel says when there is more: looking for it after each read would cost as much as the read.
      .channelOption(.maxMessagesPerRead, value: 1)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(handler) }
      }
      .withConnectedSocket(mine)
      .get()
    let spawner = spawner
    let worker = PoolConnection(child: child, channel: channel)
    worker.reaped = Task {
      try? await spawner.waitForEnd(of: child)
      self.forget(worker)
      _ = spawner.reap(child)
    }
    handler.worker = worker
    // It may have died before the handler knew whom to report.
    guard channel.isActive else {
      worker.kill()
      throw ProcessPoolError.workerDied
    }
    return worker
  }

  /// Its pid is about to be free for somebody else.
  private func forget(_ worker: PoolConnection) { worker.hasEnded = true }
}
