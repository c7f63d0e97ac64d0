package import Samples
import Scheduling
import Synchronization

/// Clocks that stand still until a test moves them. Wall clock and uptime move together.
package final class ManualTime: TimeSource {
  private struct Sleeper {
    let id: Int
    let until: Duration
    let continuation: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var uptime: Duration
    /// How far somebody has set the wall clock.
    var set = 0.0
    var nextID = 0
    var sleepers: [Sleeper] = []
    var watchers: [(until: Duration, continuation: CheckedContinuation<Void, Never>)] = []
  }

  private let origin: Timestamp
  private let state: Mutex<State>

  /// - Parameter origin: wall clock at uptime 0.
  package init(origin: Timestamp = Timestamp(milliseconds: 1_700_000_000_000)) {
    self.origin = origin
    state = Mutex(State(uptime: .zero))
  }

  package var uptime: Duration { state.withLock { $0.uptime } }
  package var wall: Timestamp { state.withLock { origin.advanced(bySeconds: $0.uptime.seconds + $0.set) } }

  package func sleep(until instant: Duration) async throws {
    let id = state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let isOver = state.withLock { state in
          if instant <= state.uptime { return true }
          state.sleepers.append(Sleeper(id: id, until: instant, continuation: continuation))
          return false
        }
        if isOver { continuation.resume() }
        if Task.isCancelled { cancel(id) }
        tellWatchers()
      }
    } onCancel: {
      cancel(id)
    }
    try Task.checkCancellation()
  }

  /// Sets the wall clock so many seconds ahead, or back.
  package func setWall(aheadBy seconds: Double) { state.withLock { $0.set += seconds } }

  /// Moves both clocks, and wakes whoever has slept until then.
  package func advance(by step: Duration) {
    let woken = state.withLock { state in
      state.uptime += step
      let now = state.uptime
      let woken = state.sleepers.filter { $0.until <= now }.sorted { $0.until < $1.until }
      state.sleepers.removeAll { $0.until <= now }
      return woken
    }
    for sleeper in woken { sleeper.continuation.resume() }
  }

  /// Returns when a task sleeps until exactly this instant: whatever it had to do before has been done.
  package func untilSomebodySleeps(until instant: Duration) async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        state.withLock { $0.watchers.append((instant, continuation)) }
        tellWatchers()
        if Task.isCancelled { tellAllWatchers() }
      }
    } onCancel: {
      tellAllWatchers()
    }
  }

  private func cancel(_ id: Int) {
    let sleeper = state.withLock { state in
      let index = state.sleepers.firstIndex { $0.id == id }
      return index.map { state.sleepers.remove(at: $0) }
    }
    sleeper?.continuation.resume(throwing: CancellationError())
  }

  /// A test that ran out of time must end.
  private func tellAllWatchers() {
    let all = state.withLock { state in
      defer { state.watchers = [] }
      return state.watchers
    }
    for watcher in all { watcher.continuation.resume() }
  }

  private func tellWatchers() {
    let due = state.withLock { state in
      let instants = Set(state.sleepers.map(\.until))
      let due = state.watchers.filter { instants.contains($0.until) }
      state.watchers.removeAll { instants.contains($0.until) }
      return due
    }
    for watcher in due { watcher.continuation.resume() }
  }
}
