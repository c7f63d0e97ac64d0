import Glibc
import Synchronization
import Telemetry

/// Asks the service how long its queues are: once a second, on threads of its own.
///
/// One that does not answer holds its own thread, and no other gauge: until it has answered it is neither asked again nor told of.
final class GaugeBoard: Sendable {
  private static let most = 32

  private struct Gauge: Sendable {
    let capacity: Int
    let depth: @Sendable () -> Int
    var isAsked = false
    var told: Int?
  }

  private struct State {
    var gauges: [String: Gauge] = [:]
    /// To be asked in this round, in the order of their names.
    var waiting: [String] = []
    /// Of the newest thread: older ones ask nothing more.
    var thread = 0
    var refused = 0
  }

  private let state = Mutex(State())

  /// Adds a gauge; one of the same name is replaced.
  ///
  /// If there are as many as may be, it is left out, and counted.
  func add(_ name: String, capacity: Int, _ depth: @escaping @Sendable () -> Int) {
    state.withLock { state in
      guard state.gauges[name] != nil || state.gauges.count < GaugeBoard.most else {
        state.refused += 1
        return
      }
      state.gauges[name] = Gauge(capacity: capacity, depth: depth)
    }
  }

  /// How many there was no room for.
  var refused: Int { state.withLock { $0.refused } }

  /// What was answered in the round before; begins another.
  func turn() -> [AppMessage.Queue] {
    let (queues, isToBegin) = state.withLock { state in
      let queues = state.gauges.sorted { $0.key < $1.key }.compactMap { name, gauge in
        gauge.told.map { AppMessage.Queue(queue: name, depth: $0, capacity: gauge.capacity) }
      }
      // Those that were not asked since the round before: a gauge has not answered, and holds the thread.
      state.waiting = state.gauges.filter { !$0.value.isAsked }.keys.sorted()
      for name in state.gauges.keys where state.gauges[name]?.isAsked == true { state.gauges[name]?.told = nil }
      return (queues, !state.waiting.isEmpty)
    }
    if isToBegin { begin() }
    return queues
  }

  private func begin() {
    let number = state.withLock { state in
      state.thread += 1
      return state.thread
    }
    _ = OwnThread.start("calcmon-gauges") { self.ask(as: number) }
  }

  private func ask(as thread: Int) {
    while let (name, gauge) = next(thread) {
      let depth = min(max(0, gauge.depth()), 1 << 50)
      state.withLock { state in
        state.gauges[name]?.isAsked = false
        state.gauges[name]?.told = depth
      }
    }
  }

  private func next(_ thread: Int) -> (String, Gauge)? {
    state.withLock { state in
      guard state.thread == thread, !state.waiting.isEmpty else { return nil }
      let name = state.waiting.removeFirst()
      state.gauges[name]?.isAsked = true
      return state.gauges[name].map { (name, $0) }
    }
  }
}
