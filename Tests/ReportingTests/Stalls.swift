import Samples

/// Stalls with figures that can be told.
enum Stalls {
  /// Two that the program caused: one computed, one slept.
  static let ofCode = [
    stall([.callback: 0.2, .runqueue: 0.05], noticed: true, stack: ["work.py:12:parse", "work.py:40:serve", "work.py:60:main"]),
    stall([.blocked: 0.15], channel: "hrtimer_nanosleep"),
  ]

  /// Two that the host caused, in one of which an idle loop was late as well.
  static let ofHost = [stall([.throttled: 0.31, .callback: 0.04]), stall([.steal: 0.12], controlLate: 0.1)]

  private static func stall(
    _ seconds: [StallCause: Double], noticed: Bool = false, channel: String? = nil, stack: [String] = [], controlLate: Double = 0
  ) -> Stall {
    let budget = StallBudget(seconds)
    return Stall(
      startedNanoseconds: 5_000_000_000, endedNanoseconds: 5_000_000_000 + Int64((budget.totalSeconds * 1e9).rounded()),
      budget: budget,
      noticedNanoseconds: noticed ? 5_105_000_000 : nil, waitChannel: channel, stack: stack, controlLateSeconds: controlLate)
  }
}
