/// What can be seen of a process from outside, and what cannot, and why.
package struct OutsideSight: Hashable, Sendable {
  /// How much is seen of its threads.
  package enum Depth: Hashable, Sendable {
    /// Each turn of its loops, by the kernel's tracepoints.
    case turns
    /// In which call its threads are, at intervals; why not the turns.
    case calls(withoutTurns: String)
    /// What the scheduler counts; why not more.
    case counts(withoutCalls: String)
  }

  package let depth: Depth
  package let runtime: OutsideRuntime

  package init(depth: Depth, runtime: OutsideRuntime) {
    self.depth = depth
    self.runtime = runtime
  }

  /// What can be seen, a sentence each.
  package var seen: [String] {
    let always = "CPU, waiting for a core, memory, threads, switches"
    switch depth {
    case .turns:
      return [
        "the turns of its event loops, by tracepoints of epoll: how long each was, and why those of 100 ms or more were", always,
      ]
    case .calls:
      return [
        "stalls of 100 ms or more in which the thread of an event loop slept in a call, told 20 to 40 ms shorter than they were",
        "how busy its event loops are: their time on a core, and 50 looks a second for what they sleep in", always,
      ]
    case .counts: return [always]
    }
  }

  /// What cannot be seen, a sentence each.
  package var unseen: [String] {
    let never = "how late its event loops are, its tasks and queues, and the place in the code: there is no probe in it"
    let attached =
      runtime.canBeAttachedTo
      ? ["Python \(runtime.python) lets a probe in, which sees all of that: calcmon attach"] : []
    switch depth {
    case .turns: return [never] + attached
    case .calls(let reason):
      return [never, "stalls in which code computed, or waited for Python's lock", "turns of its event loops: \(reason)"]
        + attached
    case .counts(let reason): return [never, "stalls, and whether an event loop turns: \(reason)"] + attached
    }
  }

  /// Whether stalls can be seen.
  package var seesStalls: Bool { if case .counts = depth { false } else { true } }
}
