import Dispatch
import NIOCore
import NIOPosix
import Processes
import Synchronization

/// Lets threads that block have asynchronous work done by a loop that has nothing else to do.
struct BlockingCalls: Sendable {
  private let group: MultiThreadedEventLoopGroup
  private let executor: LoopExecutor

  /// - Throws: if the kernel gives no thread.
  init() throws(ResourceError) {
    group = try EventLoops.one()
    executor = LoopExecutor(group.next())
  }

  /// The loop's group, for clients.
  var loops: MultiThreadedEventLoopGroup { group }

  /// Blocks the calling thread until the work is done.
  ///
  /// - Parameters:
  ///   - onLoop: whether the loop does it, or the threads that all tasks have.
  ///   - nanoseconds: after which it is cancelled; `nil`: never.
  /// - Throws: `AttemptError.timeout` if it was cancelled, else what the work throws.
  func perform<Value: Sendable>(
    onLoop: Bool = true, within nanoseconds: Int64? = nil, _ work: @escaping @Sendable () async throws -> Value
  ) throws -> Value {
    let outcome = Mutex<Result<Value, any Error>?>(nil)
    let isDone = DispatchSemaphore(value: 0)
    let task = Task(executorPreference: onLoop ? executor : nil) {
      let result = await Result { try await work() }
      outcome.withLock { $0 = result }
      isDone.signal()
    }
    let timer = nanoseconds.map { executor.loop.scheduleTask(in: .nanoseconds($0)) { task.cancel() } }
    isDone.wait()
    timer?.cancel()
    if task.isCancelled { throw AttemptError.timeout }
    return try outcome.withLock { $0 ?? .failure(CancellationError()) }.get()
  }

  func close() async throws { try await group.shutdownGracefully() }
}
