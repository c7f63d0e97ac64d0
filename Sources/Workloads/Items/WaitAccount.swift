import Synchronization

/// Keeps account of the time in which items were in flight and none was computing: time lost to waiting for I/O. Any thread may use it.
package final class WaitAccount: Sendable {
  private struct State {
    var inFlight = 0
    var computing = 0
    var waited: Int64 = 0
    var since: Int64 = 0

    func waited(until now: Int64) -> Int64 {
      waited + (inFlight > 0 && computing == 0 ? max(0, now - since) : 0)
    }
  }

  private let state = Mutex(State())

  /// Nothing is in flight.
  package init() {}

  /// Items started and not ended.
  var inFlight: Int { state.withLock(\.inFlight) }

  /// Nanoseconds waited until `now`.
  func waited(until now: Int64) -> Int64 { state.withLock { $0.waited(until: now) } }

  func itemStarted(at now: Int64) { change(at: now) { $0.inFlight += 1 } }
  func itemEnded(at now: Int64) { change(at: now) { $0.inFlight -= 1 } }
  func computationStarted(at now: Int64) { change(at: now) { $0.computing += 1 } }
  func computationEnded(at now: Int64) { change(at: now) { $0.computing -= 1 } }

  private func change(at now: Int64, _ body: (inout State) -> Void) {
    state.withLock { state in
      state.waited = state.waited(until: now)
      state.since = max(state.since, now)
      body(&state)
    }
  }
}
