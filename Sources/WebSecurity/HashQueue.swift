import Dispatch
import Synchronization

/// Does work on a thread of its own, one piece at a time, for a bounded number of callers that wait.
final class HashQueue: Sendable {
  private struct Job {
    let id: Int
    let work: @Sendable () -> Bool
    let continuation: CheckedContinuation<Bool?, Never>
  }

  private struct State {
    var nextID = 0
    var waiting: [Job] = []
    var isRunning = false
  }

  private let limit: Int
  /// Work that takes seconds must not keep a thread that files are read on.
  private let thread = DispatchQueue(label: "calcmon.passwords")
  private let state = Mutex(State())

  /// - Parameter limit: so many wait, beside the one whose turn it is.
  init(limit: Int) { self.limit = limit }

  /// What the work says; `nil` where too many wait, or the caller was cancelled before its turn.
  func run(_ work: @escaping @Sendable () -> Bool) async -> Bool? {
    let id = state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        enter(Job(id: id, work: work, continuation: continuation))
        if Task.isCancelled { leave(id) }
      }
    } onCancel: {
      leave(id)
    }
  }

  private func enter(_ job: Job) {
    let (isFirst, isRefused) = state.withLock { state in
      let (isFirst, isRefused) = (!state.isRunning, state.isRunning && state.waiting.count >= limit)
      state.isRunning = true
      if !isFirst, !isRefused { state.waiting.append(job) }
      return (isFirst, isRefused)
    }
    if isFirst { start(job) }
    if isRefused { job.continuation.resume(returning: nil) }
  }

  private func leave(_ id: Int) {
    let job = state.withLock { state in
      state.waiting.firstIndex { $0.id == id }.map { state.waiting.remove(at: $0) }
    }
    job?.continuation.resume(returning: nil)
  }

  private func start(_ job: Job) {
    thread.async {
      job.continuation.resume(returning: job.work())
      if let next = self.next() { self.start(next) }
    }
  }

  private func next() -> Job? {
    state.withLock { state in
      state.isRunning = !state.waiting.isEmpty
      return state.isRunning ? state.waiting.removeFirst() : nil
    }
  }
}
