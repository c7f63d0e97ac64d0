import CLinux
import Dispatch
import Glibc
import Synchronization

/// Threads of its own, for what blocks. One that the kernel does not give is an error that is thrown; the pools of libraries end the process.
package final class WorkerThreads: Sendable {
  private typealias Job = @Sendable () -> Void

  private enum Phase {
    case idle, running, ending
  }

  private struct State {
    var phase = Phase.idle
    var jobs: [Job] = []
    var alive = 0
    var awaitingEnd: [CheckedContinuation<Void, Never>] = []
  }

  private let count: Int
  private let state = Mutex(State())
  /// Held while they are made.
  private let making = Mutex(())
  private let wakeUps = DispatchSemaphore(value: 0)

  /// - Parameter count: of threads; none is made before `start`.
  package init(_ count: Int) { self.count = count }

  /// Makes the threads, if that was not done before. All of them or none.
  package func start() throws(ResourceError) {
    try making.withLock { (_) throws(ResourceError) in
      guard state.withLock({ $0.phase == .idle }) else { return }
      for _ in 0..<count {
        let code = makeThread()
        guard code == 0 else {
          end(then: .idle)
          throw ResourceError(.thread, call: "pthread_create", errno: code)
        }
      }
      state.withLock { $0.phase = .running }
    }
  }

  /// Does something on one of the threads, which are made if there are none yet. Nothing is begun for a task that is cancelled.
  ///
  /// - Throws: `ResourceError`, `CancellationError` also after `shutDown`, and what the body throws.
  package func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try Task.checkCancellation()
    try start()
    return try await withCheckedThrowingContinuation { continuation in
      let isTaken = submit { continuation.resume(with: Result { try body() }) }
      if !isTaken { continuation.resume(throwing: CancellationError()) }
    }
  }

  /// Does something on one of the threads some time, in the order in which it was asked for.
  ///
  /// - Returns: `false` if there are no threads; then it is not done.
  @discardableResult
  package func submit(_ job: @escaping @Sendable () -> Void) -> Bool {
    let isTaken = state.withLock { state in
      guard state.phase == .running else { return false }
      state.jobs.append(job)
      return true
    }
    if isTaken { wakeUps.signal() }
    return isTaken
  }

  /// Ends the threads after what they have been asked for, and returns when they are done.
  package func shutDown() async {
    await withCheckedContinuation { continuation in
      let isDone = state.withLock { state in
        if state.alive > 0 { state.awaitingEnd.append(continuation) }
        return state.alive == 0
      }
      end(then: .ending)
      if isDone { continuation.resume() }
    }
  }

  private func end(then phase: Phase) {
    let alive = state.withLock { state in
      state.phase = phase
      return state.alive
    }
    for _ in 0..<alive { wakeUps.signal() }
  }

  /// Returns 0, or the reason why there is none.
  private func makeThread() -> Int32 {
    var handle = pthread_t()
    let me = Unmanaged.passRetained(self)
    state.withLock { $0.alive += 1 }
    let code = pthread_create(&handle, nil, workerMain, me.toOpaque())
    if code == 0 {
      pthread_detach(handle)
    } else {
      state.withLock { $0.alive -= 1 }
      me.release()
    }
    return code
  }

  fileprivate func serve() {
    while let job = nextJob() { job() }
    let awaiting = state.withLock { state in
      state.alive -= 1
      defer { if state.alive == 0 { state.awaitingEnd = [] } }
      return state.alive == 0 ? state.awaitingEnd : []
    }
    for continuation in awaiting { continuation.resume() }
  }

  /// Waits for one; `nil` if the thread is to end.
  private func nextJob() -> Job? {
    wakeUps.wait()
    return state.withLock { $0.jobs.isEmpty ? nil : $0.jobs.removeFirst() }
  }
}

private func workerMain(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context else { return nil }
  calcmon_set_process_name("worker")
  Unmanaged<WorkerThreads>.fromOpaque(context).takeRetainedValue().serve()
  return nil
}
