import LoopProbe
import Synchronization
import Telemetry

/// Adds up the I/O steps that the service times, and the time in which a step was under way and the process computed nothing.
final class TimedSteps: Sendable {
  private static let mostNames = 32

  private struct State {
    var totals: [String: (count: Int, ns: Int64)] = [:]
    var underWay = 0
    var since: Int64 = 0
    var cpuBefore: Int64 = 0
    var waited: Int64 = 0
  }

  private let state = Mutex(State())

  /// A step begins; returns when.
  func begin() -> Int64 {
    let now = MonotonicClock.now()
    state.withLock { state in
      if state.underWay == 0 { (state.since, state.cpuBefore) = (now, ProcessUsage.cpuNanoseconds()) }
      state.underWay += 1
    }
    return now
  }

  /// A step ends.
  func end(_ name: String, began: Int64) {
    let now = MonotonicClock.now()
    state.withLock { state in
      state.underWay -= 1
      if state.underWay == 0 { state.waited += open(state, now) }
      let isKnown = state.totals[name] != nil || state.totals.count < TimedSteps.mostNames
      let total = state.totals[isKnown ? name : "other"] ?? (0, 0)
      state.totals[isKnown ? name : "other"] = (total.count + 1, total.ns + max(0, now - began))
    }
  }

  /// One entry a name, and for how long there was nothing to do but to wait; `nil` if no step was timed.
  func report(at now: Int64) -> (steps: [AppMessage.Step], waited: Int64?) {
    state.withLock { state in
      let steps = state.totals.sorted { $0.key < $1.key }.map {
        AppMessage.Step(named: $0.key, count: $0.value.count, ns: $0.value.ns)
      }
      return (steps, steps.isEmpty ? nil : state.waited + (state.underWay > 0 ? open(state, now) : 0))
    }
  }

  /// Of the steps that are under way. Threads compute beside each other, so this is the least that it can have been.
  private func open(_ state: State, _ now: Int64) -> Int64 {
    max(0, now - state.since - max(0, ProcessUsage.cpuNanoseconds() - state.cpuBefore))
  }
}
